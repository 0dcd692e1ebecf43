import { z } from 'zod';
import { ApiRefusal, badRequest, batchAnswer, objectNotFound, toBatchError } from './api-answer.ts';
import type { ApiAnswer, BatchError } from './api-answer.ts';
import { bodyOf, checkBatchSize, objectTypeOf, SentId, SentValues } from './api-call.ts';
import type { ApiCall, ApiRoute } from './api-call.ts';
import { toAnswer, toWrittenAnswer } from './object-answers.ts';
import type { ObjectType } from './object-types.ts';
import { CreateInput, findRecord, prepareCreate, prepareUpdate, requireUnique } from './record-writes.ts';
import type { Prepared } from './record-writes.ts';

const BASE = '/crm/objects/2026-09/:objectType/batch';
const LIMIT = 100;

const Traced = z.object({ objectWriteTraceId: z.string().optional() });
const Key = z.object({ id: SentId, idProperty: z.string().optional() });
const CreateBatch = z.object({ inputs: z.array(CreateInput.extend(Traced.shape)) });
const UpdateBatch = z.object({ inputs: z.array(Key.extend(Traced.shape).extend({ properties: SentValues })) });
type UpdateInput = z.infer<typeof UpdateBatch>['inputs'][number];
const ReadBatch = z.object({
  inputs: z.array(z.object({ id: SentId })),
  properties: z.array(z.string()),
  propertiesWithHistory: z.array(z.string()).default([]),
  idProperty: z.string().optional(),
});
const IdBatch = z.object({ inputs: z.array(z.object({ id: SentId })) });

type Traced = { objectWriteTraceId?: string | undefined };
type Failed = { input: Traced; refusal: ApiRefusal };

/**
 * Runs each input. A batch is all-or-nothing unless every input carries an objectWriteTraceId; then failures
 * are listed beside the results (multi-status).
 */
const writeEach = <Input extends Traced>(
  call: ApiCall,
  { inputs, status }: { inputs: Input[]; status: number },
  prepare: (input: Input) => () => Record<string, unknown>,
): ApiAnswer => {
  checkBatchSize(inputs, LIMIT);
  const multiStatus = inputs.every((input) => input.objectWriteTraceId !== undefined);
  if (!multiStatus) for (const input of inputs) prepare(input);
  const failed: Failed[] = [];
  const results = inputs.flatMap((input) => {
    try {
      const traceId = input.objectWriteTraceId;
      return [{ ...prepare(input)(), ...(traceId === undefined ? {} : { objectWriteTraceId: traceId }) }];
    } catch (refusal) {
      if (!(refusal instanceof ApiRefusal) || !multiStatus) throw refusal;
      failed.push({ input, refusal });
      return [];
    }
  });
  return batchAnswer(call.portal.clock(), { results, errors: failed.map(toTracedError), status });
};

const toTracedError = ({ input, refusal }: Failed): BatchError =>
  toBatchError(refusal, { objectWriteTraceId: [input.objectWriteTraceId ?? ''] });

const create = (call: ApiCall): ApiAnswer => {
  const type = objectTypeOf(call);
  const { inputs } = bodyOf(call, CreateBatch);
  return writeEach(call, { inputs, status: 201 }, (input) => {
    const write = prepareCreate(call.portal, type, { input, actor: call.actor });
    return () => toWrittenAnswer(call.portal, write());
  });
};

const update = (call: ApiCall): ApiAnswer => {
  const type = objectTypeOf(call);
  const { inputs } = bodyOf(call, UpdateBatch);
  refuseDuplicates(inputs);
  return writeEach(call, { inputs, status: 200 }, (input) => {
    const write = prepareUpdate(call.portal, findRecord(call.portal, type, input), {
      sent: input.properties,
      actor: call.actor,
    });
    return () => toWrittenAnswer(call.portal, write());
  });
};

