import type { DragEvent } from 'react';
import { formatDate, formatMoney } from '../format.ts';
import { Icon } from '../icon.tsx';
import type { BoardDeal, Stage } from '../portal-api.ts';
import { VerdictBadge } from '../verdict-badge.tsx';

type Props = { deal: BoardDeal; stages: Stage[]; onMove: (deal: BoardDeal, stage: Stage) => void };

const MoveButton = ({ deal, to, onMove }: { deal: BoardDeal; to: Stage | undefined; onMove: Props['onMove'] }) => {
  if (!to) return null;
  const label = `Move ${deal.name} to ${to.label}`;
  return (
    <button type="button" className="tile-move" aria-label={label} title={label} onClick={() => onMove(deal, to)}>
      <Icon name="right" />
    </button>
  );
};

const Dates = ({ deal }: { deal: BoardDeal }) => (
  <p className="tile-dates">
    {deal.requestedDate ? `Wanted ${formatDate(deal.requestedDate)}` : 'No requested date'}
    {deal.promiseDate && deal.promiseDate !== deal.requestedDate && `, possible ${formatDate(deal.promiseDate)}`}
  </p>
);

/** A deal on the board: drag it, or press the button that moves it to the neighbouring stage. */
export const DealTile = ({ deal, stages, onMove }: Props) => {
  const at = stages.findIndex(({ id }) => id === deal.stage);
  const drag = (event: DragEvent) => {
    event.dataTransfer.setData('text/plain', deal.id);
    event.dataTransfer.effectAllowed = 'move';
  };
  return (
    <li className="tile" draggable onDragStart={drag} data-deal={deal.id}>
      <a href={`/deals/${encodeURIComponent(deal.id)}`} draggable={false}>
        {deal.name}
      </a>
      <p className="tile-facts">
        <span>{formatMoney(deal.amount, deal.currency)}</span>
        {deal.company && <span>{deal.company}</span>}
      </p>
      <Dates deal={deal} />
      <div className="tile-foot">
        <VerdictBadge verdict={deal.verdict} />
        <MoveButton deal={deal} to={stages[at + 1]} onMove={onMove} />
      </div>
    </li>
  );
};
