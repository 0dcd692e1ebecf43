import { toRecordId } from './record-id.ts';

/** The signs that SOQL escapes in a quoted text (SOQL and SOSL Reference, "Quoted String Escape Sequences"). */
const ESCAPES: Record<string, string> = {
  '\\': '\\\\', "'": "\\'", '"': '\\"', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\b': '\\b', '\f': '\\f',
}; // prettier-ignore

/** Other control characters and halves of characters say nothing to a query: they go. */
const UNSAYABLE = /[\p{Cc}\u2028\u2029]/gu;

/** The one way in which a value gets into a statement: a quoted text whose content cannot end it. */
export const quoted = (value: string): string => {
  const escaped = value.toWellFormed().replace(/[\\'"\n\r\t\b\f]/g, (sign) => ESCAPES[sign] ?? '');
  return `'${escaped.replace(UNSAYABLE, '')}'`;
};

const NAME = /^[A-Za-z]\w*(\.[A-Za-z]\w*)*$/;

/** A field, relation or object name; throws for anything else: names come from us or from the org's own describe. */
const named = (name: string): string => {
  if (!NAME.test(name)) throw new TypeError('A name in a query has letters, digits and underscores only.');
  return name;
};

/** One condition of a statement. Conditions are joined by AND. */
export type Condition =
  | { field: string; in: readonly string[] }
  /** `since`: a moment, ISO 8601. */
  | { field: string; since: string }
  | { field: string; isTrue: true }
  | { field: string; isSet: true };

export type Statement = {
  select: readonly string[];
  /** Children that come along, e.g. the line items of an opportunity, by the name of the relation. */
  children?: { select: readonly string[]; from: string };
  from: string;
  where?: readonly Condition[];
  orderBy?: readonly string[];
};

const conditionText = (condition: Condition): string => {
  const field = named(condition.field);
  if ('in' in condition) return `${field} IN (${condition.in.map(quoted).join(', ')})`;
  if ('since' in condition) return `${field} >= ${new Date(condition.since).toISOString()}`;
  return 'isSet' in condition ? `${field} != null` : `${field} = true`;
};

const list = (names: readonly string[]): string => [...new Set(names)].map(named).join(', ');

/** The statement as text. A condition on no values at all must not be asked: it is the caller's to leave it out. */
export const soql = ({ select, children, from, where = [], orderBy = [] }: Statement): string =>
  [
    `SELECT ${list(select)}`,
    ...(children ? [`, (SELECT ${list(children.select)} FROM ${named(children.from)})`] : []),
    ` FROM ${named(from)}`,
    ...(where.length === 0 ? [] : [` WHERE ${where.map(conditionText).join(' AND ')}`]),
    ...(orderBy.length === 0 ? [] : [` ORDER BY ${list(orderBy)}`]),
  ].join('');

/** Texts as they may stand for ids in a condition: what is no id is left out. */
export const idCondition = (field: string, ids: readonly string[]): Condition => ({
  field,
  in: ids.map(toRecordId).filter((id) => id !== null),
});
