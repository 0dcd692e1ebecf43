import type { ObjectType } from './object-types.ts';

type Pair = { from: ObjectType; to: ObjectType; typeId: number; inverseId: number; label?: string };

// HubSpot-defined association types (developers.hubspot.com, "Association type IDs"); the first of a pair is its default.
const PAIRS: Pair[] = [
  { from: 'deals', to: 'line_items', typeId: 19, inverseId: 20 },
  { from: 'deals', to: 'companies', typeId: 341, inverseId: 342 },
  { from: 'deals', to: 'companies', typeId: 5, inverseId: 6, label: 'Primary' },
  { from: 'deals', to: 'contacts', typeId: 3, inverseId: 4 },
  { from: 'deals', to: 'tasks', typeId: 215, inverseId: 216 },
  { from: 'deals', to: 'notes', typeId: 213, inverseId: 214 },
  { from: 'contacts', to: 'companies', typeId: 279, inverseId: 280 },
  { from: 'contacts', to: 'companies', typeId: 1, inverseId: 2, label: 'Primary' },
  { from: 'contacts', to: 'tasks', typeId: 203, inverseId: 204 },
  { from: 'contacts', to: 'notes', typeId: 201, inverseId: 202 },
  { from: 'companies', to: 'tasks', typeId: 191, inverseId: 192 },
  { from: 'companies', to: 'notes', typeId: 189, inverseId: 190 },
];

/** One direction of an association type. */
export type AssociationType = {
  from: ObjectType;
  to: ObjectType;
  typeId: number;
  inverseId: number;
  label: string | null;
};

const TYPES: AssociationType[] = PAIRS.flatMap(({ from, to, typeId, inverseId, label = null }) => [
  { from, to, typeId, inverseId, label },
  { from: to, to: from, typeId: inverseId, inverseId: typeId, label },
]);

/** The association type with this id between these objects, in this direction. */
export const associationType = (from: ObjectType, to: ObjectType, typeId: number): AssociationType | undefined =>
  TYPES.find((type) => type.from === from && type.to === to && type.typeId === typeId);

/** The unlabelled association type between two objects; undefined where the portal allows none. */
export const defaultAssociationType = (from: ObjectType, to: ObjectType): AssociationType | undefined =>
  TYPES.find((type) => type.from === from && type.to === to && type.label === null);
