import { exactOrZero } from '../capacity/exact.ts';
import { nameKey } from '../capacity/plan.ts';
import type { Quota } from '../capacity/sheet-lists.ts';
import { finding } from './check.ts';
import type { CheckFacts, Note } from './check.ts';
import { fitGaps, statedFits } from './fit-gap.ts';
import type { FitGap } from './fit-gap.ts';
import type { Evidence, Finding } from './finding.ts';
import { isInPeriod } from './quota-period.ts';

const isOpen = ({ target, attained }: Quota): boolean => attained < target;

/** What of the target is still open, exactly; 0 when it is met. */
const openShare = (quota: Quota) =>
  isOpen(quota)
    ? exactOrZero(quota.target).sub(exactOrZero(quota.attained)).div(exactOrZero(quota.target))
    : exactOrZero(0);

const ownQuotas = ({ deal, sheet, today }: CheckFacts): Quota[] => {
  const names = [deal.owner?.name, deal.owner?.email, deal.owner?.id].flatMap((name) => (name ? [nameKey(name)] : []));
  return (sheet.quotas ?? []).filter(
    ({ person, period }) => names.includes(nameKey(person)) && isInPeriod(period, today) === true,
  );
};

const quotaOf = (facts: CheckFacts, quotas: readonly Quota[], code: string): Quota | null =>
  quotas
    .filter(({ product }) => facts.plan.productByName.get(nameKey(product))?.code === code)
    .toSorted((a, b) => openShare(b).compare(openShare(a)))[0] ?? null;

type Pull = { gap: FitGap; towards: Quota; away: Quota | null };

/** A fit gap in which more of the weaker product's quota is open than of the better one's. */
const pullOf = (facts: CheckFacts, quotas: readonly Quota[], gap: FitGap): Pull[] => {
  const towards = quotaOf(facts, quotas, gap.sold.code);
  const away = quotaOf(facts, quotas, gap.best.code);
  if (!towards || !isOpen(towards)) return [];
  return away && openShare(away).gte(openShare(towards)) ? [] : [{ gap, towards, away }];
};

const UNITS: Record<Quota['kind'], string> = { revenue: ' of revenue', units: ' units', contracts: ' contracts' };

const quotaInWords = ({ attained, target, kind, period }: Quota): string =>
  `${attained} of ${target}${UNITS[kind]} in ${period}`;

const quotaEvidence = (what: string, quota: Quota | null): Evidence =>
  quota ? { what, value: quotaInWords(quota), row: quota.row } : { what, value: 'none in this period' };

const conflict = ({ gap, towards, away }: Pull): Note => ({
  severity: 'warn',
  code: 'INCENTIVE',
  line: gap.line.id,
  message: `${gap.best.code} serves the stated need (${gap.row.needAttribute} ${gap.row.value}) best, and the open quota of ${gap.sold.code} (${quotaInWords(towards)}) speaks for ${gap.sold.code}.`,
  evidence: [
    { what: 'Serves the need best', value: gap.best.code, row: gap.row.row },
    quotaEvidence(`Quota of ${gap.sold.code}`, towards),
    quotaEvidence(`Quota of ${gap.best.code}`, away),
  ],
  fix: `Look at it together with your manager: offer ${gap.best.code}, or note why ${gap.sold.code} serves this customer better.`,
});

const notChecked = (missing: string, fix: string | null): Note => ({
  severity: 'not_checked',
  message: `Quotas were not compared with the customer’s needs: ${missing}.`,
  fix,
});

const noteOf = (facts: CheckFacts): Note[] => {
  const { sheet, deal } = facts;
  if ((sheet.portfolioFit ?? []).length === 0) return [notChecked('the sheet has no Portfolio fit tab', null)];
  if ((sheet.quotas ?? []).length === 0) return [notChecked('the sheet has no Quotas tab', null)];
  if (!deal.needs || Object.keys(deal.needs).length === 0)
    return [notChecked('the deal records no needs of the customer', 'Add the needs of the customer to the deal.')];
  if (!deal.owner) return [notChecked('the deal has no owner', 'Give the deal an owner.')];
  const quotas = ownQuotas(facts);
  if (quotas.length === 0 && statedFits(facts).length > 0)
    return [notChecked('the sheet has no quota of the deal’s owner for this period', null)];
  return fitGaps(facts).flatMap((gap) => pullOf(facts, quotas, gap).map(conflict));
};

/** Is the weaker product sold while its quota is the one that is open? Told to the deal's owner and their manager only, in every case. */
export const incentiveConflict = (facts: CheckFacts): Finding[] => {
  const notes = noteOf(facts);
  const none: Note = { severity: 'pass', message: 'No quota speaks against the customer’s needs.' };
  return (notes.length > 0 ? notes : [none]).map((note) =>
    finding('incentive-conflict', { ...note, audience: 'rep and manager' }),
  );
};
