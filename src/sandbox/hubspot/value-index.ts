import type { PortalObject } from './portal-object.ts';
import type { ObjectType } from './object-types.ts';

type Wanted = { type: ObjectType; property: string; value: string };

/** Finds records by the value of a property without reading them all; learns a property when it is first asked for. */
export class ValueIndex {
  readonly #byProperty = new Map<string, Map<string, string>>();

  find({ type, property, value }: Wanted, all: () => PortalObject[]): string | undefined {
    const key = `${type}/${property}`;
    let ids = this.#byProperty.get(key);
    if (!ids) {
      ids = new Map(all().flatMap(({ id, properties }) => entryOf(properties[property] ?? null, id)));
      this.#byProperty.set(key, ids);
    }
    return ids.get(value);
  }

  learn(object: PortalObject): void {
    this.#each(object, (ids, value) => ids.set(value, object.id));
  }

  forget(object: PortalObject): void {
    this.#each(object, (ids, value) => {
      if (ids.get(value) === object.id) ids.delete(value);
    });
  }

  #each(object: PortalObject, act: (ids: Map<string, string>, value: string) => void): void {
    for (const [key, ids] of this.#byProperty) {
      const [type, property = ''] = key.split('/');
      const value = object.properties[property] ?? null;
      if (type === object.type && value !== null) act(ids, value);
    }
  }
}

const entryOf = (value: string | null, id: string): [string, string][] => (value === null ? [] : [[value, id]]);
