import { worstVerdict } from '../capacity/verdict.ts';
import type { Verdict } from '../capacity/verdict.ts';
import type { LineResult } from './check-result.ts';
import type { Finding, ReasonCode } from './finding.ts';

const SCOPE_CODES: readonly ReasonCode[] = ['ATTR_RANGE', 'ATTR_FORBIDDEN', 'COMBINATION'];
const UNKNOWN_CODES: readonly ReasonCode[] = ['ATTR_MISSING', 'UNIT_UNKNOWN', 'PRODUCT_UNKNOWN'];

/** The best verdict that a finding leaves possible: a scope stop is not feasible, a missing fact cannot be told, a stale sheet is tight (S11, S17); null when it leaves all. */
export const capOf = ({ severity, code }: Finding): Verdict | null => {
  if (code === null) return null;
  if (severity === 'fail' && SCOPE_CODES.includes(code)) return 'not_feasible';
  if (severity === 'action' && UNKNOWN_CODES.includes(code)) return 'cannot_tell';
  return code === 'SHEET_STALE' ? 'tight' : null;
};

/** The findings that cap a line: its own, and those of the whole deal. */
const cappersOf = (lineId: string, findings: readonly Finding[]): Finding[] =>
  findings.filter((found) => (found.line === null || found.line === lineId) && capOf(found) !== null);

/** The worst cap that findings put on a line, with their codes; null when none does. */
export const lineCap = (
  lineId: string,
  findings: readonly Finding[],
): { verdict: Verdict; reasons: ReasonCode[] } | null => {
  const cappers = cappersOf(lineId, findings);
  if (cappers.length === 0) return null;
  return {
    verdict: worstVerdict(cappers.flatMap((found) => capOf(found) ?? [])),
    reasons: [...new Set(cappers.flatMap(({ code }) => code ?? []))],
  };
};

/** A line with the verdict that its findings leave possible, and their codes among its reasons. */
export const capLine = (line: LineResult, findings: readonly Finding[]): LineResult => {
  const cap = lineCap(line.id, findings);
  if (!cap) return line;
  return {
    ...line,
    verdict: worstVerdict([line.verdict, cap.verdict]),
    reasons: [...new Set([...line.reasons, ...cap.reasons])],
  };
};
