import type { Day } from '../deal/day.ts';
import type { DayIndex } from './day-table.ts';
import { tableOf } from './ledger.ts';
import type { Ledger } from './ledger.ts';
import { needOf } from './place-steps.ts';
import type { Begin } from './place-steps.ts';
import type { StepTime } from './plan.ts';
import type { Chain } from './route.ts';

/** A step with the index of its resource at hand; `setup` and `perLot` are minutes where they are whole, else -1. */
type QuickStep = DayIndex & { time: StepTime; setup: number; perLot: number };

/** So many lots of less than so many minutes each stay whole numbers. */
const MOST_LOTS = 1_000_000;
const MOST_MINUTES = 2 ** 31;

const quickStep = (index: DayIndex, time: StepTime): QuickStep => {
  const { small } = time;
  const isWhole = small?.unit === 1 && small.setup < MOST_MINUTES && small.perLot < MOST_MINUTES;
  const { prefix, dayOfFree, shift, total } = index;
  const [setup, perLot] = isWhole ? [small.setup, small.perLot] : [-1, -1];
  return { prefix, dayOfFree, shift, total, time, setup, perLot };
};

const quickSteps = (ledger: Ledger, { steps }: Chain): QuickStep[] | null => {
  const quick: QuickStep[] = [];
  for (const { resources, time } of steps) {
    const { index } = tableOf(ledger, resources[0] ?? -1);
    if (!index) return null;
    quick.push(quickStep(index, time));
  }
  return quick;
};

const needIn = ({ setup, perLot, time }: QuickStep, lots: number): number =>
  setup >= 0 && lots > 0 && lots < MOST_LOTS ? setup + perLot * lots : needOf(time, lots);

/**
 * The finish of a chain for any number of lots, with all that the number does not change looked up once (S6, S8); the
 * answer is null beyond the horizon. Null where a step has a choice or a table is scanned.
 */
export const quickFinish = (ledger: Ledger, chain: Chain, begin: Begin): ((lots: number) => Day | null) | null => {
  const steps = chain.isPlain && ledger.endless === -1 ? quickSteps(ledger, chain) : null;
  if (!steps) return null;
  const { first } = ledger.frame;
  const [last, fence, from] = [ledger.last - first, begin.fence - first, begin.after - first];
  return (lots) => {
    let finish = from;
    for (let i = 0; i < steps.length; i += 1) {
      const step = steps[i]!;
      const need = needIn(step, lots);
      if (need === 0) continue;
      const start = finish + 1 < fence ? fence : finish + 1;
      const { prefix } = step;
      const target = prefix[start]! + need;
      if (start > last || !(target <= step.total)) return null;
      finish = step.dayOfFree[target >> step.shift]!;
      while (prefix[finish + 1]! < target) finish += 1;
      if (finish > last) return null;
    }
    return finish + first;
  };
};
