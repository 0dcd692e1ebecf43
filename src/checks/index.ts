import { capacity } from './capacity.ts';
import type { Check } from './check.ts';
import { combinations } from './combinations.ts';
import { dealComplete } from './deal-complete.ts';
import { leadTime } from './lead-time.ts';
import { scopeLimits } from './scope-limits.ts';
import { sheetFresh } from './sheet-fresh.ts';

/** Every check, in the order in which its findings are shown. Written by hand: a new check is a line here and a page in docs/checks. */
export const checks: readonly Check[] = [
  { id: 'lead-time', title: 'Lead time', run: leadTime },
  { id: 'capacity', title: 'Capacity', run: capacity },
  { id: 'scope-limits', title: 'Scope limits', run: scopeLimits },
  { id: 'combinations', title: 'Combinations', run: combinations },
  { id: 'deal-complete', title: 'Deal complete', run: dealComplete },
  { id: 'sheet-fresh', title: 'Sheet fresh', run: sheetFresh },
];
