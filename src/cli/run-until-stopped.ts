/** Waits for Ctrl-C or a polite end (SIGINT, SIGTERM), then closes; a second Ctrl-C ends at once. */
export const runUntilStopped = async (close: () => Promise<void>): Promise<void> => {
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  process.once('SIGINT', () => process.exit(130));
  await close();
};
