import { useCallback, useEffect, useState } from 'react';

export type Live<T> = { value: T | null; fault: string | null; reload: () => void };

/** dealId is null when the portal cannot tell which deal the change belongs to. */
type Changed = { dealId: string | null };

/** Calls back when the portal tells that a deal changed. */
export const useDealChanges = (onChange: (dealId: string | null) => void): void => {
  useEffect(() => {
    const source = new EventSource('/portal/api/events');
    source.addEventListener('changed', (event) => onChange((JSON.parse(String(event.data)) as Changed).dealId));
    return () => source.close();
  }, [onChange]);
};

const faultText = (error: unknown): string =>
  error instanceof Error ? error.message : 'The sandbox portal could not be reached.';

/** Reads once, and again on `reload`. `read` must stay the same function between renders. */
export const useLive = <T>(read: () => Promise<T>): Live<T> => {
  const [value, setValue] = useState<T | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const reload = useCallback(() => {
    read().then(
      (next) => {
        setValue(next);
        setFault(null);
      },
      (error: unknown) => setFault(faultText(error)),
    );
  }, [read]);
  useEffect(reload, [reload]);
  return { value, fault, reload };
};
