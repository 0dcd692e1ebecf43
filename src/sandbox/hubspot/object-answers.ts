import type { PropertyValues } from './calculated.ts';
import { createdName, lastModifiedName, singularOf } from './object-types.ts';
import type { ObjectType } from './object-types.ts';
import type { Portal } from './portal.ts';
import { DEFAULT_PROPERTIES } from './standard-properties.ts';
import type { PortalObject, PropertyVersion } from './portal-object.ts';

/** What of a record the caller wants to see. */
export type View = { properties: string[]; withHistory?: string[]; associations?: ObjectType[] };

const iso = (at: number): string => new Date(at).toISOString();

/** A record in the shape of the objects API (SimplePublicObjectWithAssociations). */
export const toAnswer = (portal: Portal, object: PortalObject, view: View): Record<string, unknown> => ({
  id: object.id,
  properties: shownProperties(portal, object, view.properties),
  ...(view.withHistory?.length ? { propertiesWithHistory: shownHistory(object, view.withHistory) } : {}),
  createdAt: iso(object.createdAt),
  updatedAt: iso(object.updatedAt),
  archived: object.archivedAt !== null,
  ...(object.archivedAt === null ? {} : { archivedAt: iso(object.archivedAt) }),
  ...(view.associations?.length ? shownAssociations(portal, object, view.associations) : {}),
  url: `https://app.hubspot.com/contacts/${portal.id}/record/${object.type}/${object.id}`,
});

/** A record as create and update answer it: with every property it has. */
export const toWrittenAnswer = (portal: Portal, object: PortalObject): Record<string, unknown> =>
  toAnswer(portal, object, { properties: Object.keys(object.properties) });

const shownProperties = (portal: Portal, object: PortalObject, asked: string[]): PropertyValues => {
  const always = [createdName(object.type), lastModifiedName(object.type), 'hs_object_id'];
  const names = [...(asked.length > 0 ? asked : DEFAULT_PROPERTIES[object.type]), ...always];
  // A property that the portal does not define is left out without a word, as on the real API.
  const known = names.filter((name) => isKnown(portal, object.type, name));
  return Object.fromEntries(known.map((name) => [name, object.properties[name] ?? null]));
};

const isKnown = (portal: Portal, type: ObjectType, name: string): boolean =>
  portal.properties.find(type, name) !== undefined || name.startsWith('hs_v2_date_entered_');

const shownHistory = (object: PortalObject, names: string[]): Record<string, unknown[]> =>
  Object.fromEntries(names.map((name) => [name, (object.history.get(name) ?? []).map(toVersionAnswer)]));

const toVersionAnswer = ({ value, at, actor }: PropertyVersion): Record<string, unknown> =>
  actor.source === 'CRM_UI'
    ? {
        value,
        timestamp: iso(at),
        sourceType: 'CRM_UI',
        sourceId: `userId:${actor.userId}`,
        updatedByUserId: actor.userId,
      }
    : { value, timestamp: iso(at), sourceType: 'INTEGRATION', sourceId: String(actor.appId) };

const shownAssociations = (portal: Portal, object: PortalObject, types: ObjectType[]): Record<string, unknown> => {
  const shown = types.flatMap((type) => {
    const results = portal.store.associations.of(object, type).flatMap(({ id, types: kinds }) =>
      kinds.map((kind) => ({
        id,
        type: kind.label === null ? namedType(object.type, type) : labelledType(object.type, type),
      })),
    );
    return results.length === 0 ? [] : [[type.replace('_', ' '), { results }] as const];
  });
  return shown.length === 0 ? {} : { associations: Object.fromEntries(shown) };
};

const namedType = (from: ObjectType, to: ObjectType): string => `${singularOf(from)}_to_${singularOf(to)}`;

const labelledType = (from: ObjectType, to: ObjectType): string => `${namedType(from, to)}_primary`;
