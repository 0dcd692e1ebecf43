import { Deal } from './deal.ts';

/** What is edited on the card, and has no field of its own in a CRM: it is kept as JSON in one property of ours. */
const FACTS = ['requirements', 'bid', 'needs', 'texts', 'estimate', 'outcome'] as const;

/** The facts of a deal besides its lines. */
export type DealFacts = Partial<Pick<Deal, (typeof FACTS)[number]>>;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/**
 * Reads the facts that the card keeps as JSON. What is not usable is left out, fact by fact, so that its checks say "not
 * checked"; it never refuses the deal. Null and blank text are no facts.
 */
export const readDealFacts = (text: string | null): DealFacts => {
  const raw = text === null ? null : parsed(text);
  if (raw === null || typeof raw !== 'object' || Array.isArray(raw)) return {};
  const stated = FACTS.filter((name) => Object.hasOwn(raw, name));
  return Object.fromEntries(
    stated.flatMap((name) => {
      const fact = Deal.shape[name].safeParse((raw as Record<string, unknown>)[name]);
      return fact.success && fact.data !== null && fact.data !== undefined ? [[name, fact.data]] : [];
    }),
  );
};
