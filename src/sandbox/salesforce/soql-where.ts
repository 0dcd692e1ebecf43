import type { ConditionWithValueQuery, ValueCondition, WhereClause } from '@jetstreamapp/soql-parser-js';
import { refuse } from './api-answer.ts';
import { isLongText } from './describe.ts';
import type { FieldDefinition, FieldValue, ObjectDefinition } from './field-definition.ts';
import { momentMs } from './field-values.ts';
import type { Org } from './org.ts';
import type { SObject } from './org-store.ts';
import { toId18 } from './record-ids.ts';
import { fieldPath, valueAt } from './soql-scope.ts';

export type Test = (record: SObject) => boolean;

/** What conditions need: the org, the object of FROM, and how to run the query inside IN (SELECT ...). */
export type Scope = { org: Org; object: ObjectDefinition; idsOf: (query: unknown) => Set<string> };

type Token = { test: Test } | { word: 'AND' | 'OR' | 'NOT' | '(' | ')' };

/** The test behind a WHERE clause; every record passes where there is none. */
export const toTest = (scope: Scope, where: WhereClause | undefined): Test => {
  if (!where) return () => true;
  const tokens = tokensOf(scope, where);
  const test = readJoined(tokens);
  if (tokens.length > 0) throw malformed('unexpected token');
  return test;
};

export const malformed = (message: string): Error => refuse('MALFORMED_QUERY', message);

/** The clause is a list that leans to the right, with brackets counted at its conditions: back to a row of tokens. */
const tokensOf = (scope: Scope, where: WhereClause): Token[] => {
  const tokens: Token[] = [];
  let at: WhereClause | undefined = where;
  while (at) {
    const clause: WhereClause = at;
    const { left } = clause;
    const operator = 'operator' in clause ? clause.operator : undefined;
    tokens.push(...brackets('(', left, 'openParen'));
    if (left && 'operator' in left) tokens.push({ test: conditionTest(scope, left) });
    tokens.push(...brackets(')', left, 'closeParen'));
    if (operator) tokens.push({ word: operator });
    at = 'right' in clause ? clause.right : undefined;
  }
  return tokens;
};

const brackets = (word: '(' | ')', left: object | null, key: string): Token[] => {
  const count = (left as Record<string, unknown> | null)?.[key];
  return Array.from({ length: typeof count === 'number' ? count : 0 }, () => ({ word }));
};

const isWord = (token: Token | undefined, word: string): boolean => !!token && 'word' in token && token.word === word;

/** Conditions joined by AND, or by OR; both in one level need brackets, as in Salesforce. */
const readJoined = (tokens: Token[]): Test => {
  const tests = [readOne(tokens)];
  const joints = new Set<string>();
  while (isWord(tokens[0], 'AND') || isWord(tokens[0], 'OR')) {
    const joint = tokens.shift();
    if (joint && 'word' in joint) joints.add(joint.word);
    tests.push(readOne(tokens));
  }
  if (joints.size > 1) throw malformed(`unexpected token: ${[...joints][1] ?? ''}`);
  if (joints.has('OR')) return (record) => tests.some((test) => test(record));
  return (record) => tests.every((test) => test(record));
};

const readOne = (tokens: Token[]): Test => {
  const token = tokens.shift();
  if (!token) throw malformed('unexpected end of query');
  if ('test' in token) return token.test;
  if (token.word === 'NOT') {
    const inner = readOne(tokens);
    return (record) => !inner(record);
  }
  if (token.word !== '(') throw malformed(`unexpected token: ${token.word}`);
  const inner = readJoined(tokens);
  if (!isWord(tokens.shift(), ')')) throw malformed('expecting a right parentheses');
  return inner;
};

const conditionTest = (scope: Scope, condition: ConditionWithValueQuery): Test => {
  if (!('field' in condition) || typeof condition.field !== 'string')
    throw malformed('functions are not known in WHERE here');
  const { org, object } = scope;
  const path = fieldPath(org, object, condition.field);
  if (isLongText(path.field)) {
    throw refuse('INVALID_FIELD', `field '${path.field.name}' can not be filtered in a query call`);
  }
  const accepts = comparison(scope, path.field, condition as ValueCondition);
  return (record) => accepts(valueAt(org, record, path));
};

const comparison = (
  scope: Scope,
  field: FieldDefinition,
  condition: ValueCondition,
): ((value: FieldValue) => boolean) => {
  const { operator } = condition;
  if (operator === 'IN' || operator === 'NOT IN') {
    const isIn = membership(scope, field, condition);
    return operator === 'IN' ? isIn : (value) => value !== null && !isIn(value);
  }
  const wanted = literal(scope.org, field, { text: String(condition.value), type: String(condition.literalType) });
  if (operator === 'LIKE') return likeTest(String(wanted));
  const place = (value: FieldValue): number | null => compare(value, wanted);
  const tests: Record<string, (value: FieldValue) => boolean> = {
    '=': (value) => place(value) === 0,
    '!=': (value) => place(value) !== 0,
    '<>': (value) => place(value) !== 0,
    '<': (value) => (place(value) ?? 0) < 0,
    '<=': (value) => (place(value) ?? 1) <= 0,
    '>': (value) => (place(value) ?? 0) > 0,
    '>=': (value) => (place(value) ?? -1) >= 0,
  };
  const test = tests[operator];
  if (!test) throw malformed(`unexpected token: ${operator}`);
  const read = reader(field);
  return (value) => test(read(value));
};

