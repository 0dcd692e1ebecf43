import type { CheckResult } from '../checks/check-result.ts';
import type { IsoDate } from '../deal/day.ts';
import { formatIsoDate } from '../deal/day.ts';
import type { Deal } from '../deal/deal.ts';

/** How much worse a deal may get before a decision no longer covers it, in percent. */
export type Tolerance = { quantityPercent?: number | undefined; loadPercent?: number | undefined };

/** What is promised of one product: all of its quantity, and the earliest date. */
type RevisionLine = { product: string; quantity: number | null; date: IsoDate | null };

/** Load of others in a week that binds the deal, in minutes. */
export type RevisionLoad = { resource: string; week: IsoDate; minutes: number };

/** What a question was asked about. Two revisions are the same question when nothing of it differs. */
export type Revision = {
  lines: RevisionLine[];
  /** Every attribute of the deal and its lines, as one text in a fixed order. */
  scope: string;
  loads: RevisionLoad[];
};

const attributesText = (attributes: Record<string, unknown> | null | undefined): string =>
  JSON.stringify(
    Object.entries(attributes ?? {})
      .filter(([, value]) => value !== null && value !== '')
      .map(([name, value]) => [name.trim().toLowerCase(), String(value)])
      .sort(([a = ''], [b = '']) => (a < b ? -1 : a > b ? 1 : 0)),
  );

const earlier = (a: IsoDate | null, b: IsoDate | null): IsoDate | null =>
  a === null || b === null ? (a ?? b) : a < b ? a : b;

const sum = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a + b);

/** The revision of a deal as it was checked: lines by product, scope, and the load of the weeks that decide. */
export const revisionOf = (deal: Deal, result: CheckResult, loads: RevisionLoad[] = []): Revision => {
  const lines = new Map<string, RevisionLine>();
  for (const line of result.lines) {
    const product = line.product ?? `line ${line.id}`;
    const known = lines.get(product);
    lines.set(product, {
      product,
      quantity: known ? sum(known.quantity, line.quantity) : line.quantity,
      date: known ? earlier(known.date, line.requested) : line.requested,
    });
  }
  return {
    lines: [...lines.values()].sort((a, b) => (a.product < b.product ? -1 : 1)),
    scope: JSON.stringify([
      attributesText(deal.attributes),
      ...deal.lines.map((line) => attributesText(line.attributes)).sort(),
    ]),
    loads,
  };
};

/** How a revision stands to the one that was decided on. */
export type Comparison = { is: 'same' | 'better' | 'worse'; because: string[] };

const allowance = (percent: number | undefined): number => 1 + (percent ?? 0) / 100;

type Changes = { worse: string[]; better: string[] };

const worsened = (text: string): Changes => ({ worse: [text], better: [] });
const improved = (text: string): Changes => ({ worse: [], better: [text] });
const UNCHANGED: Changes = { worse: [], better: [] };

const quantityChange = (before: RevisionLine, after: RevisionLine, percent: number | undefined): Changes => {
  const { product } = after;
  if (before.quantity === null) return UNCHANGED;
  if (after.quantity === null) return worsened(`the quantity of ${product} is not known any more`);
  const text = `${after.quantity} instead of ${before.quantity} of ${product}`;
  if (after.quantity > before.quantity * allowance(percent)) return worsened(text);
  return after.quantity < before.quantity ? improved(text) : UNCHANGED;
};

const dateChange = (before: RevisionLine, after: RevisionLine): Changes => {
  const { product } = after;
  if (before.date === after.date) return UNCHANGED;
  if (after.date === null) return improved(`${product} without a date`);
  if (before.date === null) return worsened(`${product} by ${formatIsoDate(after.date)}`);
  if (after.date > before.date) return improved(`${product} only by ${formatIsoDate(after.date)}`);
  return worsened(`${product} by ${formatIsoDate(after.date)} instead of ${formatIsoDate(before.date)}`);
};

const loadWorsened = (before: Revision, after: Revision, tolerance: Tolerance): string[] =>
  after.loads.flatMap(({ resource, week, minutes }) => {
    const known = before.loads.find((load) => load.resource === resource && load.week === week);
    return known && minutes > known.minutes * allowance(tolerance.loadPercent)
      ? [`${resource} has more to do in the week of ${formatIsoDate(week)} than when it was answered`]
      : [];
  });

/**
 * Whether a decision on `before` still covers `after`: the same products or fewer, the quantity at most (within the
 * tolerance), the date at least, the same scope, the load within the tolerance.
 */
export const compareRevisions = (before: Revision, after: Revision, tolerance: Tolerance = {}): Comparison => {
  const changes = after.lines.flatMap((line) => {
    const known = before.lines.find(({ product }) => product === line.product);
    if (!known) return [worsened(`${line.product} is new`)];
    return [quantityChange(known, line, tolerance.quantityPercent), dateChange(known, line)];
  });
  const gone = before.lines.filter(({ product }) => !after.lines.some((line) => line.product === product));
  const worse = [
    ...changes.flatMap((change) => change.worse),
    ...(before.scope === after.scope ? [] : ['the scope has changed']),
    ...loadWorsened(before, after, tolerance),
  ];
  const better = [
    ...changes.flatMap((change) => change.better),
    ...gone.map(({ product }) => `${product} is no longer in the deal`),
  ];
  if (worse.length > 0) return { is: 'worse', because: worse };
  return { is: better.length > 0 ? 'better' : 'same', because: better };
};
