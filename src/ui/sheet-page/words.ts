const DATE = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const MOMENT = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});

/** "17 Mar 2026" of an ISO date; "no date" of null. */
export const dateWords = (date: string | null): string =>
  date === null ? 'no date' : DATE.format(new Date(`${date.slice(0, 10)}T12:00:00`));

/** "17 Mar 2026, 09:30" in the reader's own zone. */
export const momentWords = (moment: string): string => MOMENT.format(new Date(moment));

const SPANS: [number, string][] = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
];

/** "3 days old". */
export const ageWords = (moment: string, now = Date.now()): string => {
  const age = now - new Date(moment).getTime();
  const [span, word] = SPANS.find(([length]) => age >= length) ?? [60_000, 'minute'];
  const count = Math.floor(age / span);
  return count < 1 ? 'just now' : `${count} ${word}${count === 1 ? '' : 's'} old`;
};

/** "1 deal", "3 deals". */
export const countWords = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;
