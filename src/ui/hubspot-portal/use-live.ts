import { useCallback, useEffect, useRef, useState } from 'react';

export type Live<T> = { value: T | null; fault: string | null; reload: () => void };

/** dealId is null when the portal cannot tell which deal the change belongs to. */
type Changed = { dealId: string | null };

/**
 * Calls back when the portal tells that a deal changed, and when the line to it opens, at first or again: what happened
 * before that was not told.
 */
export const useDealChanges = (onChange: (dealId: string | null) => void, address = '/portal/api/events'): void => {
  useEffect(() => {
    const source = new EventSource(address);
    source.addEventListener('open', () => onChange(null));
    source.addEventListener('changed', (event) => onChange((JSON.parse(String(event.data)) as Changed).dealId));
    return () => source.close();
  }, [onChange, address]);
};

const faultText = (error: unknown): string =>
  error instanceof Error ? error.message : 'The sandbox portal could not be reached.';

/**
 * Reads once, and again on `reload`; of readings that overtake each other only the one asked last counts. `read` must
 * stay the same function between renders.
 */
export const useLive = <T>(read: () => Promise<T>): Live<T> => {
  const [value, setValue] = useState<T | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const last = useRef(0);
  const reload = useCallback(() => {
    last.current += 1;
    const mine = last.current;
    const ifLast = (act: () => void) => mine === last.current && act();
    read().then(
      (next) =>
        ifLast(() => {
          setValue(next);
          setFault(null);
        }),
      (error: unknown) => ifLast(() => setFault(faultText(error))),
    );
  }, [read]);
  useEffect(reload, [reload]);
  return { value, fault, reload };
};
