import { formatIsoDate } from '../deal/day.ts';
import type { CheckResult, LineResult } from './check-result.ts';
import { causeOf } from './cause.ts';
import type { Finding } from './finding.ts';
import { countOf } from './line-name.ts';
import { VERDICTS } from '../capacity/verdict.ts';

type Answer = Pick<CheckResult, 'lines' | 'findings' | 'verdict'>;

const rank = ({ verdict }: LineResult): number => VERDICTS.indexOf(verdict);

/** The line that decides the verdict: the worst, then the one with the least slack, then the first. */
export const decidingLine = (lines: readonly LineResult[]): LineResult | null =>
  [...lines].sort((a, b) => rank(a) - rank(b) || (a.slackDays ?? 0) - (b.slackDays ?? 0))[0] ?? null;

const what = ({ lines }: Answer, line: LineResult): string =>
  lines.length === 1
    ? ''
    : `${line.quantity === null ? '' : `${line.quantity} `}${line.product ?? `line ${line.id}`} on `;

/** The message of the finding that explains the verdict of a line, or of the deal. */
const because = ({ findings }: Answer, line: LineResult | null, severities: Finding['severity'][]): string => {
  const about = findings.filter((found) => found.line === (line?.id ?? null) || found.line === null);
  const first = severities.flatMap((severity) => about.filter((found) => found.severity === severity))[0];
  return first?.message ?? 'see the list of checks.';
};

const onTimeWords = (line: LineResult): string => {
  const slack = line.slackDays ?? 0;
  if (slack === 0) return 'on time with no day to spare';
  return `${countOf(slack, 'working day')} to spare`;
};

const datedSentence = (answer: Answer, line: LineResult, promise: string): string => {
  if (line.requested === null)
    return `Can deliver ${what(answer, line)}${promise} at the earliest; no requested date is given.`;
  const requested = formatIsoDate(line.requested);
  if (causeOf(line) === 'DATE_PAST')
    return `The requested date ${requested} has passed; can deliver ${what(answer, line)}${promise} at the earliest.`;
  const difference =
    line.verdict === 'late' ? `${countOf(-(line.slackDays ?? 0), 'working day')} late` : onTimeWords(line);
  return `Can deliver ${what(answer, line)}${promise}; the deal says ${requested}: ${difference}.`;
};

/** The one sentence that a rep reads first: what can be delivered when, against what the deal says, or why nobody can tell. */
export const verdictSentence = (answer: Answer): string => {
  const line = decidingLine(answer.lines);
  const promise = line?.promise ? formatIsoDate(line.promise) : null;
  switch (answer.verdict) {
    case 'invalid':
      return `Cannot check this deal: ${because(answer, line, ['fail'])}`;
    case 'not_feasible':
      return `Cannot deliver this as it stands: ${because(answer, line, ['fail'])}`;
    case 'cannot_tell':
      return line && promise && line.requested === null
        ? datedSentence(answer, line, promise)
        : `Cannot tell yet: ${because(answer, line, ['action', 'not_checked'])}`;
    case 'late':
    case 'tight':
    case 'ok':
      return line && promise ? datedSentence(answer, line, promise) : `See the list of checks.`;
  }
};