const membership = (
  scope: Scope,
  field: FieldDefinition,
  condition: ValueCondition,
): ((value: FieldValue) => boolean) => {
  if ('valueQuery' in condition) {
    const ids = scope.idsOf(condition.valueQuery);
    return (value) => typeof value === 'string' && ids.has(value);
  }
  const types = [condition.literalType].flat();
  const wanted = [condition.value]
    .flat()
    .map((text, index) => literal(scope.org, field, { text: String(text), type: String(types[index] ?? types[0]) }));
  const read = reader(field);
  return (value) => wanted.some((one) => compare(read(value), one) === 0);
};

/** Moments are compared as numbers, everything else as it is stored. */
const reader =
  (field: FieldDefinition) =>
  (value: FieldValue): FieldValue =>
    field.type === 'datetime' && typeof value === 'string' ? momentMs(value) : value;

const isText = ({ type }: FieldDefinition): boolean =>
  ['string', 'textarea', 'picklist', 'combobox', 'email', 'url'].includes(type);

const isId = ({ type }: FieldDefinition): boolean => type === 'id' || type === 'reference';

type Literal = { text: string; type: string };

/** The value of a literal for this field. Throws where Salesforce does: a quoted date, an unquoted id, a wrong id. */
const literal = (org: Org, field: FieldDefinition, { text, type }: Literal): FieldValue => {
  if (type === 'NULL') return null;
  const wantsQuotes = isText(field) || isId(field);
  if (text.startsWith("'") !== wantsQuotes) throw wrongLiteral(field, wantsQuotes);
  if (wantsQuotes) return isText(field) ? unquote(text) : idOf(field, unquote(text));
  if (field.type === 'boolean') return text.toUpperCase() === 'TRUE';
  if (field.type === 'date' || field.type === 'datetime') return dateLiteral(org, field, text);
  const number = Number(text);
  if (Number.isNaN(number)) throw wrongLiteral(field, wantsQuotes);
  return number;
};

const wrongLiteral = ({ name, type }: FieldDefinition, wantsQuotes: boolean): Error =>
  refuse(
    'INVALID_FIELD',
    `value of filter criterion for field '${name}' must be of type ${type} and should ${wantsQuotes ? '' : 'not '}be enclosed in quotes`,
  );

const DAY_MS = 86_400_000;

const dateLiteral = (org: Org, field: FieldDefinition, text: string): FieldValue => {
  const relative = relativeDay(text.toUpperCase());
  const today = Math.floor(org.clock() / DAY_MS) * DAY_MS;
  const ms = relative === null ? momentMs(text) : today + relative * DAY_MS;
  const isRightKind = relative !== null || text.includes('T') === (field.type === 'datetime');
  if (ms === null || !isRightKind) throw wrongLiteral(field, false);
  return field.type === 'datetime' ? ms : new Date(ms).toISOString().slice(0, 10);
};

const relativeDay = (word: string): number | null => {
  const fixed: Record<string, number> = { YESTERDAY: -1, TODAY: 0, TOMORROW: 1 };
  const days = /^(LAST|NEXT)_N_DAYS:(\d+)$/.exec(word);
  if (days) return Number(days[2]) * (days[1] === 'LAST' ? -1 : 1);
  return fixed[word] ?? null;
};

const ESCAPES: Record<string, string> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  '"': '"',
  "'": "'",
  '\\': '\\',
  _: '\\_',
  '%': '\\%',
};

/** The text between the quotes, with SOQL's escapes undone; those of LIKE stay. */
const unquote = (quoted: string): string =>
  quoted.slice(1, -1).replace(/\\(u[0-9a-fA-F]{4}|.)/gs, (_all, code: string) => {
    if (/^u./.test(code)) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    const plain = ESCAPES[code.toLowerCase()];
    if (plain === undefined) throw malformed(`Invalid string literal: illegal escape \\${code}`);
    return plain;
  });

const idOf = (field: FieldDefinition, text: string): string | null => {
  if (text === '') return null;
  const id = toId18(text);
  if (id === null) throw refuse('INVALID_QUERY_FILTER_OPERATOR', `invalid ID field: ${text} (${field.name})`);
  return id;
};

const order = <T extends string | number | boolean>(a: T, b: T): number => (a < b ? -1 : Number(a > b));

/** Order of two values of one field, null when either has none and they differ; text without regard to capitals. */
const compare = (value: FieldValue, wanted: FieldValue): number | null => {
  if (value === null || wanted === null) return value === wanted ? 0 : null;
  if (typeof value === 'string' && typeof wanted === 'string') return order(value.toLowerCase(), wanted.toLowerCase());
  return order(value, wanted);
};

const likeTest = (pattern: string): ((value: FieldValue) => boolean) => {
  const source = pattern.replace(/\\?[%_]|[.*+?^${}()|[\]\\]/g, (part) => {
    if (part === '%') return '.*';
    if (part === '_') return '.';
    return part.startsWith('\\') && part.length > 1 ? part.slice(1) : `\\${part}`;
  });
  const expression = new RegExp(`^${source}$`, 'is');
  return (value) => typeof value === 'string' && expression.test(value);
};
