import { lookup } from './field-definition.ts';
import type { FieldDefinition, ObjectDefinition } from './field-definition.ts';
import { field } from './field-definition.ts';
import { standardObjects } from './standard-objects.ts';

/** What makes one org differ from another. */
export type OrgFeatures = {
  /** Whether records carry a currency of their own. */
  multiCurrency?: boolean;
  /** Whether opportunities have record types. */
  recordTypes?: boolean;
};

const WITH_CURRENCY = new Set(['Account', 'Opportunity', 'OpportunityLineItem', 'OpportunityHistory', 'User']);

const CURRENCIES = ['USD', 'EUR', 'GBP', 'CHF', 'JPY'];

/** The objects and fields of one org. Names are found whatever their capitals, as in SOQL. */
export class Schema {
  readonly #objects = new Map<string, ObjectDefinition>();
  readonly #hidden = new Set<string>();

  constructor(features: OrgFeatures) {
    for (const object of standardObjects()) {
      if (features.multiCurrency && WITH_CURRENCY.has(object.name)) object.fields.push(currencyField());
      if (features.recordTypes && object.name === 'Opportunity')
        object.fields.push(lookup('RecordTypeId', 'RecordType'));
      this.#objects.set(object.name.toLowerCase(), object);
    }
  }

  /** Adds fields to an object, as a deployment does; those of the same name are replaced. */
  addFields(objectName: string, fields: FieldDefinition[]): void {
    const object = this.object(objectName);
    if (!object) throw new Error(`The sandbox has no object ${objectName}.`);
    const names = new Set(fields.map(({ name }) => name));
    object.fields = [...object.fields.filter(({ name }) => !names.has(name)), ...fields];
  }

  /** Hides a field from the API, as missing field-level security does. */
  hide(objectName: string, fieldName: string): void {
    this.#hidden.add(`${objectName}.${fieldName}`);
  }

  objects(): ObjectDefinition[] {
    return [...this.#objects.values()];
  }

  object(name: string): ObjectDefinition | undefined {
    return this.#objects.get(name.toLowerCase());
  }

  /** The object whose records have ids that start so. */
  objectOfId(id: string): ObjectDefinition | undefined {
    return this.objects().find(({ keyPrefix }) => id.startsWith(keyPrefix));
  }

  /** The fields that the API shows. */
  fields({ name: objectName, fields }: ObjectDefinition): FieldDefinition[] {
    return fields.filter(({ name }) => !this.#hidden.has(`${objectName}.${name}`));
  }

  field(object: ObjectDefinition, name: string): FieldDefinition | undefined {
    const lower = name.toLowerCase();
    return this.fields(object).find((one) => one.name.toLowerCase() === lower);
  }

  /** The lookup behind a relationship name: Owner -> OwnerId. */
  parent(object: ObjectDefinition, relationship: string): FieldDefinition | undefined {
    const lower = relationship.toLowerCase();
    return this.fields(object).find(({ relationshipName }) => relationshipName?.toLowerCase() === lower);
  }

  /** The children behind a relationship name: OpportunityLineItems -> their object and its lookup. */
  children(parent: ObjectDefinition, relationship: string): { child: ObjectDefinition; lookup: string } | undefined {
    const lower = relationship.toLowerCase();
    return this.childRelationships(parent).find(({ name }) => name.toLowerCase() === lower);
  }

  childRelationships(parent: ObjectDefinition): { name: string; child: ObjectDefinition; lookup: string }[] {
    return this.objects().flatMap((child) =>
      Object.entries(child.childRelationships)
        .filter(([lookupName]) => this.field(child, lookupName)?.referenceTo.includes(parent.name))
        .map(([lookupName, name]) => ({ name, child, lookup: lookupName })),
    );
  }
}

const currencyField = (): FieldDefinition =>
  field('CurrencyIsoCode', 'picklist', {
    label: 'Currency',
    length: 3,
    restricted: true,
    defaultedOnCreate: true,
    fallback: 'USD',
    picklist: CURRENCIES.map((value) => ({ value, label: value, isDefault: value === 'USD' })),
  });
