import type { PropertyValues } from './calculated.ts';
import type { ObjectType } from './object-types.ts';
import type { PortalStore } from './store.ts';

/** A record as the search sees it: possibly older than the record is. */
export type Indexed = { id: string; values: PropertyValues };

type Pending = { visibleAt: number; type: ObjectType; id: string; values: PropertyValues | null };

/** What search knows: every change becomes visible only `lagMs` after it happened, as HubSpot's index lags its records. */
export class SearchIndex {
  lagMs = 0;
  readonly #store: PortalStore;
  readonly #clock: () => number;
  readonly #seen = new Map<ObjectType, Map<string, PropertyValues>>();
  #pending: Pending[] = [];

  constructor(store: PortalStore, clock: () => number) {
    this.#store = store;
    this.#clock = clock;
    store.onChange(({ type, id }) => this.#note(type, id), { evenQuiet: true });
  }

  /** The records of a type that are live as far as search knows, by id. */
  list(type: ObjectType): Indexed[] {
    this.#catchUp();
    const seen = this.#of(type);
    return [...seen].map(([id, values]) => ({ id, values })).sort((a, b) => Number(a.id) - Number(b.id));
  }

  #of(type: ObjectType): Map<string, PropertyValues> {
    const known = this.#seen.get(type);
    if (known) return known;
    const first = new Map(this.#store.list(type).map(({ id, properties }) => [id, properties]));
    this.#seen.set(type, first);
    return first;
  }

  #note(type: ObjectType, id: string): void {
    const object = this.#store.find(type, id);
    const values = object?.archivedAt === null ? object.properties : null;
    this.#pending.push({ visibleAt: this.#clock() + this.lagMs, type, id, values });
  }

  #catchUp(): void {
    const now = this.#clock();
    const due = this.#pending.filter(({ visibleAt }) => visibleAt <= now);
    this.#pending = this.#pending.filter(({ visibleAt }) => visibleAt > now);
    for (const { type, id, values } of due) {
      if (values === null) this.#of(type).delete(id);
      else this.#of(type).set(id, values);
    }
  }
}
