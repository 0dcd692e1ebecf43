import { AssociationStore } from './association-store.ts';
import type { Change, PropertyValues } from './calculated.ts';
import type { Actor, ChangeListener, PortalChange } from './changes.ts';
import type { PortalObject, PropertyVersion } from './portal-object.ts';
import { createdName, lastModifiedName, OBJECT_TYPES } from './object-types.ts';
import type { ObjectType } from './object-types.ts';
import { ValueIndex } from './value-index.ts';

type Derive = (type: ObjectType, change: Change) => PropertyValues;

type Stamp = { actor: Actor; at: number };

type StoreOptions = { clock: () => number; derive: Derive; firstId?: number };

/** The records of one portal and what happens to them. Values arrive validated; every change is told to the listeners. */
export class PortalStore {
  readonly associations = new AssociationStore();
  readonly #clock: () => number;
  readonly #derive: Derive;
  readonly #objects = new Map<ObjectType, Map<string, PortalObject>>(OBJECT_TYPES.map((type) => [type, new Map()]));
  readonly #listeners = new Map<ChangeListener, { evenQuiet: boolean }>();
  readonly #index = new ValueIndex();
  #nextId: number;
  #quiet = false;

  constructor({ clock, derive, firstId = 30_000_000_001 }: StoreOptions) {
    this.#clock = clock;
    this.#derive = derive;
    this.#nextId = firstId;
  }

  /** Tells the listener every change from now on, on request also those of quiet work; the answer stops it. */
  onChange(listener: ChangeListener, options = { evenQuiet: false }): () => void {
    this.#listeners.set(listener, options);
    return () => this.#listeners.delete(listener);
  }

  /** Runs the work without telling it to webhooks and pages: for seeds. */
  quietly<T>(work: () => T): T {
    const before = this.#quiet;
    this.#quiet = true;
    try {
      return work();
    } finally {
      this.#quiet = before;
    }
  }

  /** Any record, archived or live. */
  find(type: ObjectType, id: string): PortalObject | undefined {
    return this.#of(type).get(id);
  }

  /** The live record whose property has this value. */
  findBy(type: ObjectType, property: string, value: string): PortalObject | undefined {
    const id = this.#index.find({ type, property, value }, () => this.list(type));
    const found = id === undefined ? undefined : this.find(type, id);
    return found?.archivedAt === null ? found : undefined;
  }

  /** The live records of a type, oldest first. */
  list(type: ObjectType): PortalObject[] {
    return [...this.#of(type).values()].filter((object) => object.archivedAt === null);
  }

  /** The archived records of a type. */
  listArchived(type: ObjectType): PortalObject[] {
    return [...this.#of(type).values()].filter((object) => object.archivedAt !== null);
  }

  create(type: ObjectType, values: PropertyValues, actor: Actor): PortalObject {
    const at = this.#clock();
    const id = String(this.#nextId++);
    const object: PortalObject = {
      type,
      id,
      // An empty property that was sent is kept as null, so that pages can offer it.
      properties: Object.fromEntries(Object.entries(values).filter(([, value]) => value === null)),
      history: new Map(),
      createdAt: at,
      updatedAt: at,
      archivedAt: null,
    };
    this.#of(type).set(id, object);
    const system = { hs_object_id: id, [createdName(type)]: new Date(at).toISOString() };
    const written = this.#write(object, { ...values, ...system }, { actor, at });
    this.#tell({ kind: 'creation', type, id, at, actor });
    for (const change of written) this.#tell(change);
    return object;
  }

  /** Sets the values; a value that is already there changes nothing and is not told. */
  update(object: PortalObject, values: PropertyValues, actor: Actor): void {
    for (const change of this.#write(object, values, { actor, at: this.#clock() })) this.#tell(change);
  }

  archive(object: PortalObject, actor: Actor): void {
    if (object.archivedAt !== null) return;
    object.archivedAt = this.#clock();
    this.#index.forget(object);
    this.#tell({ kind: 'deletion', type: object.type, id: object.id, at: object.archivedAt, actor });
  }

  restore(object: PortalObject, actor: Actor): void {
    if (object.archivedAt === null) return;
    object.archivedAt = null;
    object.updatedAt = this.#clock();
    this.#index.learn(object);
    this.#tell({ kind: 'restore', type: object.type, id: object.id, at: object.updatedAt, actor });
  }

  /** Merges two records into a new one with a new id, as HubSpot does by default; no property changes are told. */
  merge(primary: PortalObject, secondary: PortalObject, actor: Actor): PortalObject {
    const { type } = primary;
    const at = this.#clock();
    const merged = this.quietly(() => this.#mergeInto(primary, secondary, actor));
    this.#tell({
      kind: 'merge',
      type,
      id: merged.id,
      at,
      actor,
      primaryId: primary.id,
      mergedIds: [secondary.id],
      propertiesMoved: Object.keys(secondary.properties).length,
    });
    return merged;
  }

  #mergeInto(primary: PortalObject, secondary: PortalObject, actor: Actor): PortalObject {
    const filled = { ...withoutNulls(secondary.properties), ...withoutNulls(primary.properties) };
    this.archive(primary, actor);
    this.archive(secondary, actor);
    const mergedIds = { hs_merged_object_ids: `${primary.id};${secondary.id}` };
    const merged = this.create(primary.type, { ...filled, ...mergedIds }, actor);
    for (const old of [primary, secondary]) this.#moveAssociations(old, merged);
    return merged;
  }

  #moveAssociations(from: PortalObject, to: PortalObject): void {
    for (const type of OBJECT_TYPES) {
      for (const other of this.associations.of(from, type)) {
        for (const kind of other.types) this.associations.add(to, { type, id: other.id }, kind);
        this.associations.remove(from, { type, id: other.id });
      }
    }
  }

  /** Tells that associations of a record changed. */
  touchAssociations(object: { type: ObjectType; id: string }, actor: Actor): void {
    this.#tell({ kind: 'association', type: object.type, id: object.id, at: this.#clock(), actor });
  }

  #write(object: PortalObject, values: PropertyValues, { actor, at }: Stamp): PortalChange[] {
    const before = object.properties;
    const iso = new Date(at).toISOString();
    const after = { ...before, ...values };
    const derived = this.#derive(object.type, { before, after, at: iso });
    const changed = Object.entries({ ...values, ...derived }).filter(
      ([name, value]) => (before[name] ?? null) !== value,
    );
    if (changed.length === 0) return [];
    changed.push([lastModifiedName(object.type), iso]);
    this.#index.forget(object);
    object.properties = { ...before, ...Object.fromEntries(changed) };
    object.updatedAt = at;
    this.#index.learn(object);
    for (const [name, value] of changed) this.#remember(object, name, { value: value ?? '', at, actor });
    return changed.map(([propertyName, value]) => ({
      kind: 'propertyChange',
      type: object.type,
      id: object.id,
      at,
      actor,
      propertyName,
      propertyValue: value ?? '',
    }));
  }

  #remember(object: PortalObject, name: string, version: PropertyVersion): void {
    object.history.set(name, [version, ...(object.history.get(name) ?? [])].slice(0, 20));
  }

  #of(type: ObjectType): Map<string, PortalObject> {
    return this.#objects.get(type) ?? new Map<string, PortalObject>();
  }

  #tell(change: PortalChange): void {
    for (const [listener, { evenQuiet }] of this.#listeners) if (evenQuiet || !this.#quiet) listener(change);
  }
}

const withoutNulls = (values: PropertyValues): PropertyValues =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
