import type { Alternative, CheckResult } from '../checks/check-result.ts';
import type { IsoDate } from '../deal/day.ts';
import { formatIsoDate } from '../deal/day.ts';
import type { Deal } from '../deal/deal.ts';
import type { AskLoad } from './ask-weeks.ts';
import type { WantedAsk } from './wanted-ask.ts';

/** What the page of a question shows, as plain text: the facts of the check that asked it. */
export type AskPage = {
  dealName: string | null;
  requesterName: string | null;
  customer: string | null;
  /** What the customer expects. */
  wants: string;
  sheet: string[];
  /** The rows of the sheet behind it. */
  evidence: string[];
  /** Options with their price. */
  options: string[];
  ifNo: string;
  load: AskLoad;
  lines: { product: string; quantity: number | null; date: IsoDate | null }[];
  /** What is possible instead, for the answer "not by then, but". */
  instead: { date: IsoDate; quantity: number | null } | null;
  currency: string | null;
  timeZone: string;
};

const money = (amount: number, currency: string | null): string =>
  currency === null ? amount.toLocaleString('en-US') : `${amount.toLocaleString('en-US')} ${currency}`;

const goods = ({ quantity, unit, product, id }: CheckResult['lines'][number]): string =>
  [quantity, unit, product ?? `line ${id}`].filter((word) => word !== null && word !== '').join(' ');

const wantsOf = ({ lines }: CheckResult): string =>
  lines
    .map(
      (line) => `${goods(line)} ${line.requested === null ? 'without a date' : `by ${formatIsoDate(line.requested)}`}`,
    )
    .join('; ');

/** "Everything at a later date: 100 EA of BRK by 19 Mar 2026 (costs 300 USD)". */
const optionInWords = ({ differsBy, cost, levers }: Alternative, currency: string | null): string => {
  const how = differsBy.replace(/\.$/, '');
  const named =
    levers.length > 0 && !levers.some((lever) => how.includes(lever)) ? `${levers.join(' + ')}: ${how}` : how;
  return cost.total > 0 ? `${named} (costs ${money(cost.total, currency)})` : named;
};

type SheetSays = Pick<AskPage, 'sheet' | 'evidence'>;

const sheetSays = ({ findings, sentence }: CheckResult, { role, why }: WantedAsk): SheetSays => {
  const about = findings.filter(({ signoffRole, code }) => signoffRole === role && code === why);
  const evidence = about.flatMap((found) =>
    found.evidence.map(({ what, value, row }) => `${what}: ${value}${row === undefined ? '' : ` (${row})`}`),
  );
  return {
    sheet: [...new Set([sentence, ...about.map(({ message }) => message)])],
    evidence: [...new Set(evidence)],
  };
};

/** The earliest date on which a line that is late is there, else nothing to offer. */
const insteadOf = ({ lines }: CheckResult): AskPage['instead'] => {
  const late = lines.find(({ verdict, promise }) => verdict === 'late' && promise !== null);
  return late?.promise ? { date: late.promise, quantity: late.quantity } : null;
};

const ifNo = ({ amount }: Deal, currency: string | null): string =>
  typeof amount === 'number' && amount > 0
    ? `A deal of ${money(amount, currency)} is at risk: sales agrees one of the options with the customer or changes the deal.`
    : 'Sales agrees one of the options with the customer or changes the deal.';

type PageFacts = {
  deal: Deal;
  result: CheckResult;
  wanted: WantedAsk;
  load: AskLoad;
  timeZone: string;
  currency: string | null;
};

/** The facts that a person in operations needs to answer, for one question of a check. */
export const askPage = ({ deal, result, wanted, load, timeZone, currency: ofSheet }: PageFacts): AskPage => {
  const currency = deal.currency ?? ofSheet;
  return {
    dealName: deal.name ?? null,
    requesterName: deal.owner?.name ?? null,
    customer: deal.company?.name ?? null,
    wants: wantsOf(result),
    ...sheetSays(result, wanted),
    options: result.alternatives.map((option) => optionInWords(option, currency)),
    ifNo: ifNo(deal, currency),
    load,
    lines: result.lines.map(({ id, product, quantity, requested }) => ({
      product: product ?? `line ${id}`,
      quantity,
      date: requested,
    })),
    instead: insteadOf(result),
    currency,
    timeZone,
  };
};
