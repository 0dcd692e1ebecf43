import { isPlannable } from './line-answer.ts';
import type { LineAnswer } from './line-answer.ts';
import { arrivesBy } from './line-plan.ts';
import type { Ledger } from './ledger.ts';
import type { Binding } from './promise.ts';
import type { ReasonCode } from './reason-code.ts';

const CAUSE: Record<Binding['kind'], ReasonCode> = {
  capacity: 'CAPACITY_SHORT',
  entry: 'LEADTIME_SHORT',
  engineering: 'LEADTIME_SHORT',
  material: 'MATERIAL_LATE',
  quality: 'LEADTIME_SHORT',
  transit: 'LEADTIME_SHORT',
  fence: 'FENCE',
  stock: 'MATERIAL_LATE',
  start: 'LEADTIME_SHORT',
};

const isOnTimeAlone = ({ order, terms }: LineAnswer, opening: Ledger): boolean =>
  isPlannable(order) &&
  terms !== null &&
  order.requested !== null &&
  arrivesBy(opening, terms, { lots: order.lots, by: order.requested });

/**
 * Why a line is not a plain yes: what binds a late line, a full week of a tight one, and the other lines of the deal where
 * the line alone would be on time (S14).
 */
export const causesOf = (
  answer: LineAnswer,
  { binding, opening }: { binding: Binding | null; opening: Ledger },
): ReasonCode[] => {
  const { verdict, tightWeeks, slackDays } = answer;
  if (verdict === 'tight') return tightWeeks.length > 0 ? ['CAPACITY_SHORT'] : [];
  if (slackDays === null || slackDays >= 0) return [];
  const cause = binding ? CAUSE[binding.kind] : 'LEADTIME_SHORT';
  return isOnTimeAlone(answer, opening) ? [cause, 'SHARED_BOTTLENECK'] : [cause];
};
