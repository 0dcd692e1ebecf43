import type { Alternative, CheckResult, SignoffAsk } from '../checks/check-result.ts';
import type { Evidence, Finding } from '../checks/finding.ts';
import { formatIsoDate } from '../deal/day.ts';
import type { Deal } from '../deal/deal.ts';

const isAbout =
  ({ role, why }: SignoffAsk) =>
  ({ signoffRole, code }: Finding): boolean =>
    signoffRole === role && code === why;

const fact = ({ what, value, row }: Evidence): string => `${what}: ${value}${row === undefined ? '' : ` (${row})`}`;

/** An option in a line of text: how it differs from what is asked, and what it costs. */
const optionInWords = ({ differsBy, cost, levers }: Alternative, currency: string | null | undefined): string => {
  const price = cost.total > 0 ? ` (costs ${cost.total}${currency ? ` ${currency}` : ''})` : '';
  const how = levers.length > 0 ? `${levers.join(' + ')}: ` : '';
  return `${how}${differsBy.replace(/\.$/, '')}${price}.`;
};

/** The options in one paragraph; none when there are none. */
export const optionsParagraph = ({ alternatives }: CheckResult, currency: string | null | undefined): string[] =>
  alternatives.length === 0
    ? []
    : [`Ways to say yes: ${alternatives.map((option) => optionInWords(option, currency)).join(' ')}`];

const expectation = (deal: Deal, result: CheckResult): string => {
  const lines = result.lines.map(({ quantity, unit, product, requested }) =>
    [quantity, unit, product, requested === null ? 'without a date' : `by ${formatIsoDate(requested)}`]
      .filter((word) => word !== null)
      .join(' '),
  );
  return `${deal.company?.name ?? 'The customer'} expects: ${lines.join('; ')}.`;
};

/**
 * The body of a sign-off question, as paragraphs: the issue, what the customer expects, what the sheet says, the options
 * with their price, the consequence of a no, and the answers that are possible.
 */
export const askText = (deal: Deal, result: CheckResult, ask: SignoffAsk): string[] => {
  const about = result.findings.filter(isAbout(ask));
  const facts = [...new Set(about.flatMap(({ evidence }) => evidence.map(fact)))];
  return [
    ...about.map(({ message }) => message),
    expectation(deal, result),
    ...(facts.length > 0 ? [`What the sheet says: ${facts.join('; ')}.`] : []),
    ...optionsParagraph(result, deal.currency),
    'If the answer is no, sales agrees one of the options with the customer or changes the deal.',
    'Possible answers: yes; yes, if; not by then, but; no, because; I need more information.',
    ...(deal.owner?.name ? [`Asked for ${deal.owner.name}.`] : []),
  ];
};
