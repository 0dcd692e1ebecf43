import type { Plan } from '../capacity/plan.ts';
import type { Verdict } from '../capacity/verdict.ts';
import type { Deal } from '../deal/deal.ts';
import { lineCombinationFindings } from './combinations.ts';
import { lineScopeFindings } from './scope-limits.ts';
import { lineCap } from './verdict-cap.ts';

/** Null where the reading fails: the check itself will say so. */
const attempt = <T>(read: () => T): T | null => {
  try {
    return read();
  } catch {
    return null;
  }
};

/** The verdicts that scope leaves possible, known before planning: a line that cannot be made reserves nothing (S11, S14). */
export const scopeCaps = ({ deal, plan }: { deal: Deal; plan: Plan }): Map<string, Verdict> => {
  const caps = new Map<string, Verdict>();
  for (const line of deal.lines) {
    const where = { deal, line, plan };
    const scope = attempt(() => [...lineScopeFindings(where), ...lineCombinationFindings(where)]) ?? [];
    const cap = lineCap(line.id, scope);
    if (cap) caps.set(line.id, cap.verdict);
  }
  return caps;
};
