import type { RuleSubject } from '../../src/rules/rule-fields.ts';
import { ruleField } from '../../src/rules/rule-fields.ts';
import type { Condition, FieldTest } from '../../src/rules/rule-set.ts';

/** true, false, or null for unknown: written a second time, by enumerating what the unknown tests could be. */
type Answer = boolean | null;

const plain = (value: unknown): string | number => {
  const text = String(value).trim().toLowerCase();
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
};

const testAnswer = ({ field, is, value }: FieldTest, subject: RuleSubject): Answer => {
  const fact = ruleField(field)?.read(subject) ?? null;
  const isThere = fact !== null && fact.length > 0;
  if (is === 'present') return isThere;
  if (is === 'missing') return !isThere;
  if (fact === null) return null;
  const given = fact.map(plain);
  const wanted = (Array.isArray(value) ? value : [value]).map(plain);
  if (is === 'equals' || is === 'one_of') return given.some((each) => wanted.includes(each));
  if (is === 'not_equals' || is === 'none_of') return !given.some((each) => wanted.includes(each));
  const numbers = given.filter((each) => typeof each === 'number');
  const [limit] = wanted as number[];
  const holds = numbers.some((each) =>
    is === 'at_least'
      ? each >= limit!
      : is === 'at_most'
        ? each <= limit!
        : is === 'more_than'
          ? each > limit!
          : each < limit!,
  );
  return holds ? true : numbers.length < given.length ? null : false;
};

/** What a condition says of a deal, by the definition of the connectives; slow and plain. */
export const plainAnswer = (condition: Condition, subject: RuleSubject): Answer => {
  if ('field' in condition) return testAnswer(condition, subject);
  if ('not' in condition) {
    const inner = plainAnswer(condition.not, subject);
    return inner === null ? null : !inner;
  }
  const isAll = 'all' in condition;
  const answers = (isAll ? condition.all : condition.any).map((part) => plainAnswer(part, subject));
  if (answers.includes(!isAll)) return !isAll;
  return answers.includes(null) ? null : isAll;
};
