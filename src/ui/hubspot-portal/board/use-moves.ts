import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { BoardDeal, Stage } from '../portal-api.ts';

/** A move that the board shows before the portal has told it back. */
type Moves = Record<string, { stage: string; isStored: boolean }>;

const withMoves = (deals: BoardDeal[], moves: Moves): BoardDeal[] =>
  deals.map((deal) => ({ ...deal, stage: moves[deal.id]?.stage ?? deal.stage }));

const stillOpen = (moves: Moves): Moves =>
  Object.fromEntries(Object.entries(moves).filter(([, { isStored }]) => !isStored));

/** A move that the portal has answered; a newer move of the same deal stays as it is. */
const settled = (moves: Moves, deal: BoardDeal, stage: Stage): Moves =>
  moves[deal.id]?.stage === stage.id ? { ...moves, [deal.id]: { stage: stage.id, isStored: true } } : moves;

/**
 * A moved tile is a new element in another column: the focus goes back to its button, or to its link at the last stage,
 * before the board is painted, and as often as the tile is made anew while nothing else was focused.
 */
const useFocusOnMoved = (deals: BoardDeal[]) => {
  const moved = useRef<{ dealId: string; direction: string } | null>(null);
  useLayoutEffect(() => {
    if (!moved.current) return;
    const { dealId, direction } = moved.current;
    const tile = document.querySelector(`[data-deal="${CSS.escape(dealId)}"]`);
    if (document.activeElement !== document.body) {
      if (!tile?.contains(document.activeElement)) moved.current = null;
      return;
    }
    const target = tile?.querySelector<HTMLElement>(`[data-move="${direction}"]`) ?? tile?.querySelector('a');
    target?.focus();
  }, [deals]);
  return useCallback((dealId: string) => {
    const direction = document.activeElement?.getAttribute('data-move');
    if (direction) moved.current = { dealId, direction };
  }, []);
};

type Acts = {
  /** Reads the board anew. */
  reload: () => void;
  /** Tells the CRM the new stage. */
  store: (dealId: string, stageId: string) => Promise<void>;
};

/** The deals as the board should show them, what to tell a screen reader, and how to move a deal. */
export const useMoves = (board: { deals: BoardDeal[] } | null, { reload, store }: Acts) => {
  const [moves, setMoves] = useState<Moves>({});
  const [said, setSaid] = useState('');
  const deals = useMemo(() => withMoves(board?.deals ?? [], moves), [board, moves]);
  const keepFocus = useFocusOnMoved(deals);
  useEffect(() => setMoves(stillOpen), [board]);

  const move = useCallback(
    (deal: BoardDeal, stage: Stage) => {
      keepFocus(deal.id);
      setMoves((before) => ({ ...before, [deal.id]: { stage: stage.id, isStored: false } }));
      setSaid(`${deal.name} moved to ${stage.label}.`);
      store(deal.id, stage.id)
        .catch(() => setSaid(`${deal.name} could not be moved. It is back where it was.`))
        .finally(() => {
          setMoves((before) => settled(before, deal, stage));
          reload();
        });
    },
    [reload, store, keepFocus],
  );
  return { deals, said, move };
};
