import type { StageMode } from '../../../rules/rule-set.ts';
import { Box } from '../parts.tsx';
import type { RuleSet, RulesView } from './rules-api.ts';

type Props = { rules: RuleSet; view: RulesView; onChange: (rules: RuleSet) => void };
type Row = { pipeline: string; stage: string; words: string };

const MODES: { mode: StageMode; words: string }[] = [
  { mode: 'observe', words: 'observe: show only' },
  { mode: 'warn', words: 'warn' },
  { mode: 'require', words: 'require sign-off' },
];

const rowsFor = (view: RulesView): Row[] => [
  { pipeline: '*', stage: '*', words: 'Everywhere else' },
  ...view.places.flatMap(({ pipeline, stages }) => [
    { pipeline, stage: '*', words: `${pipeline}, other stages` },
    ...stages.map((stage) => ({ pipeline, stage, words: `${pipeline}, ${stage}` })),
  ]),
];

/** The ceiling of the gate for each pipeline and stage that deals were seen in. */
export const ModesBox = ({ rules, view, onChange }: Props) => {
  const modeOf = ({ pipeline, stage }: Row): string =>
    rules.modes.find((row) => row.pipeline === pipeline && row.stage === stage)?.mode ?? '';
  const set = ({ pipeline, stage }: Row, mode: string): void => {
    const others = rules.modes.filter((row) => row.pipeline !== pipeline || row.stage !== stage);
    onChange({ ...rules, modes: mode === '' ? others : [...others, { pipeline, stage, mode: mode as StageMode }] });
  };
  return (
    <Box title="How far a gate may go" id="modes">
      <p className="quiet">The milder of the rule and the stage holds.</p>
      <div className="modes">
        {rowsFor(view).map((row) => (
          <label key={row.words}>
            {row.words}
            <select value={modeOf(row)} onChange={({ target }) => set(row, target.value)}>
              <option value="">as the row above it says</option>
              {MODES.map(({ mode, words }) => (
                <option key={mode} value={mode}>
                  {words}
                </option>
              ))}
            </select>
          </label>
        ))}
      </div>
    </Box>
  );
};
