import { z } from 'zod';
import { ApiRefusal, badRequest, batchAnswer, objectNotFound, toBatchError } from './api-answer.ts';
import type { ApiAnswer, BatchError } from './api-answer.ts';
import { bodyOf, checkBatchSize, objectTypeOf, SentId } from './api-call.ts';
import type { ApiCall, ApiRoute } from './api-call.ts';
import { associationType, defaultAssociationType } from './association-types.ts';
import type { AssociationType } from './association-types.ts';
import { singularOf, typeIdOf } from './object-types.ts';
import type { ObjectType } from './object-types.ts';
import { AssociationSpec, liveRecord } from './record-writes.ts';

const BATCH = '/crm/associations/2026-09/:fromType/:toType/batch';
const SINGLE = '/crm/objects/2026-09/:fromType/:fromId/associations';
const READ_LIMIT = 1000;
const CREATE_LIMIT = 2000;
const PAGE = 500;

const Ref = z.object({ id: SentId });
const ReadBatch = z.object({ inputs: z.array(z.object({ id: SentId, after: z.string().optional() })) });
const CreateBatch = z.object({
  inputs: z.array(z.object({ from: Ref, to: Ref, types: z.array(AssociationSpec).min(1) })),
});
const DefaultBatch = z.object({ inputs: z.array(z.object({ from: Ref, to: Ref })) });
const ArchiveBatch = z.object({ inputs: z.array(z.object({ from: Ref, to: z.array(Ref) })) });

type Ends = { from: ObjectType; to: ObjectType };
type Pair = { fromId: string; toId: string };
type Link = Ends & Pair;

const endsOf = (call: ApiCall): Ends => ({ from: objectTypeOf(call, 'fromType'), to: objectTypeOf(call, 'toType') });

const read = (call: ApiCall): ApiAnswer => {
  const { from, to } = endsOf(call);
  const { inputs } = bodyOf(call, ReadBatch);
  checkBatchSize(inputs, READ_LIMIT);
  const errors: BatchError[] = [];
  const results = inputs.flatMap(({ id, after }) => {
    const all = liveRecord(call.portal, from, id) ? call.portal.store.associations.of({ type: from, id }, to) : [];
    const linked = all.filter((other) => liveRecord(call.portal, to, other.id));
    if (linked.length === 0) errors.push(nothingAssociated(from, to, id));
    return linked.length === 0 ? [] : [{ from: { id }, ...pageOf(linked, Number(after ?? 0)) }];
  });
  return batchAnswer(call.portal.clock(), { results, errors });
};

const pageOf = (linked: { id: string; types: AssociationType[] }[], start: number): Record<string, unknown> => {
  const to = linked.slice(start, start + PAGE).map(({ id, types }) => ({
    toObjectId: id,
    associationTypes: types.map(({ typeId, label }) => ({
      category: 'HUBSPOT_DEFINED',
      typeId,
      ...(label === null ? {} : { label }),
    })),
  }));
  const more = linked.length > start + PAGE;
  return more ? { to, paging: { next: { after: String(start + PAGE) } } } : { to };
};

const nothingAssociated = (from: ObjectType, to: ObjectType, id: string): BatchError => ({
  status: 'error',
  category: 'OBJECT_NOT_FOUND',
  subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND',
  message: `No ${singularOf(to)} is associated with ${singularOf(from)} ${id}.`,
  context: { fromObjectId: [id], fromObjectType: [singularOf(from)], toObjectType: [singularOf(to)] },
  errors: [],
  links: {},
});

const associate = (call: ApiCall, { from, to, fromId, toId }: Link, types: AssociationType[]): void => {
  const [source, target] = [
    { type: from, id: fromId },
    { type: to, id: toId },
  ];
  for (const { type, id } of [source, target]) if (!liveRecord(call.portal, type, id)) throw objectNotFound(id);
  for (const kind of types) call.portal.store.associations.add(source, target, kind);
  call.portal.store.touchAssociations(source, call.actor);
};

const toTypes = ({ from, to }: Ends, specs: AssociationSpec[]): AssociationType[] =>
  specs.map(({ associationTypeId }) => {
    const type = associationType(from, to, associationTypeId);
    if (!type)
      throw badRequest(
        `No association type ${associationTypeId} exists from ${singularOf(from)} to ${singularOf(to)}.`,
      );
    return type;
  });

const defaultType = ({ from, to }: Ends): AssociationType => {
  const type = defaultAssociationType(from, to);
  if (!type) throw badRequest(`No default association exists from ${singularOf(from)} to ${singularOf(to)}.`);
  return type;
};

