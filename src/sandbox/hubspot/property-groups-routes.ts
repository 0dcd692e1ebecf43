import { z } from 'zod';
import { alreadyExists, ApiRefusal } from './api-answer.ts';
import type { ApiAnswer } from './api-answer.ts';
import { bodyOf, objectTypeOf } from './api-call.ts';
import type { ApiCall, ApiRoute } from './api-call.ts';
import type { PropertyGroup } from './property-book.ts';

const BASE = '/crm/properties/2026-09/:objectType/groups';

const GroupCreate = z.object({ name: z.string(), label: z.string(), displayOrder: z.number().int().default(-1) });
const GroupUpdate = GroupCreate.omit({ name: true }).partial();

const list = (call: ApiCall): ApiAnswer => ({
  status: 200,
  body: { results: call.portal.properties.groups(objectTypeOf(call)) },
});

const found = (call: ApiCall): PropertyGroup => {
  const name = call.params['groupName'] ?? '';
  const group = call.portal.properties.group(objectTypeOf(call), name);
  if (!group)
    throw new ApiRefusal(404, { message: `Property group ${name} does not exist`, category: 'OBJECT_NOT_FOUND' });
  return group;
};

const create = (call: ApiCall): ApiAnswer => {
  const type = objectTypeOf(call);
  const group = { ...bodyOf(call, GroupCreate), archived: false };
  if (call.portal.properties.group(type, group.name)) {
    // The sub-category for groups is not published; the one for properties is.
    throw alreadyExists(
      `A property group named '${group.name}' already exists.`,
      'Properties.PROPERTY_GROUP_WITH_NAME_EXISTS',
    );
  }
  call.portal.properties.putGroup(type, group);
  return { status: 201, body: group };
};

const update = (call: ApiCall): ApiAnswer => {
  const group = found(call);
  const { label = group.label, displayOrder = group.displayOrder } = bodyOf(call, GroupUpdate);
  const changed = { ...group, label, displayOrder };
  call.portal.properties.putGroup(objectTypeOf(call), changed);
  return { status: 200, body: changed };
};

const archive = (call: ApiCall): ApiAnswer => {
  call.portal.properties.putGroup(objectTypeOf(call), { ...found(call), archived: true });
  return { status: 204 };
};

/** Property groups (properties.2026-09). */
export const PROPERTY_GROUP_ROUTES: ApiRoute[] = [
  { method: 'get', path: BASE, answer: list },
  { method: 'post', path: BASE, answer: create },
  { method: 'get', path: `${BASE}/:groupName`, answer: (call) => ({ status: 200, body: found(call) }) },
  { method: 'patch', path: `${BASE}/:groupName`, answer: update },
  { method: 'delete', path: `${BASE}/:groupName`, answer: archive },
];
