import type { DragEvent } from 'react';
import { formatDate, formatMoney } from '../format.ts';
import { Icon } from '../icon.tsx';
import type { BoardDeal, Stage } from '../portal-api.ts';
import { VerdictBadge } from '../verdict-badge.tsx';

type Props = { deal: BoardDeal; stages: Stage[]; onMove: (deal: BoardDeal, stage: Stage) => void };

type MoveProps = { deal: BoardDeal; to: Stage | undefined; icon: 'left' | 'right'; onMove: Props['onMove'] };

const MoveButton = ({ deal, to, icon, onMove }: MoveProps) => {
  if (!to) return null;
  const label = `Move ${deal.name} to ${to.label}`;
  return (
    <button
      type="button"
      className="tile-move"
      data-move={icon}
      aria-label={label}
      title={label}
      onClick={() => onMove(deal, to)}
    >
      <Icon name={icon} />
    </button>
  );
};

const Dates = ({ deal }: { deal: BoardDeal }) => (
  <dl className="tile-dates">
    <dt>Wanted</dt>
    <dd>{deal.requestedDate ? formatDate(deal.requestedDate) : 'No date'}</dd>
    {deal.promiseDate && (
      <>
        <dt>Possible</dt>
        <dd>{formatDate(deal.promiseDate)}</dd>
      </>
    )}
  </dl>
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
      <a href={deal.href ?? `/deals/${encodeURIComponent(deal.id)}`} draggable={false}>
        {deal.name}
      </a>
      <p className="tile-facts">
        {deal.company && <span>{deal.company}</span>}
        <span>{formatMoney(deal.amount, deal.currency)}</span>
      </p>
      <Dates deal={deal} />
      <div className="tile-foot">
        <VerdictBadge verdict={deal.verdict} />
        <span className="tile-moves">
          <MoveButton deal={deal} to={stages[at - 1]} icon="left" onMove={onMove} />
          <MoveButton deal={deal} to={stages[at + 1]} icon="right" onMove={onMove} />
        </span>
      </div>
    </li>
  );
};
