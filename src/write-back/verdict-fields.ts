import type { CheckResult, LineResult } from '../checks/check-result.ts';
import type { Finding } from '../checks/finding.ts';
import type { VerdictFields } from './write-back.ts';

const SHOWN: readonly Finding['severity'][] = ['fail', 'action', 'warn'];

const latest = (lines: readonly LineResult[]): string | null => {
  const dates = lines.map(({ promise }) => promise);
  return dates.length > 0 && dates.every((date) => date !== null) ? (dates.sort().at(-1) ?? null) : null;
};

const leastSlack = (lines: readonly LineResult[]): number | null => {
  const slacks = lines.flatMap(({ slackDays }) => (slackDays === null ? [] : [slackDays]));
  return slacks.length > 0 ? Math.min(...slacks) : null;
};

const possible = ({ quantity, quantityByRequested, unit, product }: LineResult): string[] =>
  quantityByRequested === null || quantity === null
    ? []
    : [[`${quantityByRequested} of ${quantity}`, unit, product].filter((word) => word !== null).join(' ')];

/** The fields that lists and reports filter by: the date on which everything is there, the least slack, what is possible in time. */
export const verdictFields = (
  result: CheckResult,
  { signoffStatus, checkKey }: Pick<VerdictFields, 'signoffStatus' | 'checkKey'>,
): VerdictFields => ({
  verdict: result.verdict,
  promiseDate: latest(result.lines),
  slackDays: leastSlack(result.lines),
  signoffStatus,
  possibleQuantity: result.lines.flatMap(possible).join('; '),
  summary: result.sentence,
  warnings: SHOWN.flatMap((severity) => result.findings.filter((found) => found.severity === severity))
    .map(({ message }) => message)
    .join('\n'),
  checkKey,
});
