import { associationType, defaultAssociationType } from './association-types.ts';
import type { AssociationType } from './association-types.ts';
import type { ObjectType } from './object-types.ts';

/** One object of the portal, by type and id. */
export type ObjectRef = { type: ObjectType; id: string };

/** What an object is associated with, and how. */
export type AssociatedObject = { id: string; types: AssociationType[] };

const keyOf = (from: ObjectRef, toType: ObjectType): string => `${from.type}/${from.id}/${toType}`;

/** Associations of the portal, kept in both directions. Writing one twice changes nothing. */
export class AssociationStore {
  readonly #links = new Map<string, Map<string, Set<number>>>();

  /** Associates two objects; a labelled association brings the default one with it, as in HubSpot. */
  add(from: ObjectRef, to: ObjectRef, type: AssociationType): void {
    this.#put(from, to, type.typeId);
    this.#put(to, from, type.inverseId);
    const unlabelled = defaultAssociationType(from.type, to.type);
    if (type.label !== null && unlabelled) this.add(from, to, unlabelled);
  }

  /** Removes every association between two objects, or only those of the given types. */
  remove(from: ObjectRef, to: ObjectRef, types: AssociationType[] | 'all' = 'all'): void {
    this.#take(from, to, types === 'all' ? 'all' : types.map((type) => type.typeId));
    this.#take(to, from, types === 'all' ? 'all' : types.map((type) => type.inverseId));
  }

  /** The objects of one type that this object is associated with, in the order in which they were associated. */
  of(from: ObjectRef, toType: ObjectType): AssociatedObject[] {
    const links = this.#links.get(keyOf(from, toType)) ?? new Map<string, Set<number>>();
    return [...links].map(([id, typeIds]) => ({ id, types: typesOf(from.type, toType, typeIds) }));
  }

  #put(from: ObjectRef, to: ObjectRef, typeId: number): void {
    const key = keyOf(from, to.type);
    const links = this.#links.get(key) ?? new Map<string, Set<number>>();
    this.#links.set(key, links.set(to.id, (links.get(to.id) ?? new Set()).add(typeId)));
  }

  #take(from: ObjectRef, to: ObjectRef, typeIds: number[] | 'all'): void {
    const links = this.#links.get(keyOf(from, to.type));
    const left = [...(links?.get(to.id) ?? [])].filter((typeId) => typeIds !== 'all' && !typeIds.includes(typeId));
    if (left.length === 0) links?.delete(to.id);
    else links?.set(to.id, new Set(left));
  }
}

const typesOf = (from: ObjectType, to: ObjectType, typeIds: Set<number>): AssociationType[] =>
  [...typeIds].flatMap((typeId) => associationType(from, to, typeId) ?? []);
