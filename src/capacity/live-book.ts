import type { Day } from '../deal/day.ts';
import type { Deal } from '../deal/deal.ts';
import { answerDeal } from './answer-deal.ts';
import type { CheckedAt, DealAnswer } from './answer-deal.ts';
import { nameKey } from './plan.ts';
import type { Plan } from './plan.ts';
import type { Ledger, Take } from './ledger.ts';
import { withLoad } from './pipeline-levels.ts';
import type { StockTake } from './stock.ts';
import type { Verdict } from './verdict.ts';

/** What a deal holds: soft until it expires, hard once won or signed off (semantics, "Holds"). Its days are stored. */
export type Held = {
  deal: Deal;
  kind: 'soft' | 'hard';
  /** Last day on which a soft hold counts; null = no expiry. */
  expiresOn: Day | null;
  takes: readonly Take[];
  stockTakes: readonly StockTake[];
  /** Promise per line id when it was first given: never overwritten. */
  firstPromised: ReadonlyMap<string, Day>;
  /** Promise per line id as it stands. */
  promised: ReadonlyMap<string, Day>;
  /** Protection tier of the customer, 0 = protected first. */
  tier: number;
  /** Place in the order in which the holds were made. */
  created: number;
};

/** Promises that are held against a sheet version. Never written to: each step gives a new book, undo is the old one. */
export type LiveBook = { readonly plan: Plan; readonly holds: ReadonlyMap<string, Held>; readonly created: number };

/** A book without holds (semantics, "Holds"). */
export const emptyBook = (plan: Plan): LiveBook => ({ plan, holds: new Map(), created: 0 });

/** The resources that the lines of a deal can use (semantics, "Re-check when the sheet changes"). */
export const resourcesOfDeal = (plan: Plan, deal: Deal): ReadonlySet<number> =>
  new Set(
    deal.lines.flatMap(({ product }) => {
      const found = product ? plan.productByName.get(nameKey(product)) : undefined;
      const roles = found?.phases.flatMap(({ role }) => plan.resourceByName.get(nameKey(role))?.index ?? []) ?? [];
      return [...(found?.stages.flatMap(({ steps }) => steps.flatMap(({ resources }) => resources)) ?? []), ...roles];
    }),
  );

const isHeldOn = ({ kind, expiresOn }: Held, today: Day): boolean =>
  kind === 'hard' || expiresOn === null || expiresOn >= today;

const othersOf = ({ holds }: LiveBook, deal: Deal, today: Day): Held[] =>
  [...holds.values()].filter((held) => held.deal.id !== deal.id && isHeldOn(held, today));

/** The check of a deal against the book: the sheet, and what all other deals hold; its own hold is left out (S12). */
export const whatIf = (book: LiveBook, deal: Deal, at: CheckedAt): DealAnswer => {
  const needed = resourcesOfDeal(book.plan, deal);
  const others = othersOf(book, deal, at.today);
  const takes = others.flatMap((held) => held.takes.filter(({ resource }) => needed.has(resource)));
  const stockTakes = others.flatMap((held) => held.stockTakes);
  const ledger = (own: Ledger): Ledger => {
    const before = at.change?.ledger?.(own) ?? own;
    return { ...withLoad(before, takes), stockTakes: [...before.stockTakes, ...stockTakes] };
  };
  return answerDeal(book.plan, deal, { ...at, change: { ...at.change, ledger } });
};

const RESERVING: readonly Verdict[] = ['ok', 'tight', 'late'];

const promisesOf = ({ answers }: DealAnswer): Map<string, Day> =>
  new Map(
    answers.flatMap(({ order, plan }): [string, Day][] => {
      const promise = plan?.promise ?? null;
      return promise === null ? [] : [[order.line.id, promise]];
    }),
  );

type HoldTerms = { at: CheckedAt; kind: Held['kind']; expiresOn?: Day | null; tier?: number };

/** Holds what the check of a deal reserves; the first promise of a line is kept for good (semantics, "Holds"). */
export const hold = (book: LiveBook, deal: Deal, terms: HoldTerms): { book: LiveBook; answer: DealAnswer } => {
  const answer = whatIf(book, deal, terms.at);
  const reserving = answer.answers.filter(({ verdict }) => RESERVING.includes(verdict));
  const known = book.holds.get(deal.id);
  const promised = promisesOf(answer);
  const held: Held = {
    deal,
    kind: terms.kind,
    expiresOn: terms.expiresOn ?? null,
    takes: reserving.flatMap(({ plan }) => plan?.steps.flatMap((step) => step.takes) ?? []),
    stockTakes: reserving.flatMap(({ plan }) => plan?.stockTakes ?? []),
    firstPromised: new Map([...promised, ...(known?.firstPromised ?? [])]),
    promised,
    tier: terms.tier ?? known?.tier ?? 0,
    created: known?.created ?? book.created,
  };
  const holds = new Map(book.holds).set(deal.id, held);
  return { book: { ...book, holds, created: book.created + 1 }, answer };
};

/** A soft hold becomes a commitment: won, or signed off by operations. Its days and promises stay as they are (semantics, "Holds"). */
export const confirm = (book: LiveBook, dealId: string): LiveBook => {
  const held = book.holds.get(dealId);
  if (!held) return book;
  return { ...book, holds: new Map(book.holds).set(dealId, { ...held, kind: 'hard', expiresOn: null }) };
};

/** The deal is lost: what it held is free again (semantics, "Holds"). */
export const release = (book: LiveBook, dealId: string): LiveBook => {
  const holds = new Map(book.holds);
  holds.delete(dealId);
  return { ...book, holds };
};
