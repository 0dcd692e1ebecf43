/** Runs work once everything that was asked for earlier under one of the same names has ended. */
export type Turns = <T>(names: readonly string[], work: () => Promise<T>) => Promise<T>;

/**
 * Salesforce locks the account when one of its opportunities is written: two writes to one account at a time would make the
 * second fail (UNABLE_TO_LOCK_ROW). Names are taken all at once, so that nobody waits in a circle.
 */
export const createTurns = (): Turns => {
  const last = new Map<string, Promise<unknown>>();
  return (names, work) => {
    const before = names.flatMap((name) => last.get(name) ?? []);
    const mine = Promise.all(before).then(work);
    const ended = mine.then(
      () => undefined,
      () => undefined,
    );
    for (const name of names) last.set(name, ended);
    void ended.then(() => {
      for (const name of names) if (last.get(name) === ended) last.delete(name);
    });
    return mine;
  };
};