/** Runs each input; one that fails is listed beside the results. */
const each = <Input>(call: ApiCall, inputs: Input[], write: (input: Input) => unknown[]): ApiAnswer => {
  checkBatchSize(inputs, CREATE_LIMIT);
  const errors: BatchError[] = [];
  const results = inputs.flatMap((input) => {
    try {
      return write(input);
    } catch (refusal) {
      if (!(refusal instanceof ApiRefusal)) throw refusal;
      errors.push(toBatchError(refusal));
      return [];
    }
  });
  return batchAnswer(call.portal.clock(), { results, errors });
};

const create = (call: ApiCall): ApiAnswer => {
  const ends = endsOf(call);
  return each(call, bodyOf(call, CreateBatch).inputs, ({ from, to, types: specs }) => {
    const types = toTypes(ends, specs);
    const link = { ...ends, fromId: from.id, toId: to.id };
    associate(call, link, types);
    return [labelsAnswer(link, types)];
  });
};

const labelsAnswer = ({ from, to, fromId, toId }: Link, types: AssociationType[]) => ({
  fromObjectTypeId: typeIdOf(from),
  fromObjectId: fromId,
  toObjectTypeId: typeIdOf(to),
  toObjectId: toId,
  labels: types.flatMap(({ label }) => label ?? []),
});

const createDefault = (call: ApiCall): ApiAnswer => {
  const ends = endsOf(call);
  return each(call, bodyOf(call, DefaultBatch).inputs, ({ from, to }) =>
    putDefault(call, ends, { fromId: from.id, toId: to.id }),
  );
};

const putDefault = (call: ApiCall, ends: Ends, pair: Pair): unknown[] => {
  const type = defaultType(ends);
  associate(call, { ...ends, ...pair }, [type]);
  return [
    { from: { id: pair.fromId }, to: { id: pair.toId }, associationSpec: specOf(type.typeId) },
    { from: { id: pair.toId }, to: { id: pair.fromId }, associationSpec: specOf(type.inverseId) },
  ];
};

const specOf = (associationTypeId: number) => ({ associationCategory: 'HUBSPOT_DEFINED', associationTypeId });

const remove = (call: ApiCall, { from, to, fromId, toId }: Link, types: AssociationType[] | 'all' = 'all'): void => {
  call.portal.store.associations.remove({ type: from, id: fromId }, { type: to, id: toId }, types);
  call.portal.store.touchAssociations({ type: from, id: fromId }, call.actor);
};

const archive = (call: ApiCall): ApiAnswer => {
  const ends = endsOf(call);
  const { inputs } = bodyOf(call, ArchiveBatch);
  checkBatchSize(inputs, CREATE_LIMIT);
  for (const { from, to } of inputs) for (const { id } of to) remove(call, { ...ends, fromId: from.id, toId: id });
  return batchAnswer(call.portal.clock(), { results: [] });
};

const archiveLabels = (call: ApiCall): ApiAnswer => {
  const ends = endsOf(call);
  const { inputs } = bodyOf(call, CreateBatch);
  checkBatchSize(inputs, CREATE_LIMIT);
  for (const { from, to, types } of inputs)
    remove(call, { ...ends, fromId: from.id, toId: to.id }, toTypes(ends, types));
  return batchAnswer(call.portal.clock(), { results: [] });
};

const pairOf = ({ params }: ApiCall): Pair => ({ fromId: params['fromId'] ?? '', toId: params['toId'] ?? '' });

const putOne = (call: ApiCall): ApiAnswer => {
  const ends = endsOf(call);
  const types = toTypes(ends, bodyOf(call, z.array(AssociationSpec).min(1)));
  const link = { ...ends, ...pairOf(call) };
  associate(call, link, types);
  return { status: 201, body: labelsAnswer(link, types) };
};

const putOneDefault = (call: ApiCall): ApiAnswer =>
  batchAnswer(call.portal.clock(), { results: putDefault(call, endsOf(call), pairOf(call)) });

const removeOne = (call: ApiCall): ApiAnswer => {
  remove(call, { ...endsOf(call), ...pairOf(call) });
  return { status: 204 };
};

/** Reading and writing of associations (associations.2026-09). */
export const ASSOCIATION_ROUTES: ApiRoute[] = [
  { method: 'post', path: `${BATCH}/read`, answer: read },
  { method: 'post', path: `${BATCH}/create`, answer: create },
  { method: 'post', path: `${BATCH}/associate/default`, answer: createDefault },
  { method: 'post', path: `${BATCH}/archive`, answer: archive },
  { method: 'post', path: `${BATCH}/labels/archive`, answer: archiveLabels },
  { method: 'put', path: `${SINGLE}/default/:toType/:toId`, answer: putOneDefault },
  { method: 'put', path: `${SINGLE}/:toType/:toId`, answer: putOne },
  { method: 'delete', path: `${SINGLE}/:toType/:toId`, answer: removeOne },
];
