import { useCallback, useMemo, useState } from 'react';
import { readBoard, updateDeal } from '../portal-api.ts';
import type { Board, BoardDeal, Stage } from '../portal-api.ts';
import { PageNotice, TopBar } from '../top-bar.tsx';
import { useDealChanges, useLive } from '../use-live.ts';
import { StageColumn } from './stage-column.tsx';
import { VerdictFilter, matchesVerdict } from './verdict-filter.tsx';
import type { VerdictChoice } from './verdict-filter.tsx';

type Moves = Record<string, string>;

/** The board with moves that the portal has not told us back yet. */
const withMoves = (deals: BoardDeal[], moves: Moves): BoardDeal[] =>
  deals.map((deal) => ({ ...deal, stage: moves[deal.id] ?? deal.stage }));

const useMoves = (board: Board | null, reload: () => void) => {
  const [moves, setMoves] = useState<Moves>({});
  const [said, setSaid] = useState('');
  const move = useCallback(
    (deal: BoardDeal, stage: Stage) => {
      setMoves((before) => ({ ...before, [deal.id]: stage.id }));
      setSaid(`${deal.name} moved to ${stage.label}.`);
      updateDeal(deal.id, { dealstage: stage.id })
        .catch(() => setSaid(`${deal.name} could not be moved. It is back where it was.`))
        .finally(() => {
          setMoves(({ [deal.id]: _done, ...rest }) => rest);
          reload();
        });
    },
    [reload],
  );
  const deals = useMemo(() => withMoves(board?.deals ?? [], moves), [board, moves]);
  return { deals, said, move };
};

/** The pipeline: a column for each open stage and one for the closed ones; deals to drag or to move with buttons. */
export const BoardPage = () => {
  const { value: board, fault, reload } = useLive(readBoard);
  useDealChanges(reload);
  const { deals, said, move } = useMoves(board, reload);
  const [choice, setChoice] = useState<VerdictChoice>('all');

  if (!board) return <PageNotice>{fault ?? 'Reading the board'}</PageNotice>;
  const shown = deals.filter((deal) => matchesVerdict(deal, choice));
  const closed = board.stages.filter((stage) => stage.closed);
  const open = board.stages.filter((stage) => !stage.closed);
  const column = (stage: Stage) => (
    <StageColumn key={stage.id} stage={stage} stages={board.stages} deals={shown} onMove={move} />
  );
  return (
    <>
      <TopBar>
        <h1>{board.portal.name}</h1>
        <p>{deals.length} deals</p>
      </TopBar>
      <main className="board-page">
        <VerdictFilter deals={deals} choice={choice} onChoose={setChoice} />
        <p className="visually-hidden" aria-live="polite">
          {said}
        </p>
        <div className="board">
          {open.map(column)}
          <div className="closed-stages">{closed.map(column)}</div>
        </div>
      </main>
    </>
  );
};
