import { Icon } from '../icon.tsx';
import type { Stage } from '../portal-api.ts';

type Props = { label?: string; stages: Stage[]; current: string | null; onMove: (stage: Stage) => void };

/** The pipeline as steps; pressing one moves the deal there. */
export const StagePath = ({ label = 'Deal stage', stages, current, onMove }: Props) => {
  const at = stages.findIndex(({ id }) => id === current);
  const isDone = (stage: Stage, index: number) => index < at && !stage.closed;
  return (
    <nav className="path" aria-label={label}>
      {stages.map((stage, index) => (
        <button
          key={stage.id}
          type="button"
          className={index === at ? 'on' : isDone(stage, index) ? 'done' : ''}
          aria-current={index === at ? 'step' : undefined}
          onClick={() => index !== at && onMove(stage)}
        >
          {isDone(stage, index) && <Icon name="check" />}
          {stage.label}
        </button>
      ))}
    </nav>
  );
};
