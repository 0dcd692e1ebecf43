import type { Alternative, CheckResult, LineResult } from '../checks/check-result.ts';
import { isForAll } from '../checks/finding.ts';
import type { Finding } from '../checks/finding.ts';
import { formatDay, parseIsoDate } from '../deal/day.ts';

const SEVERITY_WORDS: Record<Finding['severity'], string> = {
  pass: 'pass',
  warn: 'warn',
  action: 'action required',
  fail: 'fail',
  not_checked: 'not checked',
};

const readable = (isoDate: string | null): string => {
  const day = isoDate === null ? null : parseIsoDate(isoDate);
  return day === null ? 'unknown' : formatDay(day);
};

const verdictWords = (verdict: string): string => verdict.replaceAll('_', ' ');

const describeLine = (line: LineResult): string => {
  const slack = line.slackDays === null ? '' : `, slack ${line.slackDays} working days`;
  const dates = `requested ${readable(line.requested)}, earliest ${readable(line.promise)}${slack}`;
  return `  ${line.id}  ${line.quantity ?? '?'} ${line.product ?? '(no product)'}: ${verdictWords(line.verdict)} (${dates})`;
};

const describeFinding = (finding: Finding): string[] => [
  `  ${SEVERITY_WORDS[finding.severity]}: ${finding.message}${isForAll(finding) ? '' : ' (for the owner of the deal and their manager)'}`,
  ...finding.evidence.map(({ what, value, row }) => `      ${what}: ${value}${row === undefined ? '' : ` (${row})`}`),
  ...(finding.fix === null ? [] : [`      ${finding.fix}`]),
];

const describeAlternative = ({ differsBy, cost }: Alternative): string =>
  `  ${differsBy}${cost.total === 0 ? '' : ` Costs ${cost.total}.`}`;

const section = (title: string, lines: string[]): string[] => (lines.length === 0 ? [] : ['', title, ...lines]);

/** The whole answer for a person at a terminal. */
export const describeResult = (result: CheckResult): string =>
  [
    `${result.deal}: ${verdictWords(result.verdict)}`,
    result.sentence,
    ...section('Lines', result.lines.map(describeLine)),
    ...section('Checks', result.findings.flatMap(describeFinding)),
    ...section('What would be possible', result.alternatives.map(describeAlternative)),
    ...section(
      'Who must agree',
      result.signoffs.map(({ role, question }) => `  ${role}: ${question}`),
    ),
    '',
    `Order date ${readable(result.orderDate)}, sheet ${result.sheetVersion.slice(0, 15)}`,
  ].join('\n');

/** The answer in one line, for many deals. */
export const oneLine = ({ deal, verdict, sentence }: CheckResult): string =>
  `${deal}\t${verdictWords(verdict)}\t${sentence}`;
