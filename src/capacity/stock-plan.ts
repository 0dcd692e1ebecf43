import type Fraction from 'fraction.js';
import type { Day } from '../deal/day.ts';
import { ceilOf } from './exact.ts';
import type { Ledger } from './ledger.ts';
import type { LinePlan, LineTerms } from './line-terms.ts';
import { arrivalOf } from './delivery.ts';
import { availableOn, firstDayWith } from './stock.ts';
import type { StockMove } from './stock.ts';
import { addWorkingDays, rollToWorkingDay } from './working-calendar.ts';

type FromStock = { amount: Fraction; day: Day; ship: Day; promise: Day | null };

/** Supply of the product less what the lines before this one have taken, ascending by day. */
const movesFor = ({ stockTakes }: Ledger, { product }: LineTerms): StockMove[] =>
  product.supply
    .concat(
      stockTakes
        .filter((take) => take.product === product.code)
        .map(({ day, amount }) => ({ day, amount: amount.neg() })),
    )
    .sort((a, b) => a.day - b.day);

const fromStock = (terms: LineTerms, amount: Fraction, day: Day): FromStock => {
  const { plan, orderDate, leadTimes } = terms;
  const entered = addWorkingDays(plan.calendar, orderDate, leadTimes.entry);
  const ship = rollToWorkingDay(plan.calendar, Math.max(day, entered));
  return { amount, day, ship, promise: arrivalOf(terms, ship) };
};

/** A stock product without route and lead time cannot be made: what is not in stock or coming is not there. */
const canBeMade = ({ product }: LineTerms): boolean =>
  product.stages.length > 0 ||
  product.fidelity !== 'capacity' ||
  product.source.kind !== 'stock' ||
  product.source.materialDays !== null;

const later = (a: Day | null, b: Day | null): Day | null => (a === null || b === null ? null : Math.max(a, b));

const together = (stock: FromStock, made: LinePlan, code: string): LinePlan => ({
  ...made,
  finish: later(made.finish, stock.day),
  ship: later(made.ship, stock.ship),
  promise: later(made.promise, stock.promise),
  stockTakes: [{ product: code, day: stock.day, amount: stock.amount }],
});

const onlyStock = (stock: FromStock, { ready, code }: { ready: Day; code: string }): LinePlan => ({
  ready,
  finish: stock.day,
  ship: stock.ship,
  promise: stock.promise,
  steps: [],
  fenceMoved: false,
  stockTakes: [{ product: code, day: stock.day, amount: stock.amount }],
});

type Make = (lots: number) => LinePlan;

const nothing = (ready: Day): LinePlan => ({
  ready,
  finish: null,
  ship: null,
  promise: null,
  steps: [],
  fenceMoved: false,
  stockTakes: [],
});

/**
 * Stock that is available by the requested date first, the remainder made, the promise the later of the two; supply that
 * lands later counts from the day it lands where that is earlier than making (S20 and ruling).
 */
export const planWithStock = (
  ledger: Ledger,
  terms: LineTerms,
  { amount, make }: { amount: Fraction; make: Make },
): LinePlan => {
  const { product, orderDate, requested } = terms;
  const { ready } = make(0);
  const horizon = ledger.last;
  const moves = movesFor(ledger, terms);
  const by = Math.max(requested ?? orderDate, orderDate);
  const landings = [by, ...moves.map(({ day }) => day).filter((day) => day > by && day <= horizon)];
  const options = [...new Set(landings)].map((day): LinePlan => {
    const available = availableOn(moves, day, horizon);
    const taken = available.lt(amount) ? available : amount;
    const rest = amount.sub(taken);
    if (rest.gt(0) && !canBeMade(terms)) return nothing(ready);
    const made = make(ceilOf(rest.div(product.lot)));
    if (!taken.gt(0)) return made;
    const first = firstDayWith(moves, taken, { from: orderDate, horizon }) ?? day;
    const stock = fromStock(terms, taken, first);
    return rest.gt(0) ? together(stock, made, product.code) : onlyStock(stock, { ready, code: product.code });
  });
  return options.reduce((best, option) => ((option.promise ?? Infinity) < (best.promise ?? Infinity) ? option : best));
};
