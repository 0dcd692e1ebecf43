import { z } from 'zod';
import { ApiRefusal, notFound, refuse, toSaveError } from './api-answer.ts';
import type { ApiAnswer, SaveError } from './api-answer.ts';
import { SentRecord, bodyOf, objectOfPath } from './api-call.ts';
import type { ApiCall, ApiRoute } from './api-call.ts';
import type { ObjectDefinition } from './field-definition.ts';
import { createRecord, deleteRecord, recordOf, updateRecord } from './record-writes.ts';
import { toId18 } from './record-ids.ts';
import { byExternalId, namesIn, requireWritable, showRecord } from './sobject-routes.ts';

const LIMIT = 200;
const READ_LIMIT = 2000;

const Records = z.object({ allOrNone: z.boolean().default(false), records: z.array(SentRecord) });

type SaveResult = { id?: string; success: boolean; errors: SaveError[]; created?: boolean };

const checkSize = (count: number, limit: number): void => {
  if (count <= limit) return;
  throw refuse('EXCEEDED_ID_LIMIT', `record limit reached. cannot submit more than ${limit} records into this call`);
};

const ROLLED_BACK: SaveError = {
  statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
  message: 'Record rolled back because not all records were valid and the request was using AllOrNone header',
  fields: [],
};

class RollBack extends Error {}

type Save = { id?: string | undefined; run: () => SaveResult };

/** Saves record by record; with allOrNone one failure takes all back. */
const saveAll = ({ org }: ApiCall, saves: Save[], allOrNone: boolean): SaveResult[] => {
  const results: SaveResult[] = [];
  try {
    org.store.transaction(() => {
      for (const save of saves) results.push(saveOne(save));
      if (allOrNone && results.some(({ success }) => !success)) throw new RollBack();
    });
    return results;
  } catch (fault) {
    if (!(fault instanceof RollBack)) throw fault;
    return results.map((result, index) => {
      const id = saves[index]?.id;
      return result.success ? { ...(id ? { id } : {}), success: false, errors: [ROLLED_BACK] } : result;
    });
  }
};

const saveOne = ({ id, run }: Save): SaveResult => {
  try {
    return run();
  } catch (refusal) {
    if (!(refusal instanceof ApiRefusal)) throw refusal;
    return { ...(id ? { id } : {}), success: false, errors: [toSaveError(refusal)] };
  }
};

/** The object of attributes.type; each record of a collection names its own. */
const objectOf = ({ org }: ApiCall, record: Record<string, unknown>): ObjectDefinition => {
  const type = z.object({ type: z.string() }).safeParse(record['attributes']).data?.type ?? '';
  const object = org.schema.object(type);
  if (!object) throw refuse('INVALID_TYPE', `sObject type '${type}' is not supported.`);
  requireWritable(object);
  return object;
};

const create = (call: ApiCall): ApiAnswer => {
  const { allOrNone, records } = bodyOf(call, Records);
  checkSize(records.length, LIMIT);
  const saves = records.map((sent) => ({
    run: () => {
      const { id } = createRecord(call.org, objectOf(call, sent), { sent, userId: call.userId });
      return { id, success: true, errors: [] };
    },
  }));
  return { status: 200, body: saveAll(call, saves, allOrNone) };
};

const idIn = (sent: Record<string, unknown>): string | undefined => {
  const id = sent['id'] ?? sent['Id'];
  return typeof id === 'string' ? (toId18(id) ?? id) : undefined;
};

const withoutId = (sent: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(sent).filter(([name]) => name.toLowerCase() !== 'id'));

const update = (call: ApiCall): ApiAnswer => {
  const { allOrNone, records } = bodyOf(call, Records);
  checkSize(records.length, LIMIT);
  const saves = records.map((sent) => {
    const id = idIn(sent);
    const run = (): SaveResult => {
      if (id === undefined) throw refuse('MISSING_ARGUMENT', 'Id not specified in an update call', []);
      const record = recordOf(call.org, objectOf(call, sent), id);
      updateRecord(call.org, record, { sent: withoutId(sent), userId: call.userId });
      return { id: record.id, success: true, errors: [] };
    };
    return { id, run };
  });
  return { status: 200, body: saveAll(call, saves, allOrNone) };
};

const upsert = (call: ApiCall): ApiAnswer => {
  const { allOrNone, records } = bodyOf(call, Records);
  checkSize(records.length, LIMIT);
  const object = objectOfPath(call);
  const name = call.params['field'] ?? '';
  byExternalId(call, object, { name, value: '' });
  const saves = records.map((sent) => ({ run: () => upsertOne(call, object, { sent, name }) }));
  return { status: 200, body: saveAll(call, saves, allOrNone) };
};

const upsertOne = (
  call: ApiCall,
  object: ObjectDefinition,
  { sent, name }: { sent: Record<string, unknown>; name: string },
): SaveResult => {
  const value = name.toLowerCase() === 'id' ? (idIn(sent) ?? null) : sent[name];
  const record = value === null || value === undefined ? undefined : byExternalId(call, object, { name, value });
  const values = withoutId(sent);
  if (record) {
    updateRecord(call.org, record, { sent: values, userId: call.userId });
    return { id: record.id, success: true, errors: [], created: false };
  }
  const { id } = createRecord(call.org, object, { sent: values, userId: call.userId });
  return { id, success: true, errors: [], created: true };
};

const remove = (call: ApiCall): ApiAnswer => {
  const ids = namesIn(call.query.get('ids'));
  checkSize(ids.length, LIMIT);
  const saves = ids.map((id) => ({
    id,
    run: (): SaveResult => {
      const object = call.org.schema.objectOfId(id);
      if (!object) throw notFound();
      const record = recordOf(call.org, object, id);
      deleteRecord(call.org, record, call.userId);
      return { id: record.id, success: true, errors: [] };
    },
  }));
  return { status: 200, body: saveAll(call, saves, call.query.get('allOrNone') === 'true') };
};

const Wanted = z.object({ ids: z.array(z.string()), fields: z.array(z.string()) });

/** One answer per id, in order; null for records that are not there. */
const readMany = (call: ApiCall, { ids, fields }: z.infer<typeof Wanted>): ApiAnswer => {
  const object = objectOfPath(call);
  checkSize(ids.length, READ_LIMIT);
  const body = ids.map((id) => {
    const record = call.org.store.live(object.name, toId18(id));
    return record ? showRecord(call, record, fields) : null;
  });
  return { status: 200, body };
};

/** Up to 200 records in one call. */
export const COLLECTION_ROUTES: ApiRoute[] = [
  { method: 'POST', path: '/composite/sobjects', answer: create },
  { method: 'PATCH', path: '/composite/sobjects', answer: update },
  { method: 'DELETE', path: '/composite/sobjects', answer: remove },
  { method: 'POST', path: '/composite/sobjects/:object', answer: (call) => readMany(call, bodyOf(call, Wanted)) },
  {
    method: 'GET',
    path: '/composite/sobjects/:object',
    answer: (call) =>
      readMany(call, { ids: namesIn(call.query.get('ids')), fields: namesIn(call.query.get('fields')) }),
  },
  { method: 'PATCH', path: '/composite/sobjects/:object/:field', answer: upsert },
];
