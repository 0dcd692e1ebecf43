import type { SignoffAsk } from '../checks/check-result.ts';
import type { Ask } from './ask.ts';
import { isApproval, isDecided } from './ask.ts';
import type { Tolerance } from './revision.ts';

/** A question that a check asks for, with the terms that the rules set. */
export type WantedAsk = SignoffAsk & {
  need: 'all' | 'any' | number;
  order: 'parallel' | 'sequence';
  peerReview: boolean;
  serviceLevelHours: number | null;
  tolerance: Tolerance | null;
  expiresInDays: number | null;
};

/** A question without rules: everybody who is named must agree. */
const PLAIN: Omit<WantedAsk, keyof SignoffAsk> = {
  need: 'all',
  order: 'parallel',
  peerReview: false,
  serviceLevelHours: null,
  tolerance: null,
  expiresInDays: null,
};

/** A question of the checks with the terms that hold where no rule sets others. */
export const wantedAsk = (ask: SignoffAsk): WantedAsk => ({ ...PLAIN, ...ask });

/** The latest round of the question that this one is; null when it was never asked. */
export const latestAsk = (asks: readonly Ask[], { role, why }: Pick<WantedAsk, 'role' | 'why'>): Ask | null =>
  asks
    .filter((ask) => ask.role === role && ask.cause === why)
    .reduce<Ask | null>((latest, ask) => (latest && latest.round > ask.round ? latest : ask), null);

/** Where a deal stands with its questions. */
export type SignoffStatus = 'not_required' | 'waiting' | 'approved' | 'refused';

type Count = { yes: number; no: number; all: number };

const countOf = (group: readonly WantedAsk[], asks: readonly Ask[]): Count => {
  const decided = group.flatMap((wanted) => {
    const ask = latestAsk(asks, wanted);
    return ask && isDecided(ask) ? [ask] : [];
  });
  const yes = decided.filter(isApproval).length;
  return { yes, no: decided.length - yes, all: group.length };
};

/** All beats a number, a number beats any: of several rules the strictest. */
const neededOf = (group: readonly WantedAsk[]): number =>
  Math.max(
    ...group.map(({ need }) => (need === 'all' ? group.length : need === 'any' ? 1 : Math.min(need, group.length))),
  );

const statusOf = (group: readonly WantedAsk[], asks: readonly Ask[]): SignoffStatus => {
  const { yes, no, all } = countOf(group, asks);
  const needed = neededOf(group);
  if (yes >= needed) return 'approved';
  return all - no < needed ? 'refused' : 'waiting';
};

/** What the answers amount to: of the roles that are asked for one cause as many must agree as the rules say; each cause counts. */
export const signoffStatus = (wanted: readonly WantedAsk[], asks: readonly Ask[]): SignoffStatus => {
  if (wanted.length === 0) return 'not_required';
  const states = [...Map.groupBy(wanted, ({ why }) => why).values()].map((group) => statusOf(group, asks));
  if (states.includes('refused')) return 'refused';
  return states.every((state) => state === 'approved') ? 'approved' : 'waiting';
};
