import { useState } from 'react';
import { readBoard, updateDeal } from '../portal-api.ts';
import type { Stage } from '../portal-api.ts';
import { PageNotice, TopBar } from '../top-bar.tsx';
import { useDealChanges, useLive } from '../use-live.ts';
import { StageColumn } from './stage-column.tsx';
import { useMoves } from './use-moves.ts';
import { VerdictFilter, matchesVerdict } from './verdict-filter.tsx';
import type { VerdictChoice } from './verdict-filter.tsx';

const storeStage = (dealId: string, stageId: string): Promise<void> => updateDeal(dealId, { dealstage: stageId });

/** The pipeline: a column for each open stage and one for the closed ones; deals to drag or to move with buttons. */
export const BoardPage = () => {
  const { value: board, fault, reload } = useLive(readBoard);
  useDealChanges(reload);
  const { deals, said, move } = useMoves(board, { reload, store: storeStage });
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
