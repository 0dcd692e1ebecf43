import { nameKey } from '../capacity/plan.ts';
import { causeOf } from './cause.ts';
import { finding } from './check.ts';
import type { CheckFacts, Note } from './check.ts';
import type { Alternative } from './check-result.ts';
import type { Evidence, Finding } from './finding.ts';
import { listed } from './line-name.ts';
import { amountInWords } from './load-in-words.ts';
import { hasOtherCurrency } from './margin-floor.ts';
import { PLANNER } from './signer.ts';

type Amounts = { currency: string | null };

const money = (amount: number, { currency }: Amounts): string => amountInWords(amount, currency);

const evidenceOf = ({ cost, marginAfter }: Alternative, amounts: Amounts): Evidence[] => [
  ...cost.parts.map(({ what, amount, row }) => ({
    what,
    value: money(amount, amounts),
    ...(row === null ? {} : { row }),
  })),
  { what: 'Margin left', value: typeof marginAfter === 'number' ? money(marginAfter, amounts) : 'not known' },
];

const marginInWords = ({ marginAfter }: Alternative, amounts: Amounts): string => {
  if (typeof marginAfter !== 'number')
    return 'what is left of the margin is not known: a unit price or unit cost is missing or in another currency';
  return marginAfter < 0
    ? `the deal then loses ${money(-marginAfter, amounts)}`
    : `${money(marginAfter, amounts)} of the margin are left`;
};

const priced = (option: Alternative, amounts: Amounts & { role: string }): Note => {
  const levers = option.levers.length > 0 ? ` (${listed(option.levers)})` : '';
  const loses = typeof option.marginAfter === 'number' && option.marginAfter < 0;
  return {
    severity: loses ? 'action' : 'warn',
    message: `Making the date costs ${money(option.cost.total, amounts)}${levers}; ${marginInWords(option, amounts)}.`,
    evidence: evidenceOf(option, amounts),
    fix: `Agree a fee of ${money(option.breakEvenFee ?? option.cost.total, amounts)} with the customer, or a later date that costs nothing.`,
    ...(loses ? { code: 'MARGIN_FLOOR', signoffRole: amounts.role } : {}),
  };
};

const noOptions: Note = {
  severity: 'not_checked',
  message: 'What it costs to make the date was not checked: the sheet names no expedite options.',
  fix: 'Ask operations to fill in the Expedite options tab.',
};

const noneMakesIt = (closest: Alternative | undefined, amounts: Amounts): Note => {
  const price = closest ? `; the closest costs ${money(closest.cost.total, amounts)} (${listed(closest.levers)})` : '';
  return {
    severity: 'warn',
    message: `No expedite option of the sheet makes the date${price}.`,
    evidence: closest ? [...evidenceOf(closest, amounts), { what: 'Closest option', value: closest.differsBy }] : [],
    fix: 'Agree a later date or a smaller quantity with the customer.',
  };
};

const unpriced = ({ sheet, alternatives }: CheckFacts): Note =>
  sheet.expediteOptions.length === 0
    ? noOptions
    : noneMakesIt(
        alternatives.find(({ kind }) => kind === 'expedite'),
        sheet.settings,
      );

/** What does it cost to make the date that cannot be kept, and what is left of the margin? */
export const exceptionCost = (facts: CheckFacts): Finding[] => {
  const late = facts.lines.find(({ slackDays, reasons }) => (slackDays ?? 0) < 0 && !reasons.includes('DATE_PAST'));
  const id = 'exception-cost';
  if (!late) return [finding(id, { severity: 'pass', message: 'The deal needs no exception.' })];
  const cheapest = facts.alternatives
    .filter(({ meetsRequest }) => meetsRequest)
    .toSorted((a, b) => a.cost.total - b.cost.total)[0];
  if (!cheapest) return [finding(id, { ...unpriced(facts) })];
  const owner = facts.plan.productByName.get(nameKey(late.product ?? ''))?.source.ownerRole;
  const role = owner ?? PLANNER;
  const option = hasOtherCurrency(facts) ? { ...cheapest, marginAfter: null } : cheapest;
  return [finding(id, { code: causeOf(late), ...priced(option, { currency: facts.sheet.settings.currency, role }) })];
};
