import type { RuleSet, StageMode } from './rule-set.ts';

/** What stands between a deal and its next stage. */
export type GateLevel = 'none' | 'warn' | 'require';

const STRICTNESS: readonly GateLevel[] = ['none', 'warn', 'require'];
const CEILING: Record<StageMode, GateLevel> = { observe: 'none', warn: 'warn', require: 'require' };

/** The stricter of two. */
export const strictest = (a: GateLevel, b: GateLevel): GateLevel =>
  STRICTNESS.indexOf(a) >= STRICTNESS.indexOf(b) ? a : b;

/** The milder of the gate that the rules ask for and the ceiling of the stage's mode. */
export const underCeiling = (gate: GateLevel, mode: StageMode): GateLevel =>
  STRICTNESS.indexOf(gate) <= STRICTNESS.indexOf(CEILING[mode]) ? gate : CEILING[mode];

/** The mode where nobody set one: show and ask, never stop a deal. */
const USUAL_MODE: StageMode = 'warn';

const same = (row: string, name: string | null | undefined): boolean =>
  row === '*' || row.trim().toLowerCase() === (name ?? '').trim().toLowerCase();

const exactness = ({ pipeline, stage }: RuleSet['modes'][number]): number =>
  (pipeline === '*' ? 0 : 2) + (stage === '*' ? 0 : 1);

type Place = { pipeline?: string | null | undefined; stage?: string | null | undefined };

/** The mode of a stage: the most exact row that names it (pipeline before stage); of equal rows the last one. */
export const modeOf = (modes: RuleSet['modes'], { pipeline, stage }: Place): StageMode =>
  modes
    .filter((row) => same(row.pipeline, pipeline) && same(row.stage, stage))
    .reduce<RuleSet['modes'][number] | null>(
      (best, row) => (best && exactness(best) > exactness(row) ? best : row),
      null,
    )?.mode ?? USUAL_MODE;
