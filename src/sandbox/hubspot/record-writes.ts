import { z } from 'zod';
import { badRequest, objectNotFound } from './api-answer.ts';
import { SentId, SentValues } from './api-call.ts';
import { associationType } from './association-types.ts';
import type { AssociationType } from './association-types.ts';
import type { Actor } from './changes.ts';
import { OBJECT_TYPES, singularOf } from './object-types.ts';
import type { ObjectType } from './object-types.ts';
import type { Portal } from './portal.ts';
import { checkedValues } from './property-values.ts';
import type { PortalObject } from './portal-object.ts';

/** An association type as callers name it. */
export const AssociationSpec = z.object({ associationCategory: z.string(), associationTypeId: z.number().int() });
export type AssociationSpec = z.infer<typeof AssociationSpec>;

/** What a create takes; `associations` are made together with the record. */
export const CreateInput = z.object({
  properties: SentValues,
  associations: z.array(z.object({ to: z.object({ id: SentId }), types: z.array(AssociationSpec).min(1) })).default([]),
});
export type CreateInput = z.infer<typeof CreateInput>;

type Target = { type: ObjectType; id: string; kind: AssociationType };

/** A write that was found valid and waits to be done. */
export type Prepared = () => PortalObject;

/** Checks a creation with its associations; refuses the whole of it, or gives the write that does it. */
export const prepareCreate = (
  portal: Portal,
  type: ObjectType,
  { input, actor }: { input: CreateInput; actor: Actor },
): Prepared => {
  const values = checkedValues(portal, { type, sent: input.properties, current: null, actor });
  const targets = input.associations.flatMap(({ to, types }) =>
    types.map((spec) => toTarget(portal, type, { id: to.id, spec })),
  );
  const defaults = type === 'tasks' ? { hs_task_status: 'NOT_STARTED' } : {};
  return () => {
    const object = portal.store.create(type, { ...defaults, ...values }, actor);
    for (const target of targets) portal.store.associations.add(object, target, target.kind);
    if (targets.length > 0) portal.store.touchAssociations(object, actor);
    return object;
  };
};

const toTarget = (portal: Portal, from: ObjectType, { id, spec }: { id: string; spec: AssociationSpec }): Target => {
  for (const type of OBJECT_TYPES) {
    const kind = associationType(from, type, spec.associationTypeId);
    if (!kind) continue;
    if (!liveRecord(portal, type, id))
      throw badRequest(`The ${singularOf(type)} ${id} to associate with does not exist.`);
    return { type, id, kind };
  }
  throw badRequest(`No association type ${spec.associationTypeId} exists from ${singularOf(from)}.`);
};

/** Checks new property values of a record; refuses them with 400, or gives the write that sets them. */
export const prepareUpdate = (
  portal: Portal,
  object: PortalObject,
  { sent, actor }: { sent: SentValues; actor: Actor },
): Prepared => {
  const values = checkedValues(portal, { type: object.type, sent, current: object, actor });
  return () => {
    portal.store.update(object, values, actor);
    return object;
  };
};

/** The live record with this id, undefined when there is none. */
export const liveRecord = (portal: Portal, type: ObjectType, id: string): PortalObject | undefined => {
  const object = portal.store.find(type, id);
  return object?.archivedAt === null ? object : undefined;
};

/** The live record by its id or by a unique property; 404 when there is none, 400 when the property is not unique. */
export const findRecord = (
  portal: Portal,
  type: ObjectType,
  key: { id: string; idProperty?: string | undefined },
): PortalObject => {
  const { id, idProperty } = key;
  if (idProperty === undefined || idProperty === 'hs_object_id') {
    const object = liveRecord(portal, type, id);
    if (!object) throw objectNotFound(id);
    return object;
  }
  requireUnique(portal, type, idProperty);
  const object = portal.store.findBy(type, idProperty, id);
  if (!object) throw objectNotFound(id);
  return object;
};

/** Refuses an idProperty that does not identify records. */
export const requireUnique = (portal: Portal, type: ObjectType, idProperty: string): void => {
  const definition = portal.properties.find(type, idProperty);
  if (!definition) throw badRequest(`Property "${idProperty}" does not exist`);
  if (!definition.hasUniqueValue) throw badRequest(`Property "${idProperty}" is not a unique identifier property`);
};
