import { useState } from 'react';
import { StageColumn } from '../../hubspot-portal/board/stage-column.tsx';
import { useMoves } from '../../hubspot-portal/board/use-moves.ts';
import { VerdictFilter, matchesVerdict } from '../../hubspot-portal/board/verdict-filter.tsx';
import type { VerdictChoice } from '../../hubspot-portal/board/verdict-filter.tsx';
import type { Stage } from '../../hubspot-portal/portal-api.ts';
import { useDealChanges, useLive } from '../../hubspot-portal/use-live.ts';
import { CHANGES, readBoard, updateRecord } from '../org-api.ts';
import { OrgBar, OrgNotice } from '../org-bar.tsx';

const storeStage = (id: string, stageName: string): Promise<void> =>
  updateRecord('opportunities', id, { StageName: stageName });

/** Opportunities by stage: a column for each open stage and one for the closed ones; to drag, or to move with buttons. */
export const BoardPage = () => {
  const { value: board, fault, reload } = useLive(readBoard);
  useDealChanges(reload, CHANGES);
  const { deals, said, move } = useMoves(board, { reload, store: storeStage });
  const [choice, setChoice] = useState<VerdictChoice>('all');

  if (!board) return <OrgNotice>{fault ?? 'Reading the opportunities'}</OrgNotice>;
  const shown = deals.filter((deal) => matchesVerdict(deal, choice));
  const column = (stage: Stage) => (
    <StageColumn key={stage.id} stage={stage} stages={board.stages} deals={shown} onMove={move} />
  );
  return (
    <>
      <OrgBar>
        <h1>{board.org.name}</h1>
        <p>{deals.length} opportunities</p>
      </OrgBar>
      <main className="board-page">
        <VerdictFilter deals={deals} choice={choice} onChoose={setChoice} />
        <p className="visually-hidden" aria-live="polite">
          {said}
        </p>
        <div className="board">
          {board.stages.filter((stage) => !stage.closed).map(column)}
          <div className="closed-stages">{board.stages.filter((stage) => stage.closed).map(column)}</div>
        </div>
      </main>
    </>
  );
};
