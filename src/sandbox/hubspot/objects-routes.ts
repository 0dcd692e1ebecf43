import { z } from 'zod';
import { badRequest, objectNotFound } from './api-answer.ts';
import type { ApiAnswer } from './api-answer.ts';
import { bodyOf, listOf, objectTypeOf, SentValues } from './api-call.ts';
import type { ApiCall, ApiRoute } from './api-call.ts';
import { toAnswer, toWrittenAnswer } from './object-answers.ts';
import type { View } from './object-answers.ts';
import { toObjectType } from './object-types.ts';
import { CreateInput, findRecord, prepareCreate, prepareUpdate } from './record-writes.ts';
import type { PortalObject } from './portal-object.ts';

const BASE = '/crm/objects/2026-09/:objectType';

const viewOf = ({ query }: ApiCall): View => ({
  properties: listOf(query, 'properties'),
  withHistory: listOf(query, 'propertiesWithHistory'),
  associations: listOf(query, 'associations').map((name) => {
    const type = toObjectType(name);
    if (!type) throw badRequest(`Unable to infer object type from: ${name}`);
    return type;
  }),
});

const list = (call: ApiCall): ApiAnswer => {
  const type = objectTypeOf(call);
  const limit = Math.min(Number(call.query.get('limit') ?? 10), 100);
  const after = Number(call.query.get('after') ?? 0);
  const { store } = call.portal;
  const all = call.query.get('archived') === 'true' ? store.listArchived(type) : store.list(type);
  const from = all.filter((object) => Number(object.id) > after);
  const page = from.slice(0, limit);
  const next = from.length > limit ? { paging: { next: { after: page.at(-1)?.id ?? '' } } } : {};
  return { status: 200, body: { results: page.map((object) => toAnswer(call.portal, object, viewOf(call))), ...next } };
};

const recordOf = (call: ApiCall): PortalObject =>
  findRecord(call.portal, objectTypeOf(call), {
    id: call.params['objectId'] ?? '',
    idProperty: call.query.get('idProperty') ?? undefined,
  });

const archivedRecord = (call: ApiCall): PortalObject => {
  const id = call.params['objectId'] ?? '';
  const object = call.portal.store.find(objectTypeOf(call), id);
  if (!object || object.archivedAt === null) throw objectNotFound(id);
  return object;
};

const read = (call: ApiCall): ApiAnswer => {
  const object = call.query.get('archived') === 'true' ? archivedRecord(call) : recordOf(call);
  return { status: 200, body: toAnswer(call.portal, object, viewOf(call)) };
};

const create = (call: ApiCall): ApiAnswer => {
  const type = objectTypeOf(call);
  const object = prepareCreate(call.portal, type, { input: bodyOf(call, CreateInput), actor: call.actor })();
  return { status: 201, body: toWrittenAnswer(call.portal, object) };
};

const update = (call: ApiCall): ApiAnswer => {
  const { properties } = bodyOf(call, z.object({ properties: SentValues }));
  const object = prepareUpdate(call.portal, recordOf(call), { sent: properties, actor: call.actor })();
  return { status: 200, body: toWrittenAnswer(call.portal, object) };
};

const archive = (call: ApiCall): ApiAnswer => {
  const id = call.params['objectId'] ?? '';
  const object = call.portal.store.find(objectTypeOf(call), id);
  if (!object) throw objectNotFound(id);
  call.portal.store.archive(object, call.actor);
  return { status: 204 };
};

/** Operations on one record (objects.2026-09). */
export const OBJECT_ROUTES: ApiRoute[] = [
  { method: 'get', path: BASE, answer: list },
  { method: 'post', path: BASE, answer: create },
  { method: 'get', path: `${BASE}/:objectId`, answer: read },
  { method: 'patch', path: `${BASE}/:objectId`, answer: update },
  { method: 'delete', path: `${BASE}/:objectId`, answer: archive },
];
