import type { CardView } from './card-view.ts';

/** What the card waits for: another answer than the one of `stamp`. `undefined` = nothing; null = the first answer. */
export type Watch = { stamp: string | null | undefined; looks: number };

const POLL_MS = 1500;
/** While a check is known to be under way: half a minute. */
const PENDING_LOOKS = 20;
/** After a change that the service has not heard of yet: 1.5, 3, 6 and 12 seconds. */
const CHANGE_LOOKS = 4;

/** Which answer this is; null when the deal was never checked. */
export const stampOf = (view: CardView | null): string | null => (view?.state === 'checked' ? view.checkedAt : null);

/** Milliseconds until the card should read again; null when it has what it waits for, or has waited long enough. */
export const nextLookMs = (view: CardView, { stamp, looks }: Watch): number | null => {
  if (view.pending) return looks < PENDING_LOOKS ? POLL_MS : null;
  const isSame = stampOf(view) === stamp;
  return isSame && looks < CHANGE_LOOKS ? POLL_MS * 2 ** looks : null;
};
