import { VERDICTS } from '../capacity/verdict.ts';
import type { Verdict } from '../capacity/verdict.ts';
import { formatIsoDate } from '../deal/day.ts';
import { causeOf } from './cause.ts';
import type { CheckResult, LineResult } from './check-result.ts';
import type { Finding } from './finding.ts';
import { countOf } from './line-name.ts';
import { capOf } from './verdict-cap.ts';

type Answer = Pick<CheckResult, 'lines' | 'findings' | 'verdict'>;

const rank = ({ verdict }: LineResult): number => VERDICTS.indexOf(verdict);

/** The line that decides the verdict: the worst, then the one with the least slack, then the first. */
export const decidingLine = (lines: readonly LineResult[]): LineResult | null =>
  lines.toSorted((a, b) => rank(a) - rank(b) || (a.slackDays ?? 0) - (b.slackDays ?? 0))[0] ?? null;

const goods = ({ lines }: Answer, { quantity, product, id }: LineResult): string =>
  lines.length === 1 ? '' : `${quantity === null ? '' : `${quantity} `}${product ?? `line ${id}`} on `;

const explains = (verdict: Verdict, found: Finding): boolean => {
  if (capOf(found) === verdict) return true;
  if (verdict === 'not_feasible') return found.code === 'HORIZON';
  return found.check === 'deal-complete' && (found.severity === 'fail' || found.severity === 'action');
};

/** The message of the finding that explains the verdict best: about the deciding line, or about the whole deal. */
const because = ({ findings, verdict }: Answer, line: LineResult | null): string => {
  const about = findings.filter((found) => found.line === null || found.line === line?.id);
  const open = about.filter(({ severity }) => severity !== 'pass');
  return (open.find((found) => explains(verdict, found)) ?? open[0])?.message ?? 'See the list of checks.';
};

const tightCause = ({ reasons }: LineResult): string => {
  if (reasons.includes('SHEET_STALE')) return ', but the capacity sheet is old';
  return reasons.includes('CAPACITY_SHORT') ? ', but the capacity is nearly full' : '';
};

const difference = (line: LineResult): string => {
  const slack = line.slackDays ?? 0;
  if (slack < 0) return `${countOf(-slack, 'working day')} late`;
  return `${slack === 0 ? 'on time with no day to spare' : `${countOf(slack, 'working day')} to spare`}${tightCause(line)}`;
};

/** For several lines that are all on time: the one that is closest to its date. */
const allOnTime = ({ lines }: Answer, line: LineResult, dates: { promise: string; requested: string }): string => {
  const goods = `${line.quantity ?? ''} ${line.product ?? `line ${line.id}`}`.trim();
  return `Can deliver all ${lines.length} lines in time; the closest is ${goods}, ${dates.promise} for ${dates.requested}: ${difference(line)}.`;
};

const datedSentence = (answer: Answer, line: LineResult, promise: string): string => {
  const what = `${goods(answer, line)}${promise}`;
  if (line.requested === null) return `Can deliver ${what} at the earliest; no requested date is given.`;
  const requested = formatIsoDate(line.requested);
  if (answer.lines.length > 1 && (line.slackDays ?? -1) >= 0) return allOnTime(answer, line, { promise, requested });
  return causeOf(line) === 'DATE_PAST'
    ? `The requested date ${requested} has passed; can deliver ${what} at the earliest.`
    : `Can deliver ${what}; the deal says ${requested}: ${difference(line)}.`;
};

const OPENINGS: Partial<Record<Verdict, string>> = {
  invalid: 'This deal cannot be checked',
  not_feasible: 'Cannot deliver this as it stands',
  cannot_tell: 'Cannot tell yet',
};

const isAboutDate = ({ reasons, requested, verdict }: LineResult): boolean =>
  verdict !== 'cannot_tell' || (requested === null && reasons.every((code) => code === 'DATE_BLANK'));

/** The one sentence that a rep reads first: what can be delivered when, against what the deal says, or why nobody can tell. */
export const verdictSentence = (answer: Answer): string => {
  const line = decidingLine(answer.lines);
  const opening = OPENINGS[answer.verdict];
  const isDated = opening === undefined || answer.verdict === 'cannot_tell';
  if (line?.promise && isDated && isAboutDate(line)) return datedSentence(answer, line, formatIsoDate(line.promise));
  return `${opening ?? 'See the checks'}: ${because(answer, line)}`;
};
