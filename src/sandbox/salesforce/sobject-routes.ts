import { ApiRefusal, noSuchColumn, notFound, refuse } from './api-answer.ts';
import type { ApiAnswer } from './api-answer.ts';
import { SentRecord, bodyOf, objectOfPath } from './api-call.ts';
import type { ApiCall, ApiRoute } from './api-call.ts';
import { describeBriefly, describeObject } from './describe.ts';
import type { ObjectDefinition } from './field-definition.ts';
import { momentMs, toMoment } from './field-values.ts';
import type { SObject } from './org-store.ts';
import { createRecord, deleteRecord, recordOf, updateRecord } from './record-writes.ts';

const isWritable = (object: ObjectDefinition): boolean => describeBriefly(object, '')['createable'] === true;

/** 400 for objects that only set-up pages write. */
export const requireWritable = (object: ObjectDefinition): void => {
  if (isWritable(object)) return;
  throw refuse('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', `entity type cannot be inserted: ${object.label}`, []);
};

/** A record with the fields that are asked for, all when none are named. */
export const showRecord = ({ org, base }: ApiCall, record: SObject, names: string[]): Record<string, unknown> => {
  const object = org.schema.object(record.type);
  if (!object) throw notFound();
  const fields = names.map((name) => {
    const field = org.schema.field(object, name);
    if (!field) throw noSuchColumn(name, object.name);
    return field;
  });
  const shown = fields.length > 0 ? fields : org.schema.fields(object);
  return {
    attributes: { type: record.type, url: `${base}/sobjects/${record.type}/${record.id}` },
    ...Object.fromEntries(shown.map(({ name }) => [name, record.fields[name] ?? null])),
    Id: record.id,
  };
};

