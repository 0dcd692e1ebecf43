import type { PropertyValues } from './calculated.ts';
import { OBJECT_TYPES } from './object-types.ts';
import type { ObjectType } from './object-types.ts';
import type { PortalStore } from './store.ts';

/** A record as the search sees it: possibly older than the record is. */
export type Indexed = { id: string; values: PropertyValues };

const MAX_PENDING = 5000;

type Pending = { visibleAt: number; type: ObjectType; id: string; values: PropertyValues | null };

/** What search knows: every change becomes visible only `lagMs` after it happened, as HubSpot's index lags its records. */
export class SearchIndex {
  lagMs = 0;
  readonly #store: PortalStore;
  readonly #clock: () => number;
  readonly #seen = new Map<ObjectType, Map<string, PropertyValues>>(OBJECT_TYPES.map((type) => [type, new Map()]));
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
    return this.#seen.get(type) ?? new Map<string, PropertyValues>();
  }

  #note(type: ObjectType, id: string): void {
    const object = this.#store.find(type, id);
    const values = object?.archivedAt === null ? object.properties : null;
    // Nobody may ever search: what is due is let in now and then, so that the list stays short.
    if (this.#pending.length >= MAX_PENDING) this.#catchUp();
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
