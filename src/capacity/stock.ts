import Fraction from 'fraction.js';
import { parseIsoDate } from '../deal/day.ts';
import type { Day } from '../deal/day.ts';
import type { StockRow } from './capacity-sheet.ts';
import { exactOf } from './exact.ts';

/** Amounts in the product's unit that come in (or go out, negative) on a day. */
export type StockMove = { day: Day; amount: Fraction };

/** Stock that a line of this check has taken. */
export type StockTake = { product: string; day: Day; amount: Fraction };

const NOTHING = new Fraction(0);

const isSupply = (row: StockRow): boolean => row.kind === 'on_hand' || row.firm;

/** On-hand is counted once: of counts on several dates the latest holds (ruling). */
const isCurrent = (row: StockRow, rows: readonly StockRow[]): boolean =>
  row.kind !== 'on_hand' || !rows.some((other) => other.kind === 'on_hand' && other.date > row.date);

/** On-hand stock and firm receipts of a product, ascending by day (S20). */
export const supplyOf = (rows: readonly StockRow[]): StockMove[] =>
  rows
    .filter((row) => isSupply(row) && isCurrent(row, rows))
    .flatMap((row) => {
      const day = parseIsoDate(row.date);
      const amount = exactOf(row.quantity);
      return day === null || amount === null ? [] : [{ day, amount }];
    })
    .sort((a, b) => a.day - b.day);

/**
 * Available to promise on a day: the least, over that day and all later days to the horizon, of supply so far minus
 * promises so far; never below 0 (S20).
 */
export const availableOn = (moves: readonly StockMove[], day: Day, horizon: Day): Fraction => {
  const ahead = moves.map((move) => move.day).filter((at) => at > day && at <= horizon);
  const levels = [day, ...ahead].map((at) => stockOn(moves, at));
  const least = levels.reduce((a, b) => (b.lt(a) ? b : a));
  return least.lt(0) ? NOTHING : least;
};

const stockOn = (moves: readonly StockMove[], day: Day): Fraction =>
  moves.reduce((sum, move) => (move.day <= day ? sum.add(move.amount) : sum), NOTHING);

/** The first day from `from` on which so much is available; null when it is not within the horizon (S20). */
export const firstDayWith = (
  moves: readonly StockMove[],
  amount: Fraction,
  { from, horizon }: { from: Day; horizon: Day },
): Day | null => {
  const days = [from, ...moves.map(({ day }) => day).filter((day) => day > from && day <= horizon)].sort(
    (a, b) => a - b,
  );
  return days.find((day) => availableOn(moves, day, horizon).gte(amount)) ?? null;
};
