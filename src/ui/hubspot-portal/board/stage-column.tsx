import { useState } from 'react';
import type { DragEvent } from 'react';
import type { BoardDeal, Stage } from '../portal-api.ts';
import { DealTile } from './deal-tile.tsx';

const DEAL_TYPE = 'text/plain';

type Props = {
  stage: Stage;
  stages: Stage[];
  /** All deals on show; the column takes its own, and drops may come from any other. */
  deals: BoardDeal[];
  onMove: (deal: BoardDeal, stage: Stage) => void;
};

/** One stage: its deals, and a place to drop others. */
export const StageColumn = ({ stage, stages, deals, onMove }: Props) => {
  const [over, setOver] = useState(false);
  const own = deals.filter((deal) => deal.stage === stage.id);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const deal = deals.find(({ id }) => id === event.dataTransfer.getData(DEAL_TYPE));
    if (deal && deal.stage !== stage.id) onMove(deal, stage);
  };
  const allow = (event: DragEvent) => {
    event.preventDefault();
    setOver(true);
  };
  return (
    <section
      className={over ? 'stage stage-over' : 'stage'}
      aria-label={stage.label}
      data-stage={stage.id}
      onDragOver={allow}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <h2>
        {stage.label} <span>{own.length}</span>
      </h2>
      <ul>
        {own.map((deal) => (
          <DealTile key={deal.id} deal={deal} stages={stages} onMove={onMove} />
        ))}
      </ul>
    </section>
  );
};
