import { parseQuery } from '@jetstreamapp/soql-parser-js';
import type { FieldSubquery, FieldType, OrderByClause, Query, QueryBase } from '@jetstreamapp/soql-parser-js';
import { refuse } from './api-answer.ts';
import { isLongText } from './describe.ts';
import type { FieldValue, ObjectDefinition } from './field-definition.ts';
import type { Org } from './org.ts';
import type { SObject } from './org-store.ts';
import { fieldPath, parentOf, queriedObject, valueAt } from './soql-scope.ts';
import { malformed, toTest } from './soql-where.ts';
import type { Test } from './soql-where.ts';

/** One record as the API answers it. */
export type AnsweredRecord = { attributes: { type: string; url: string }; [name: string]: unknown };

/** What a query finds: records, or their number for SELECT COUNT(). */
export type Found = { totalSize: number; records: AnsweredRecord[] };

type Run = { org: Org; base: string; withDeleted: boolean };

/** Runs a SOQL query. `base` is the path of the API version. Throws the refusal that Salesforce gives. */
export const runQuery = (run: Run, soql: string): Found => {
  const query = parsed(soql);
  const object = queriedObject(run.org, query.sObject);
  const records = select(run, { object, query });
  if (query.groupBy || query.having) throw malformed('GROUP BY is not known to this sandbox');
  if (isCount(query)) return { totalSize: records.length, records: [] };
  const project = projection(run, object, query.fields ?? []);
  return { totalSize: records.length, records: records.map(project) };
};

const parsed = (soql: string): Query => {
  if (soql.length > 100_000)
    throw refuse('QUERY_TOO_COMPLICATED', 'SOQL statements cannot be longer than 100000 characters.');
  try {
    return parseQuery(soql);
  } catch (fault) {
    throw malformed(fault instanceof Error ? fault.message : 'unexpected token');
  }
};

const isCount = ({ fields = [] }: Query): boolean => {
  const [first] = fields;
  return first?.type === 'FieldFunctionExpression' && first.functionName === 'COUNT' && first.parameters?.length === 0;
};

type Selection = { object: ObjectDefinition; query: QueryBase; own?: Test };

const select = (run: Run, { object, query, own = () => true }: Selection): SObject[] => {
  const { org, withDeleted } = run;
  const idsOf = (inner: unknown): Set<string> => innerIds(run, inner as Query);
  const passes = toTest({ org, object, idsOf }, query.where);
  const found = org.store.list(object.name, withDeleted).filter((record) => own(record) && passes(record));
  const sorted = inOrder(org, object, { records: found, orderBy: [query.orderBy ?? []].flat() });
  const start = query.offset ?? 0;
  return sorted.slice(start, query.limit === undefined ? undefined : start + query.limit);
};

/** The values that IN (SELECT AccountId FROM ...) names. */
const innerIds = (run: Run, query: Query): Set<string> => {
  const object = queriedObject(run.org, query.sObject);
  const [chosen] = query.fields ?? [];
  const path = fieldPath(run.org, object, chosen && 'field' in chosen ? chosen.field : 'Id');
  return new Set(select(run, { object, query }).map((record) => String(valueAt(run.org, record, path))));
};

type Unsorted = { records: SObject[]; orderBy: OrderByClause[] };

const inOrder = (org: Org, object: ObjectDefinition, { records, orderBy }: Unsorted): SObject[] => {
  const keys = orderBy.map((clause) => {
    if (!('field' in clause)) throw malformed('functions are not known in ORDER BY here');
    const path = fieldPath(org, object, clause.field);
    if (isLongText(path.field)) throw malformed(`field '${path.field.name}' can not be sorted in a query call`);
    const nullsFirst = clause.nulls === undefined ? clause.order !== 'DESC' : clause.nulls === 'FIRST';
    return { path, sign: clause.order === 'DESC' ? -1 : 1, nullsFirst };
  });
  return records.toSorted((a, b) => {
    for (const { path, sign, nullsFirst } of keys) {
      const order = orderOf(valueAt(org, a, path), valueAt(org, b, path), { sign, nullsFirst });
      if (order !== 0) return order;
    }
    return 0;
  });
};

const orderOf = (a: FieldValue, b: FieldValue, { sign, nullsFirst }: { sign: number; nullsFirst: boolean }): number => {
  if (a === null || b === null) {
    if (a === b) return 0;
    return (a === null) === nullsFirst ? -1 : 1;
  }
  if (a === b) return 0;
  return (a < b ? -1 : 1) * sign;
};

type Column = (record: SObject, answered: Record<string, unknown>) => void;

/** How a record is turned into what SELECT asks for, in that order. */
const projection = (run: Run, object: ObjectDefinition, fields: FieldType[]): ((record: SObject) => AnsweredRecord) => {
  const columns = fields.flatMap((field) => columnsOf(run, object, field));
  return (record) => {
    const answered: AnsweredRecord = { attributes: attributesOf(run, record) };
    for (const column of columns) column(record, answered);
    return answered;
  };
};

const attributesOf = ({ base }: Run, { type, id }: SObject): AnsweredRecord['attributes'] => ({
  type,
  url: `${base}/sobjects/${type}/${id}`,
});

const columnsOf = (run: Run, object: ObjectDefinition, field: FieldType): Column[] => {
  if (field.type === 'Field') return [pathColumn(run, object, field.field)];
  if (field.type === 'FieldRelationship')
    return [pathColumn(run, object, `${field.relationships.join('.')}.${field.field}`)];
  if (field.type === 'FieldSubquery') return [childrenColumn(run, object, field)];
  if (field.type === 'FieldFunctionExpression' && field.functionName === 'FIELDS') {
    return run.org.schema.fields(object).map(({ name }) => pathColumn(run, object, name));
  }
  throw malformed(`this sandbox does not know ${field.type}`);
};

/** A field, or one of a parent: Account.Name becomes an object within the record, null where the lookup is empty. */
const pathColumn = (run: Run, object: ObjectDefinition, name: string): Column => {
  const { parents, field } = fieldPath(run.org, object, name);
  return (record, answered) => {
    let at: SObject = record;
    let into = answered;
    for (const parent of parents) {
      const next = parentOf(run.org, at, parent);
      const key = parent.relationshipName ?? parent.name;
      if (!next) {
        into[key] = null;
        return;
      }
      into[key] ??= { attributes: attributesOf(run, next) };
      into = into[key] as Record<string, unknown>;
      at = next;
    }
    into[field.name] = at.fields[field.name] ?? null;
  };
};

/** The children of a record, as a query within it; null where there are none. */
const childrenColumn = (run: Run, object: ObjectDefinition, { subquery }: FieldSubquery): Column => {
  const children = run.org.schema.children(object, subquery.relationshipName);
  if (!children) {
    throw refuse(
      'INVALID_TYPE',
      `Didn't understand relationship '${subquery.relationshipName}' in FROM part of query call. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`,
    );
  }
  const { child, lookup } = children;
  const project = projection(run, child, subquery.fields ?? []);
  return (record, answered) => {
    const found = select(run, { object: child, query: subquery, own: ({ fields }) => fields[lookup] === record.id });
    answered[subquery.relationshipName] =
      found.length === 0 ? null : { totalSize: found.length, done: true, records: found.map(project) };
  };
};