/** The names in ?fields=A,B. */
export const namesIn = (text: string | null): string[] =>
  (text ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

const create = (call: ApiCall): ApiAnswer => {
  const object = objectOfPath(call);
  requireWritable(object);
  const { id } = createRecord(call.org, object, { sent: bodyOf(call, SentRecord), userId: call.userId });
  const headers = { Location: `${call.base}/sobjects/${object.name}/${id}` };
  return { status: 201, headers, body: { id, success: true, errors: [] } };
};

const found = (call: ApiCall): SObject => recordOf(call.org, objectOfPath(call), call.params['id'] ?? '');

/** 412 when the record changed after the moment in If-Unmodified-Since. */
const requireUnmodified = ({ headers }: ApiCall, record: SObject): void => {
  const since = Date.parse(headers['if-unmodified-since'] ?? '');
  const changed = momentMs(String(record.fields['LastModifiedDate']));
  if (Number.isNaN(since) || changed === null || changed <= since) return;
  throw new ApiRefusal(412, { message: 'The resource has been modified', errorCode: 'PRECONDITION_FAILED' });
};

const update = (call: ApiCall): ApiAnswer => {
  const record = found(call);
  requireWritable(objectOfPath(call));
  requireUnmodified(call, record);
  updateRecord(call.org, record, { sent: bodyOf(call, SentRecord), userId: call.userId });
  return { status: 204 };
};

const remove = (call: ApiCall): ApiAnswer => {
  deleteRecord(call.org, found(call), call.userId);
  return { status: 204 };
};

/** The one record whose external id field holds the value. Throws 404 for a field that is none, 300 for several. */
export const byExternalId = (
  { org }: ApiCall,
  object: ObjectDefinition,
  { name, value }: { name: string; value: unknown },
): SObject | undefined => {
  const field = org.schema.field(object, name);
  if (!field || !(field.externalId || field.type === 'id')) {
    throw notFound(`Provided external ID field does not exist or is not accessible: ${name}`);
  }
  const all = org.store.list(object.name).filter(({ fields }) => fields[field.name] === value);
  if (all.length > 1)
    throw new ApiRefusal(300, { errorCode: 'DUPLICATE_VALUE', message: 'more than one record found' });
  return all[0];
};

const externalKey = ({ params }: ApiCall) => ({ name: params['field'] ?? '', value: params['value'] ?? '' });

const upsert = (call: ApiCall): ApiAnswer => {
  const object = objectOfPath(call);
  const key = externalKey(call);
  const record = byExternalId(call, object, key);
  const sent = bodyOf(call, SentRecord);
  if (record) {
    updateRecord(call.org, record, { sent, userId: call.userId });
    return { status: 200, body: { id: record.id, success: true, errors: [], created: false } };
  }
  const { id } = createRecord(call.org, object, { sent: { ...sent, [key.name]: key.value }, userId: call.userId });
  return { status: 201, body: { id, success: true, errors: [], created: true } };
};

const readByKey = (call: ApiCall): ApiAnswer => {
  const record = byExternalId(call, objectOfPath(call), externalKey(call));
  if (!record) throw notFound();
  return { status: 200, body: showRecord(call, record, namesIn(call.query.get('fields'))) };
};

/** Start and end of ?start=...&end=..., in milliseconds. */
const spanOf = ({ query }: ApiCall): { from: number; to: number } => {
  const [from, to] = ['start', 'end'].map((name) => momentMs((query.get(name) ?? '').replace(' ', '+')));
  if (from === null || from === undefined || to === null || to === undefined || from >= to) {
    throw refuse('INVALID_REPLICATION_DATE', 'startDate and endDate must be moments, in this order');
  }
  return { from, to };
};

const changedIn = (call: ApiCall): SObject[] => {
  const { from, to } = spanOf(call);
  return call.org.store.list(objectOfPath(call).name, true).filter(({ fields }) => {
    const at = momentMs(String(fields['SystemModstamp'])) ?? 0;
    return at >= from && at < to;
  });
};

const updated = (call: ApiCall): ApiAnswer => {
  const live = changedIn(call).filter(({ fields }) => fields['IsDeleted'] !== true);
  return { status: 200, body: { ids: live.map(({ id }) => id), latestDateCovered: toMoment(call.org.clock()) } };
};

const deleted = (call: ApiCall): ApiAnswer => ({
  status: 200,
  body: {
    deletedRecords: changedIn(call)
      .filter(({ fields }) => fields['IsDeleted'] === true)
      .map(({ id, fields }) => ({ id, deletedDate: fields['SystemModstamp'] })),
    earliestDateAvailable: toMoment(0),
    latestDateCovered: toMoment(call.org.clock()),
  },
});

const describe = (call: ApiCall): ApiAnswer => ({
  status: 200,
  body: describeObject(call.org.schema, objectOfPath(call), call.base),
});

const describeAll = ({ org, base }: ApiCall): ApiAnswer => ({
  status: 200,
  body: {
    encoding: 'UTF-8',
    maxBatchSize: 200,
    sobjects: org.schema.objects().map((object) => describeBriefly(object, base)),
  },
});

/** Records one by one, and what objects there are. */
export const SOBJECT_ROUTES: ApiRoute[] = [
  { method: 'GET', path: '/sobjects', answer: describeAll },
  { method: 'GET', path: '/sobjects/:object/describe', answer: describe },
  { method: 'GET', path: '/sobjects/:object/updated', answer: updated },
  { method: 'GET', path: '/sobjects/:object/deleted', answer: deleted },
  { method: 'POST', path: '/sobjects/:object', answer: create },
  {
    method: 'GET',
    path: '/sobjects/:object/:id',
    answer: (call) => ({ status: 200, body: showRecord(call, found(call), namesIn(call.query.get('fields'))) }),
  },
  { method: 'PATCH', path: '/sobjects/:object/:id', answer: update },
  { method: 'DELETE', path: '/sobjects/:object/:id', answer: remove },
  { method: 'GET', path: '/sobjects/:object/:field/:value', answer: readByKey },
  { method: 'PATCH', path: '/sobjects/:object/:field/:value', answer: upsert },
];
