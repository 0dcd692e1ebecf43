import { useCallback, useState } from 'react';

export type Act = {
  /** What is being done right now, in words; null when nothing is. */
  busy: string | null;
  fault: string | null;
  run: (words: string, work: () => Promise<void>) => void;
  clear: () => void;
};

/** Does one thing at a time, says what it is, and keeps the sentence of what went wrong. */
export const useAct = (): Act => {
  const [busy, setBusy] = useState<string | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const run = useCallback((words: string, work: () => Promise<void>) => {
    setBusy(words);
    setFault(null);
    work()
      .catch((error: unknown) => setFault(error instanceof Error ? error.message : 'Something went wrong.'))
      .finally(() => setBusy(null));
  }, []);
  return { busy, fault, run, clear: useCallback(() => setFault(null), []) };
};
