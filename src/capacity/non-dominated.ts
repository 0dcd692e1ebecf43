import { parseIsoDate } from '../deal/day.ts';
import type { Day } from '../deal/day.ts';
import type { Alternative, AlternativeKind } from './promise.ts';

type RequestedOf = (line: string) => Day | null;
type Weighed = { alternative: Alternative; lastDate: Day; byRequested: number; cost: number };

const MOST = 5;
const RANK: Record<AlternativeKind, number> = { expedite: 2, substitute: 2, partial: 1, split: 1, later: 2 };

const weigh = (alternative: Alternative, requestedOf: RequestedOf): Weighed => {
  const parts = alternative.schedule.map(({ line, date, quantity }) => ({
    day: parseIsoDate(date) ?? 0,
    quantity,
    by: requestedOf(line),
  }));
  return {
    alternative,
    lastDate: Math.max(...parts.map(({ day }) => day)),
    byRequested: parts.reduce((sum, { day, quantity, by }) => (by !== null && day <= by ? sum + quantity : sum), 0),
    cost: alternative.cost.total,
  };
};

/** Not better in any of (last date, quantity by the requested date, cost) and worse in one (ruling). */
const isDominated = (one: Weighed, other: Weighed): boolean => {
  const differences = [one.lastDate - other.lastDate, other.byRequested - one.byRequested, one.cost - other.cost];
  return differences.every((worse) => worse >= 0) && differences.some((worse) => worse > 0);
};

const isEqual = (a: Weighed, b: Weighed): boolean =>
  a.lastDate === b.lastDate && a.byRequested === b.byRequested && a.cost === b.cost;

const rankOf = ({ alternative }: Weighed): number => (alternative.meetsRequest ? -1 : RANK[alternative.kind]);

const signoffsOf = ({ alternative }: Weighed): number => alternative.signoffs?.length ?? 0;

/** Drops dominated alternatives and repeats, sorts (request met in full and cheapest first, partial, later), cuts to five (ruling on alternatives). */
export const sortAndCut = (alternatives: readonly Alternative[], requestedOf: RequestedOf): Alternative[] => {
  const weighed = alternatives.map((alternative) => weigh(alternative, requestedOf));
  return weighed
    .filter((one) => !weighed.some((other) => isDominated(one, other)))
    .filter((one, i, rest) => rest.findIndex((other) => isEqual(one, other)) === i)
    .toSorted(
      (a, b) => rankOf(a) - rankOf(b) || a.cost - b.cost || signoffsOf(a) - signoffsOf(b) || a.lastDate - b.lastDate,
    )
    .slice(0, MOST)
    .map(({ alternative }) => alternative);
};
