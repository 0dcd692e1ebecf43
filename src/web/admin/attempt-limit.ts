/** Counts failures of one caller within a span of time. */
export type AttemptLimit = { isBlocked(caller: string): boolean; fail(caller: string): void };

const MOST_CALLERS = 10_000;

/** After `most` failures within `spanMs` a caller waits until the span is over. Kept in this process only. */
export const attemptLimit = ({
  most,
  spanMs,
  now,
}: {
  most: number;
  spanMs: number;
  now: () => Date;
}): AttemptLimit => {
  const failures = new Map<string, { count: number; until: number }>();
  const current = (caller: string): { count: number; until: number } | undefined => {
    const seen = failures.get(caller);
    return seen && seen.until > now().getTime() ? seen : undefined;
  };
  return {
    isBlocked: (caller) => (current(caller)?.count ?? 0) >= most,
    fail: (caller) => {
      const seen = current(caller) ?? { count: 0, until: now().getTime() + spanMs };
      if (failures.size >= MOST_CALLERS) failures.clear();
      failures.set(caller, { ...seen, count: seen.count + 1 });
    },
  };
};
