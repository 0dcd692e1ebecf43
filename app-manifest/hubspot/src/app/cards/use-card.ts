import { useCallback, useEffect, useRef, useState } from 'react';
import { fetchCard, requestCheck } from './card-api.ts';
import type { CardView } from './card-view.ts';

/** While a change waits to be checked the card looks again this often, and gives up after so many looks. */
const POLL_MS = 1500;
const MAX_LOOKS = 20;

export type CardState = {
  view: CardView | null;
  /** Why the service could not be read; the last view stays on screen. */
  fault: string | null;
  asking: boolean;
  reload: () => void;
  recheck: () => void;
};

const faultText = (error: unknown): string =>
  error instanceof Error ? error.message : 'Keepable could not be reached.';

/** Reads the card, reads it again when the deal changes, and keeps looking while a check is under way. */
export const useCard = (url: string): CardState => {
  const [view, setView] = useState<CardView | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const looks = useRef(0);

  const read = useCallback(() => {
    fetchCard(url).then(
      (next) => {
        setView(next);
        setFault(null);
      },
      (error: unknown) => setFault(faultText(error)),
    );
  }, [url]);

  const reload = useCallback(() => {
    looks.current = 0;
    read();
  }, [read]);

  const recheck = useCallback(() => {
    setAsking(true);
    requestCheck(url)
      .then(reload, (error: unknown) => setFault(faultText(error)))
      .finally(() => setAsking(false));
  }, [url, reload]);

  useEffect(reload, [reload]);

  useEffect(() => {
    if (!view?.pending || looks.current >= MAX_LOOKS) return undefined;
    looks.current += 1;
    const timer = setTimeout(read, POLL_MS);
    return () => clearTimeout(timer);
  }, [view, read]);

  return { view, fault, asking, reload, recheck };
};
