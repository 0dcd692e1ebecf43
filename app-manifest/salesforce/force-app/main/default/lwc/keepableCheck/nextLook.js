const POLL_MS = 1500;
/** While a check is known to be under way: half a minute. */
const PENDING_LOOKS = 20;
/** After a change that the service has not heard of yet: 1.5, 3, 6 and 12 seconds. */
const CHANGE_LOOKS = 4;

/** Which answer this is; null when the opportunity was never checked. */
export const stampOf = (view) => (view?.state === 'checked' ? view.checkedAt : null);

/**
 * Milliseconds until the card should read again; null when it has what it waits for, or has waited long enough.
 * `stamp` is the answer that the card has seen and waits to be replaced; undefined when it waits for nothing.
 */
export const nextLookMs = (view, { stamp, looks }) => {
  if (view.pending) return looks < PENDING_LOOKS ? POLL_MS : null;
  const isSame = stampOf(view) === stamp;
  return isSame && looks < CHANGE_LOOKS ? POLL_MS * 2 ** looks : null;
};
