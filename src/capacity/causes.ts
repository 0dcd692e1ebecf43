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

/** True when the deal's own soft hold on a resource of the line has run out (S12). */
const hasExpiredHold = ({ terms, seen }: LineAnswer, dealId: string): boolean => {
  const used = terms?.stages.flatMap(({ steps }) => steps.flatMap(({ resources }) => resources)) ?? [];
  const { today, plan } = seen.frame;
  return used.some((resource) =>
    plan.resources[resource]?.loads.some(
      ({ source, expiresOn }) => source.dealId === dealId && expiresOn !== null && expiresOn < today,
    ),
  );
};

const isOnTimeAlone = ({ order, terms }: LineAnswer, opening: Ledger): boolean =>
  isPlannable(order) &&
  terms !== null &&
  order.requested !== null &&
  arrivesBy(opening, terms, { lots: order.lots, by: order.requested });

type Explained = { binding: Binding | null; opening: Ledger; dealId: string };

/**
 * Why a line is not a plain yes: what binds a late line, a full week of a tight one, the other lines of the deal where the
 * line alone would be on time (S14), and the deal's own hold that ran out (S12).
 */
export const causesOf = (answer: LineAnswer, { binding, opening, dealId }: Explained): ReasonCode[] => {
  const { verdict, tightWeeks, slackDays } = answer;
  const expired: ReasonCode[] = hasExpiredHold(answer, dealId) ? ['HOLD_EXPIRED'] : [];
  if (verdict === 'tight') return tightWeeks.length > 0 ? ['CAPACITY_SHORT', ...expired] : expired;
  if (slackDays === null || slackDays >= 0) return expired;
  const cause = binding ? CAUSE[binding.kind] : 'LEADTIME_SHORT';
  return isOnTimeAlone(answer, opening) ? [cause, 'SHARED_BOTTLENECK', ...expired] : [cause, ...expired];
};
