import { ruleField } from './rule-fields.ts';
import type { Condition, Consequence, FieldTest, Operator, Rule } from './rule-set.ts';
import { ROLE_OF_FINDING } from './rule-set.ts';

const OPERATOR_WORDS: Record<Operator, string> = {
  equals: 'is',
  not_equals: 'is not',
  one_of: 'is one of',
  none_of: 'is none of',
  at_least: 'is at least',
  at_most: 'is at most',
  more_than: 'is more than',
  less_than: 'is less than',
  present: 'is known',
  missing: 'is not known',
};

const joined = (words: string[], by: string): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${by} ${words.at(-1) ?? ''}`;

const testInWords = ({ field, is, value }: FieldTest): string => {
  const known = ruleField(field);
  const spell = (each: unknown): string => (known?.choices ? String(each).replaceAll('_', ' ') : String(each));
  const values = (Array.isArray(value) ? value : value === undefined ? [] : [value]).map(spell);
  return [known?.words ?? field, OPERATOR_WORDS[is], joined(values, 'or')].filter((word) => word !== '').join(' ');
};

const inner = (condition: Condition): string =>
  'field' in condition ? testInWords(condition) : `(${conditionInWords(condition)})`;

/** A condition as a part of a sentence: "the verdict is late and the amount is at least 10000". */
const conditionInWords = (condition: Condition): string => {
  if ('field' in condition) return testInWords(condition);
  if ('not' in condition) return `not ${inner(condition.not)}`;
  const parts = 'all' in condition ? condition.all : condition.any;
  if (parts.length === 0) return 'all' in condition ? 'always' : 'never';
  return joined(parts.map(inner), 'all' in condition ? 'and' : 'or');
};

const roleInWords = (role: string): string => (role === ROLE_OF_FINDING ? 'whoever the check names' : `the ${role}`);

const signoffInWords = ({ signoffs }: Consequence): string[] => {
  if (!signoffs) return [];
  const { roles, need, order, peerReview } = signoffs;
  const who = joined(roles.map(roleInWords), need === 'any' ? 'or' : 'and');
  const enough = typeof need === 'number' ? ` (${need} of them suffice)` : '';
  const turn = order === 'sequence' && roles.length > 1 ? ' one after the other' : '';
  return [`ask ${who}${enough}${turn}${peerReview ? ', never the author of the estimate' : ''}`];
};

const SEVERITY_WORDS: Record<NonNullable<Consequence['severity']>, string> = {
  note: 'note it',
  warn: 'warn',
  action: 'ask for action',
  fail: 'fail the check',
};

/** What a rule does, as a list of short phrases. */
export const consequencesInWords = (then: Consequence): string[] => [
  ...(then.severity ? [SEVERITY_WORDS[then.severity]] : []),
  ...signoffInWords(then),
  ...(then.gate === 'warn' ? ['warn at the gate'] : then.gate === 'require' ? ['hold the deal at the gate'] : []),
  ...(then.serviceLevelHours === undefined ? [] : [`expect an answer within ${then.serviceLevelHours} business hours`]),
  ...(then.expiresInDays === undefined ? [] : [`let an answer hold for ${then.expiresInDays} days`]),
];

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A rule as one sentence: "When the verdict is late: ask whoever the check names and warn at the gate." */
export const ruleInWords = ({ when, then }: Rule): string => {
  const consequences = joined(consequencesInWords(then), 'and') || 'do nothing';
  const condition = conditionInWords(when);
  return condition === 'always' ? `${capital(consequences)}.` : `When ${condition}: ${consequences}.`;
};
