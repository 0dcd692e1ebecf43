import type { FieldValue, FieldValues } from './field-definition.ts';

/** A record: every field that was ever given a value. Deleted ones stay in the recycle bin. */
export type SObject = { type: string; id: string; fields: FieldValues };

/** What became of one record in one transaction; `before` is null for a new one. */
export type OrgChange = { record: SObject; before: FieldValues | null };

type Step = { record: SObject; before: FieldValues | null };

/** The records of one org. Writes happen in transactions: all of one or none, told to the listeners at the end. */
export class OrgStore {
  readonly #byType = new Map<string, Map<string, SObject>>();
  readonly #listeners = new Set<(changes: OrgChange[]) => void>();
  #steps: Step[] = [];
  #depth = 0;
  #quiet = false;

  /** Runs work as one transaction, or as a part of the one around it; a fault undoes what the work did. */
  transaction<T>(work: () => T): T {
    const mark = this.#steps.length;
    this.#depth += 1;
    try {
      return work();
    } catch (fault) {
      this.#undo(mark);
      throw fault;
    } finally {
      this.#depth -= 1;
      if (this.#depth === 0) this.#commit();
    }
  }

  /** Runs work without telling the listeners: for seeding. */
  quietly<T>(work: () => T): T {
    this.#quiet = true;
    try {
      return this.transaction(work);
    } finally {
      this.#quiet = false;
    }
  }

  /** Calls back with the changes of each transaction; the answer ends it. */
  onChange(listener: (changes: OrgChange[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  insert(type: string, id: string, fields: FieldValues): SObject {
    const record = { type, id, fields };
    const all = this.#of(type);
    this.#byType.set(type, all);
    all.set(id, record);
    this.#steps.push({ record, before: null });
    return record;
  }

  /** Sets fields as they are: rules and derived values are the writers' task. */
  set(record: SObject, values: FieldValues): void {
    this.#steps.push({ record, before: { ...record.fields } });
    Object.assign(record.fields, values);
  }

  /** A record, deleted or not. */
  find(type: string, id: string): SObject | undefined {
    return this.#byType.get(type)?.get(id);
  }

  /** A record that is not deleted. */
  live(type: string, id: FieldValue | undefined): SObject | undefined {
    const record = typeof id === 'string' ? this.find(type, id) : undefined;
    return record?.fields['IsDeleted'] === true ? undefined : record;
  }

  /** All records of an object in the order of creation, without the deleted ones unless asked for. */
  list(type: string, withDeleted = false): SObject[] {
    const all = [...this.#of(type).values()];
    return withDeleted ? all : all.filter(({ fields }) => fields['IsDeleted'] !== true);
  }

  /** Live records whose lookup holds the id. */
  childrenOf(type: string, lookup: string, parentId: string): SObject[] {
    return this.list(type).filter(({ fields }) => fields[lookup] === parentId);
  }

  #of(type: string): Map<string, SObject> {
    return this.#byType.get(type) ?? new Map<string, SObject>();
  }

  #undo(mark: number): void {
    for (const { record, before } of this.#steps.splice(mark).toReversed()) {
      if (before === null) this.#of(record.type).delete(record.id);
      else record.fields = before;
    }
  }

  #commit(): void {
    const changes = new Map<SObject, OrgChange>();
    for (const { record, before } of this.#steps) if (!changes.has(record)) changes.set(record, { record, before });
    this.#steps = [];
    if (this.#quiet || changes.size === 0) return;
    for (const listener of this.#listeners) listener([...changes.values()]);
  }
}
