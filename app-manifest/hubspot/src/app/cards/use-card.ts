import { useCallback, useEffect, useRef, useState } from 'react';
import { fetchCard, requestCheck } from './card-api.ts';
import type { CardView } from './card-view.ts';
import { nextLookMs, stampOf } from './next-look.ts';
import type { Watch } from './next-look.ts';

export type CardState = {
  view: CardView | null;
  /** Why the service could not be read; the last view stays on screen. */
  fault: string | null;
  /** True while a wish for a new check is on its way. */
  asking: boolean;
  /** Reads again, and keeps looking until the answer is another one. */
  follow: () => void;
  recheck: () => void;
};

const faultText = (error: unknown): string =>
  error instanceof Error ? error.message : 'Keepable could not be reached.';

/** Reads the card; of readings that overtake each other only the one asked last counts. */
const useReading = (url: string) => {
  const [view, setView] = useState<CardView | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const last = useRef(0);
  const read = useCallback(() => {
    last.current += 1;
    const mine = last.current;
    const ifLast = (act: () => void) => mine === last.current && act();
    fetchCard(url).then(
      (next) =>
        ifLast(() => {
          setView(next);
          setFault(null);
        }),
      (error: unknown) => ifLast(() => setFault(faultText(error))),
    );
  }, [url]);
  return { view, fault, setFault, read };
};

/** Reads the card when it opens, again when the deal changes, and keeps looking while a check is under way. */
export const useCard = (url: string): CardState => {
  const { view, fault, setFault, read } = useReading(url);
  const [asking, setAsking] = useState(false);
  const shown = useRef<CardView | null>(null);
  const watch = useRef<Watch>({ stamp: undefined, looks: 0 });

  const follow = useCallback(() => {
    watch.current = { stamp: stampOf(shown.current), looks: 0 };
    read();
  }, [read]);

  const recheck = useCallback(() => {
    setAsking(true);
    requestCheck(url)
      .then(follow, (error: unknown) => setFault(faultText(error)))
      .finally(() => setAsking(false));
  }, [url, follow, setFault]);

  useEffect(read, [read]);

  useEffect(() => {
    shown.current = view;
    const wait = view && nextLookMs(view, watch.current);
    if (wait === null) return undefined;
    watch.current.looks += 1;
    const timer = setTimeout(read, wait);
    return () => clearTimeout(timer);
  }, [view, read]);

  return { view, fault, asking, follow, recheck };
};
