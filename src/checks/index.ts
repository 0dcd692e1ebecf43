import { capacity } from './capacity.ts';
import type { Check } from './check.ts';
import { combinations } from './combinations.ts';
import { dealComplete } from './deal-complete.ts';
import { displacement } from './displacement.ts';
import { exceptionCost } from './exception-cost.ts';
import { incentiveConflict } from './incentive-conflict.ts';
import { leadTime } from './lead-time.ts';
import { marginFloor } from './margin-floor.ts';
import { pipelinePressure } from './pipeline-pressure.ts';
import { portfolioFit } from './portfolio-fit.ts';
import { requirementScopeBid } from './requirement-scope-bid.ts';
import { reviewIndependence } from './review-independence.ts';
import { scopeLimits } from './scope-limits.ts';
import { serviceLevel } from './service-level.ts';
import { sheetFresh } from './sheet-fresh.ts';
import { textPromises } from './text-promises.ts';
import { underScoping } from './under-scoping.ts';

/** Every check, in the order in which its findings are shown. Written by hand: a new check is a line here and a page in docs/checks. */
export const checks: readonly Check[] = [
  { id: 'lead-time', title: 'Lead time', run: leadTime },
  { id: 'capacity', title: 'Capacity', run: capacity },
  { id: 'scope-limits', title: 'Scope limits', run: scopeLimits },
  { id: 'combinations', title: 'Combinations', run: combinations },
  { id: 'service-level', title: 'Service level', run: serviceLevel },
  { id: 'requirement-scope-bid', title: 'Requirement, scope and bid', run: requirementScopeBid },
  { id: 'under-scoping', title: 'Effort', run: underScoping },
  { id: 'review-independence', title: 'Independent review', run: reviewIndependence },
  { id: 'text-promises', title: 'Promises in notes', run: textPromises },
  { id: 'displacement', title: 'Promises to others', run: displacement },
  { id: 'pipeline-pressure', title: 'Other open deals', run: pipelinePressure },
  { id: 'exception-cost', title: 'Cost of the exception', run: exceptionCost },
  { id: 'margin-floor', title: 'Margin', run: marginFloor },
  { id: 'portfolio-fit', title: 'Product for the need', run: portfolioFit },
  { id: 'incentive-conflict', title: 'Quota and need', run: incentiveConflict },
  { id: 'deal-complete', title: 'Deal complete', run: dealComplete },
  { id: 'sheet-fresh', title: 'Sheet fresh', run: sheetFresh },
];
