import type { CheckResult, LineResult } from '../checks/check-result.ts';
import type { Finding } from '../checks/finding.ts';
import { formatIsoDate } from '../deal/day.ts';
import type { Deal, LineItem } from '../deal/deal.ts';

/** A section of the handoff brief: plain text, never HTML. */
type Section = { title: string; paragraphs: string[] };
type Facts = { deal: Deal; result: CheckResult };

const words = (...parts: (string | number | null | undefined)[]): string =>
  parts.filter((part) => part !== null && part !== undefined && part !== '').join(' ');

const goods = ({ quantity, unit, product, id }: LineResult): string => words(quantity, unit, product ?? `line ${id}`);

const dated = (date: string | null): string => (date === null ? 'no date' : formatIsoDate(date));

const ownerOf = ({ deal }: Facts): string => deal.owner?.name ?? 'the deal owner';

const control = ({ deal, result }: Facts): string[] => [
  words('Deal:', deal.name ?? deal.id),
  words('Customer:', deal.company?.name ?? 'not named', deal.company?.tier ? `(tier ${deal.company.tier})` : null),
  `Sold by: ${ownerOf({ deal, result })}`,
  `State: draft, checked for the order date ${formatIsoDate(result.orderDate)}`,
  `Verdict: ${result.sentence}`,
];

const attributesOf = (line: LineItem | undefined): string => {
  const stated = Object.entries(line?.attributes ?? {}).filter(([, value]) => value !== null && value !== '');
  return stated
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ');
};

const sold = ({ deal, result }: Facts): string[] =>
  result.lines.map((line, index) => {
    const item = deal.lines[index];
    const price =
      item?.unitPrice === null || item?.unitPrice === undefined
        ? null
        : `at ${item.unitPrice} ${deal.currency ?? ''}`.trim();
    const attributes = attributesOf(item);
    return `${words(goods(line), price)}${attributes === '' ? '' : ` (${attributes})`}`;
  });

const limit = ({ binding }: LineResult): string => {
  if (!binding) return '';
  const rows = binding.rows.length > 0 ? ` (${binding.rows.join(', ')})` : '';
  return ` Limited by ${binding.resource ?? binding.kind}${rows}.`;
};

const promises = ({ result }: Facts): string[] =>
  result.lines.map(
    (line) =>
      `${goods(line)}: requested ${dated(line.requested)}, can be delivered ${dated(line.promise)}.${limit(line)}`,
  );

const of = (result: CheckResult, severities: Finding['severity'][]): Finding[] =>
  result.findings.filter(({ severity }) => severities.includes(severity));

const scope = ({ result }: Facts): string[] =>
  result.findings.filter(({ check }) => check === 'scope-limits').map(({ message }) => message);

const signoffs = ({ result }: Facts): string[] =>
  result.signoffs.map(({ role, question, email }) => `${role}${email === null ? '' : ` (${email})`}: ${question}`);

const risks = ({ result }: Facts): string[] =>
  of(result, ['fail', 'action', 'warn']).map(({ message, fix }) => words(message, fix));

/** What the sheet lacks operations fills in; what the deal lacks its owner does. */
const ownerOfGap = ({ fix }: Finding, facts: Facts): string =>
  fix?.startsWith('Ask operations') ? 'operations' : ownerOf(facts);

const questions = (facts: Facts): string[] => [
  ...facts.result.findings.flatMap(({ question }) =>
    question === undefined ? [] : [`For the customer, asked by ${ownerOf(facts)}: ${question}`],
  ),
  ...of(facts.result, ['not_checked'])
    .filter(({ question }) => question === undefined)
    .map((found) => `Not checked, owner ${ownerOfGap(found, facts)}: ${found.message}`),
];

const conditions = ({ result }: Facts): string[] => [
  'The dates hold while the product, the quantity and the attributes stay as listed and the order is entered on the order date.',
  ...result.alternatives.map(({ differsBy }) => `Possible instead: ${differsBy}`),
];

const evidence = ({ result }: Facts): string[] => [
  `Capacity sheet version ${result.sheetVersion}; rules version ${result.rulesVersion}.`,
  `Lines were planned in this order: ${result.planOrder.join(', ')}.`,
];

const SECTIONS: [string, (facts: Facts) => string[], string][] = [
  ['Control', control, ''],
  ['What is sold', sold, 'Nothing is sold yet: the deal has no lines.'],
  ['Promises and their evidence', promises, 'No promise is made yet.'],
  ['Quality and scope', scope, 'No attribute is limited by the sheet.'],
  ['Sign-offs', signoffs, 'No sign-off is needed.'],
  ['Risks', risks, 'No finding is open.'],
  ['Open questions', questions, 'No question is open.'],
  ['Conditions', conditions, ''],
  ['Versions', evidence, ''],
];

/** The first handoff brief: every section filled from the check, none empty. Plain text; same check, same brief (S18). */
export const draftBrief = (
  deal: Deal,
  result: CheckResult,
): { kind: 'brief'; key: 'brief'; title: string; sections: Section[] } => ({
  kind: 'brief',
  key: 'brief',
  title: `Handoff brief (draft): ${deal.name ?? deal.id}`,
  sections: SECTIONS.map(([title, paragraphsOf, none]) => {
    const paragraphs = paragraphsOf({ deal, result });
    return { title, paragraphs: paragraphs.length > 0 ? paragraphs : [none] };
  }),
});
