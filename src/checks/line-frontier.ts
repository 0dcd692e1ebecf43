import { answerDeal } from '../capacity/answer-deal.ts';
import { frontierOf } from '../capacity/frontier.ts';
import type { FrontierPoint } from '../capacity/frontier.ts';
import type { Plan } from '../capacity/plan.ts';
import { parseIsoDate } from '../deal/day.ts';
import type { IsoDate } from '../deal/day.ts';
import type { Deal } from '../deal/deal.ts';
import { scopeCaps } from './scope-caps.ts';

type Asked = { deal: Deal; plan: Plan; today: IsoDate };

/**
 * What a what-if slider of one line offers: each date on which more becomes possible, how much, and the cheapest expedite
 * combination for the full quantity by then (S10, S15). The same answer as the check; empty for a line that cannot be planned.
 */
export const lineFrontier = ({ deal, plan, today }: Asked, lineId: string): FrontierPoint[] =>
  frontierOf(answerDeal(plan, deal, { today: parseIsoDate(today) ?? 0, caps: scopeCaps({ deal, plan }) }), lineId);
