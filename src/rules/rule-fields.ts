import type { CheckResult, LineResult } from '../checks/check-result.ts';
import type { AttributeValue, Deal } from '../deal/deal.ts';

/** What a rule may look at: the deal and what the checks say of it. */
export type RuleSubject = { deal: Deal; result: CheckResult };

export type FactValue = string | number | boolean;

/** The values of a field for one deal; null = not known. An empty list is known: there is none. */
export type Fact = readonly FactValue[] | null;

export type FieldType = 'number' | 'text' | 'choice' | 'any';

/** One field that a condition may name. */
export type RuleField = {
  type: FieldType;
  /** How the editor and the messages call it. */
  words: string;
  /** The values that a `choice` can take. */
  choices?: readonly string[];
  read: (subject: RuleSubject) => Fact;
};

const one = (value: FactValue | null | undefined): Fact => (value === null || value === undefined ? null : [value]);

const text = (value: string | null | undefined): Fact => (value?.trim() ? [value.trim()] : null);

const known = (line: LineResult, read: (line: LineResult) => number | null): number | null => read(line);

/** The worst of the lines; unknown as soon as one line is unknown, because that one could be the worst. */
const worstOf = ({ result }: RuleSubject, read: (line: LineResult) => number | null): Fact => {
  const values = result.lines.map((line) => known(line, read));
  return values.length === 0 || values.includes(null) ? null : [Math.max(...values.map((value) => value ?? 0))];
};

const daysLate = ({ slackDays }: LineResult): number | null => (slackDays === null ? null : Math.max(0, -slackDays));

/** Price less unit cost after the cheapest way to keep the request, as a share of the amount (0.2 = 20 %). */
const marginShare = ({ deal, result }: RuleSubject): Fact => {
  const left = result.alternatives.find(({ meetsRequest }) => meetsRequest)?.marginAfter;
  return typeof left === 'number' && deal.amount ? [left / deal.amount] : null;
};

const exceptionCost = ({ result }: RuleSubject): Fact => {
  const isLate = result.lines.some(({ slackDays }) => (slackDays ?? 0) < 0);
  if (!isLate) return result.lines.some(({ slackDays }) => slackDays === null) ? null : [0];
  return one(result.alternatives.find(({ meetsRequest }) => meetsRequest)?.cost.total);
};

const LOUD = ['warn', 'action', 'fail'];

const codes = ({ result }: RuleSubject): string[] => [
  ...new Set(result.findings.flatMap(({ code, severity }) => (code && LOUD.includes(severity) ? [code] : []))),
];

const checksThat =
  (severities: readonly string[]) =>
  ({ result }: RuleSubject): Fact => [
    ...new Set(result.findings.flatMap(({ check, severity }) => (severities.includes(severity) ? [check] : []))),
  ];

const products = ({ result }: RuleSubject): Fact => {
  const named = result.lines.map(({ product }) => product);
  return named.includes(null) ? null : [...new Set(named.flatMap((product) => product ?? []))];
};

const VERDICTS = ['ok', 'tight', 'late', 'not_feasible', 'cannot_tell', 'invalid'];

const FIELDS: ReadonlyMap<string, RuleField> = new Map<string, RuleField>([
  ['stage', { type: 'text', words: 'the stage', read: ({ deal }) => text(deal.stage) }],
  ['pipeline', { type: 'text', words: 'the pipeline', read: ({ deal }) => text(deal.pipeline) }],
  ['amount', { type: 'number', words: 'the amount', read: ({ deal }) => one(deal.amount) }],
  ['currency', { type: 'text', words: 'the currency', read: ({ deal }) => text(deal.currency) }],
  ['probability', { type: 'number', words: 'the probability', read: ({ deal }) => one(deal.probability) }],
  ['tier', { type: 'text', words: "the customer's tier", read: ({ deal }) => text(deal.company?.tier) }],
  ['customer', { type: 'text', words: 'the customer', read: ({ deal }) => text(deal.company?.name) }],
  ['owner', { type: 'text', words: "the owner's e-mail", read: ({ deal }) => text(deal.owner?.email) }],
  ['owner_team', { type: 'text', words: "the owner's team", read: ({ deal }) => text(deal.owner?.team) }],
  ['product', { type: 'text', words: 'a product', read: products }],
  ['quantity', { type: 'number', words: 'the largest quantity', read: (of) => worstOf(of, (line) => line.quantity) }],
  ['lines', { type: 'number', words: 'the number of lines', read: ({ result }) => [result.lines.length] }],
  ['verdict', { type: 'choice', choices: VERDICTS, words: 'the verdict', read: ({ result }) => [result.verdict] }],
  ['reason', { type: 'text', words: 'a reason code', read: codes }],
  [
    'asked_role',
    {
      type: 'text',
      words: 'a role that a check names',
      read: ({ result }) => [...new Set(result.signoffs.map(({ role }) => role))],
    },
  ],
  ['days_late', { type: 'number', words: 'the delay in working days', read: (of) => worstOf(of, daysLate) }],
  ['failing_check', { type: 'text', words: 'a failing check', read: checksThat(['fail', 'action']) }],
  ['unchecked', { type: 'text', words: 'a check that could not run', read: checksThat(['not_checked']) }],
  ['exception_cost', { type: 'number', words: 'the cost of the exception', read: exceptionCost }],
  ['margin', { type: 'number', words: 'the margin after exceptions', read: marginShare }],
  ['estimate_hours', { type: 'number', words: 'the estimated hours', read: ({ deal }) => one(deal.estimate?.hours) }],
  ['class', { type: 'text', words: 'the class of the estimate', read: ({ deal }) => text(deal.estimate?.class) }],
]);

type Attributes = Record<string, AttributeValue> | null | undefined;

const ownValue = (attributes: Attributes, name: string): FactValue[] => {
  const key = Object.keys(attributes ?? {}).find((candidate) => candidate.trim().toLowerCase() === name);
  const value = key === undefined ? null : (attributes?.[key] ?? null);
  return value === null || value === '' ? [] : [value];
};

const orUnknown = (values: FactValue[]): Fact => (values.length === 0 ? null : [...new Set(values)]);

const attributeField = (name: string): RuleField => ({
  type: 'any',
  words: `the attribute ${name}`,
  read: ({ deal }) =>
    orUnknown([
      ...ownValue(deal.attributes, name),
      ...deal.lines.flatMap(({ attributes }) => ownValue(attributes, name)),
    ]),
});

const needField = (name: string): RuleField => ({
  type: 'any',
  words: `the need ${name}`,
  read: ({ deal }) => orUnknown(ownValue(deal.needs, name)),
});

/** The fields by name, without those of attributes and needs, which every account names itself. */
export const namedFields = (): { name: string; field: RuleField }[] =>
  [...FIELDS].map(([name, field]) => ({ name, field }));

/** A field by name: one of the list, `attribute.<name>` or `need.<name>`; null when there is none of that name. */
export const ruleField = (name: string): RuleField | null => {
  const [kind, ...rest] = name.split('.');
  const own = rest.join('.').trim().toLowerCase();
  if (own !== '' && kind === 'attribute') return attributeField(own);
  if (own !== '' && kind === 'need') return needField(own);
  return FIELDS.get(name) ?? null;
};
