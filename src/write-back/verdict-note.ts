import type { Verdict } from '../capacity/verdict.ts';
import type { Alternative, CheckResult } from '../checks/check-result.ts';
import type { Finding } from '../checks/finding.ts';
import { formatIsoDate } from '../deal/day.ts';
import { shownVerdict } from './previously-shown.ts';
import type { PreviouslyShown } from './previously-shown.ts';
import { whatChanged } from './what-changed.ts';
import type { WriteBack } from './write-back.ts';

/** Where people can go from a note; null when there is no address. */
export type Links = { deal: string | null };

/** A verdict in the words of a sentence. */
export const VERDICT_WORDS: Record<Verdict, string> = {
  ok: 'on time',
  tight: 'on time but tight',
  late: 'late',
  cannot_tell: 'cannot tell yet',
  not_feasible: 'not possible as it stands',
  invalid: 'cannot be checked',
};

const titleOf = (before: Verdict | undefined, now: Verdict): string =>
  before === undefined || before === now
    ? `Delivery check: ${before === undefined ? '' : 'still '}${VERDICT_WORDS[now]}`
    : `Delivery check: ${VERDICT_WORDS[before]}, now ${VERDICT_WORDS[now]}`;

const withFix = ({ message, fix, question }: Finding): string =>
  [message, fix, question === undefined ? null : `Ask the customer: ${question}`]
    .filter((part) => part !== null)
    .join(' ');

const of = (result: CheckResult, severities: Finding['severity'][]): Finding[] =>
  result.findings.filter(({ severity }) => severities.includes(severity));

/** One option in a line of text: what is delivered when, and what it costs. */
export const optionInWords = ({ differsBy, schedule, cost }: Alternative): string => {
  const parts = schedule.map(({ quantity, date }) => `${quantity} on ${formatIsoDate(date)}`).join(', ');
  return `${differsBy} (${parts}${cost.total > 0 ? `, costs ${cost.total}` : ''})`;
};

const options = ({ alternatives }: CheckResult): string[] =>
  alternatives.length === 0 ? [] : [`Ways to say yes: ${alternatives.map(optionInWords).join('; ')}.`];

/** The note that tells a changed verdict: the sentence, what changed, why, what to do, and what was not checked. */
export const verdictNote = (result: CheckResult, previous: PreviouslyShown, links: Links): WriteBack => {
  const changes = whatChanged(previous.verdict, shownVerdict(result));
  return {
    kind: 'note',
    key: `note/${previous.noteCount + 1}`,
    title: titleOf(previous.verdict?.verdict, result.verdict),
    paragraphs: [
      result.sentence,
      ...(changes.length > 0 ? [`What changed: ${changes.join(' ')}`] : []),
      ...of(result, ['fail', 'action']).map(withFix),
      ...of(result, ['warn']).map((found) => `To watch: ${withFix(found)}`),
      ...of(result, ['not_checked']).map(({ message }) => `Not checked: ${message}`),
      ...options(result),
      ...result.signoffs.map(({ role, question }) => `Asked the ${role}: ${question}`),
      ...(links.deal === null ? [] : [`Details: ${links.deal}`]),
    ],
  };
};
