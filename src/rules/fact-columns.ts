import { ruleField } from './rule-fields.ts';
import type { Fact, RuleSubject } from './rule-fields.ts';
import type { Condition, FieldTest } from './rule-set.ts';
import { factTest } from './test-fact.ts';
import { TRUE, FALSE, and, not, or } from './three-valued.ts';
import type { Truth } from './three-valued.ts';

/** The values of one field over all deals: each different value once, and which of them a deal has. */
type Column = { values: readonly Fact[]; places: Int32Array };

/** Truth of conditions over many deals at once, one byte a deal. */
export type FactColumns = { truth: (condition: Condition) => Uint8Array };

/** A byte a deal, in whole words, so that columns can be joined four deals at a time. */
const emptyColumn = (length: number): Uint8Array =>
  new Uint8Array(new ArrayBuffer(Math.ceil(length / 4) * 4), 0, length);

const readColumn = (subjects: readonly RuleSubject[], name: string): Column => {
  const field = ruleField(name);
  const values: Fact[] = [];
  const placeOf = new Map<string | number, number>();
  const places = Int32Array.from(subjects, (subject) => {
    const fact = field?.read(subject) ?? null;
    const key = fact?.length === 1 && typeof fact[0] === 'number' ? fact[0] : JSON.stringify(fact);
    const known = placeOf.get(key);
    if (known !== undefined) return known;
    placeOf.set(key, values.length);
    values.push(fact);
    return values.length - 1;
  });
  return { values, places };
};

const spread = ({ values, places }: Column, test: (fact: Fact) => Truth): Uint8Array => {
  const truths = Uint8Array.from(values, test);
  const answer = emptyColumn(places.length);
  for (let place = 0; place < answer.length; place += 1) answer[place] = truths[places[place]!]!;
  return answer;
};

const joinInto = (target: Uint8Array, other: Uint8Array, table: Uint8Array): Uint8Array => {
  for (let place = 0; place < target.length; place += 1) target[place] = table[target[place]! * 3 + other[place]!]!;
  return target;
};

const tableOf = (join: (a: Truth, b: Truth) => Truth): Uint8Array =>
  Uint8Array.from({ length: 9 }, (_each, at) => join(Math.floor(at / 3) as Truth, (at % 3) as Truth));

const AND = tableOf(and);
const OR = tableOf(or);
const NOT = tableOf((_before, value) => not(value));

/** Reads fields when a condition first needs them, and keeps what was worked out for each single test. */
export const factColumns = (subjects: readonly RuleSubject[]): FactColumns => {
  const columns = new Map<string, Column>();
  const tests = new Map<string, Uint8Array>();

  const columnOf = (name: string): Column => {
    const column = columns.get(name) ?? readColumn(subjects, name);
    columns.set(name, column);
    return column;
  };

  const ofTest = (test: FieldTest): Uint8Array => {
    const key = JSON.stringify([test.field, test.is, test.value ?? null]);
    const column = tests.get(key) ?? spread(columnOf(test.field), factTest(test));
    tests.set(key, column);
    return column;
  };

  const joinAll = (parts: readonly Condition[], start: Truth, table: Uint8Array): Uint8Array =>
    parts.reduce<Uint8Array>(
      (answer, part) => joinInto(answer, truth(part), table),
      emptyColumn(subjects.length).fill(start),
    );

  const truth = (condition: Condition): Uint8Array => {
    if ('field' in condition) return ofTest(condition);
    if ('not' in condition) return joinInto(emptyColumn(subjects.length), truth(condition.not), NOT);
    return 'all' in condition ? joinAll(condition.all, TRUE, AND) : joinAll(condition.any, FALSE, OR);
  };

  return { truth };
};