const upsert = (call: ApiCall): ApiAnswer => {
  const type = objectTypeOf(call);
  const { inputs } = bodyOf(call, UpdateBatch);
  refuseDuplicates(inputs);
  return writeEach(call, { inputs, status: 200 }, (input) => {
    const { write, isNew } = prepareUpsert(call, type, input);
    return () => ({ ...toWrittenAnswer(call.portal, write()), new: isNew });
  });
};

const prepareUpsert = (
  { portal, actor }: ApiCall,
  type: ObjectType,
  { id, idProperty, properties }: UpdateInput,
): { write: Prepared; isNew: boolean } => {
  if (idProperty === undefined || idProperty === 'hs_object_id') {
    return {
      write: prepareUpdate(portal, findRecord(portal, type, { id }), { sent: properties, actor }),
      isNew: false,
    };
  }
  requireUnique(portal, type, idProperty);
  const keyed = { ...properties, [idProperty]: id };
  const current = portal.store.findBy(type, idProperty, id);
  if (current) return { write: prepareUpdate(portal, current, { sent: keyed, actor }), isNew: false };
  return { write: prepareCreate(portal, type, { input: { properties: keyed, associations: [] }, actor }), isNew: true };
};

const refuseDuplicates = (inputs: { id: string; idProperty?: string | undefined }[]): void => {
  const keys = inputs.map(({ id, idProperty = '' }) => `${idProperty}/${id}`);
  const twice = inputs.filter((_, index) => keys.indexOf(keys[index] ?? '') !== index).map(({ id }) => id);
  if (twice.length > 0) {
    throw badRequest(`Duplicate IDs found in batch input: [${twice.join(', ')}]. IDs must be unique in a batch.`);
  }
};

const read = (call: ApiCall): ApiAnswer => {
  const type = objectTypeOf(call);
  const { inputs, properties, propertiesWithHistory: withHistory, idProperty } = bodyOf(call, ReadBatch);
  checkBatchSize(inputs, LIMIT);
  const missing: string[] = [];
  const ids = [...new Set(inputs.map(({ id }) => id))];
  const results = ids.flatMap((id) => {
    const object = readable(call, type, { id, idProperty });
    if (!object) missing.push(id);
    return object ? [toAnswer(call.portal, object, { properties, withHistory })] : [];
  });
  return batchAnswer(call.portal.clock(), { results, errors: missing.length === 0 ? [] : [notFound(missing)] });
};

const readable = (call: ApiCall, type: ObjectType, key: { id: string; idProperty?: string | undefined }) => {
  if (call.query.get('archived') === 'true') {
    return call.portal.store.listArchived(type).find(({ id }) => id === key.id);
  }
  try {
    return findRecord(call.portal, type, key);
  } catch (refusal) {
    if (refusal instanceof ApiRefusal && refusal.answer.status === 404) return undefined;
    throw refusal;
  }
};

const notFound = (ids: string[]): BatchError => ({
  ...toBatchError(objectNotFound(ids.join(','))),
  message: 'Could not get some objects, they may be deleted or not exist. Check that ids are valid.',
  context: { ids },
});

const archive = (call: ApiCall): ApiAnswer => {
  const type = objectTypeOf(call);
  const { inputs } = bodyOf(call, IdBatch);
  checkBatchSize(inputs, LIMIT);
  for (const { id } of inputs) {
    const object = call.portal.store.find(type, id);
    if (object) call.portal.store.archive(object, call.actor);
  }
  return { status: 204 };
};

/** Operations on up to 100 records at once (objects.2026-09). */
export const OBJECT_BATCH_ROUTES: ApiRoute[] = [
  { method: 'post', path: `${BASE}/read`, answer: read },
  { method: 'post', path: `${BASE}/create`, answer: create },
  { method: 'post', path: `${BASE}/update`, answer: update },
  { method: 'post', path: `${BASE}/upsert`, answer: upsert },
  { method: 'post', path: `${BASE}/archive`, answer: archive },
];
