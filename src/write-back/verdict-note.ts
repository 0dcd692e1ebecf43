import type { Verdict } from '../capacity/verdict.ts';
import type { CheckResult } from '../checks/check-result.ts';
import type { Finding } from '../checks/finding.ts';
import type { Deal } from '../deal/deal.ts';
import { optionsParagraph } from '../signoff/ask-text.ts';
import { shownVerdict } from './previously-shown.ts';
import type { PreviouslyShown } from './previously-shown.ts';
import { whatChanged } from './what-changed.ts';
import type { WriteBack } from './write-back.ts';

/** Where people can go from a note; null when there is no address. */
export type Links = { deal: string | null };

type Told = { deal: Deal; result: CheckResult; previous: PreviouslyShown; now: string; links: Links };

/** A verdict in the words of a sentence. */
const VERDICT_WORDS: Record<Verdict, string> = {
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

/** The sentence already tells the date of a single late line: there the lead-time finding adds only its fix. */
const isToldBy = ({ lines, verdict }: CheckResult, { check, severity }: Finding): boolean =>
  lines.length === 1 && verdict === 'late' && check === 'lead-time' && severity === 'fail';

const withFix = (result: CheckResult, found: Finding): string => {
  const message = isToldBy(result, found) && found.fix !== null ? null : found.message;
  const question = found.question === undefined ? null : `Ask the customer: ${found.question}`;
  return [message, found.fix, question].filter((part) => part !== null).join(' ');
};

const of = (result: CheckResult, severities: Finding['severity'][]): Finding[] =>
  result.findings.filter(({ severity }) => severities.includes(severity));

const notChecked = (result: CheckResult): string[] => {
  const messages = of(result, ['not_checked']).map(({ message }) => message);
  return messages.length === 0 ? [] : [messages.join(' ')];
};

/** The note that tells a changed verdict: the sentence, what changed, why, what to do, and what was not checked. */
export const verdictNote = ({ deal, result, previous, now, links }: Told): WriteBack => {
  const changes = whatChanged(previous.verdict, shownVerdict(result));
  return {
    kind: 'note',
    key: `note/${previous.noteCount + 1}`,
    title: titleOf(previous.verdict?.verdict, result.verdict),
    at: now,
    paragraphs: [
      result.sentence,
      ...(changes.length > 0 ? [`What changed: ${changes.join(' ')}`] : []),
      ...of(result, ['fail', 'action']).map((found) => withFix(result, found)),
      ...of(result, ['warn']).map((found) => `To watch: ${withFix(result, found)}`),
      ...notChecked(result),
      ...optionsParagraph(result, deal.currency),
      ...result.signoffs.map(({ role, question }) => `Asked the ${role}: ${question}`),
      ...(links.deal === null ? [] : [`Details: ${links.deal}`]),
    ],
  };
};
