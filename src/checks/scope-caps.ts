import type { Plan } from '../capacity/plan.ts';
import type { Verdict } from '../capacity/verdict.ts';
import type { Deal, LineItem } from '../deal/deal.ts';
import { lineCombinationFindings } from './combinations.ts';
import type { Finding } from './finding.ts';
import { lineScopeFindings } from './scope-limits.ts';
import { doubtNotes } from './sheet-doubts.ts';
import { lineCap } from './verdict-cap.ts';

/** Null where the reading fails: the check itself will say so. */
const attempt = <T>(read: () => T): T | null => {
  try {
    return read();
  } catch {
    return null;
  }
};

type Scoped = { deal: Deal; plan: Plan };

const scopeFindings = (scoped: Scoped, line: LineItem): Finding[] | null => {
  const where = { ...scoped, line };
  return attempt(() => [...lineScopeFindings(where), ...lineCombinationFindings(where)]);
};

/** The verdicts that scope leaves possible, known before planning: a line that cannot be made reserves nothing (S11, S14). */
export const scopeCaps = (scoped: Scoped): Map<string, Verdict> => {
  const caps = new Map<string, Verdict>();
  for (const line of scoped.deal.lines) {
    const cap = lineCap(line.id, scopeFindings(scoped, line) ?? []);
    if (cap) caps.set(line.id, cap.verdict);
  }
  return caps;
};

/**
 * Whether a line with another product could be promised as far as the sheet's limits go: no stop, nothing required missing,
 * no row unread. Only such a substitute is offered (S17, ruling on substitutes).
 */
export const isFreeToOffer =
  (scoped: Scoped) =>
  (line: LineItem): boolean => {
    const found = scopeFindings(scoped, line);
    const doubts = attempt(() => doubtNotes({ ...scoped, sheet: scoped.plan.sheet }, line, line.id));
    return found !== null && lineCap(line.id, found) === null && doubts?.length === 0;
  };
