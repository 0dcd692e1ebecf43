/** Values of records as the REST API spells them: dates and moments are text. */
export type FieldValue = string | number | boolean | null;

export type FieldValues = Record<string, FieldValue>;

export type FieldType =
  | 'id'
  | 'reference'
  | 'boolean'
  | 'string'
  | 'textarea'
  | 'picklist'
  | 'combobox'
  | 'email'
  | 'url'
  | 'currency'
  | 'percent'
  | 'double'
  | 'int'
  | 'date'
  | 'datetime';

type PicklistValue = { value: string; label: string; isDefault: boolean };

/** One field of an object: what describe tells of it. */
export type FieldDefinition = {
  name: string;
  label: string;
  type: FieldType;
  /** Letters; 0 for what is no text. */
  length: number;
  precision: number;
  scale: number;
  nillable: boolean;
  createable: boolean;
  updateable: boolean;
  defaultedOnCreate: boolean;
  custom: boolean;
  calculated: boolean;
  relationshipName: string | null;
  referenceTo: string[];
  picklist: PicklistValue[];
  restricted: boolean;
  html: boolean;
  externalId: boolean;
  /** The value that a new record gets when none is sent. */
  fallback: FieldValue;
};

/** An object of the org, with the fields that this sandbox knows. */
export type ObjectDefinition = {
  name: string;
  label: string;
  labelPlural: string;
  keyPrefix: string;
  /** The name under which a parent lists these records, by lookup field: OpportunityId -> OpportunityLineItems. */
  childRelationships: Record<string, string>;
  fields: FieldDefinition[];
};

type Traits = Partial<FieldDefinition>;

const LENGTHS: Partial<Record<FieldType, number>> = { id: 18, reference: 18, picklist: 255, email: 80 };

/** "CloseDate" as "Close Date". */
const labelOf = (name: string): string => name.replace(/__c$/, '').replace(/([a-z0-9])([A-Z])/g, '$1 $2');

/** A field that people may write, empty unless told otherwise. */
export const field = (name: string, type: FieldType, traits: Traits = {}): FieldDefinition => ({
  name,
  label: labelOf(name),
  type,
  length: LENGTHS[type] ?? 0,
  precision: 0,
  scale: 0,
  nillable: type !== 'boolean',
  createable: true,
  updateable: true,
  defaultedOnCreate: type === 'boolean',
  custom: false,
  calculated: false,
  relationshipName: null,
  referenceTo: [],
  picklist: [],
  restricted: false,
  html: false,
  externalId: false,
  fallback: type === 'boolean' ? false : null,
  ...traits,
});

/** A field that only Salesforce writes. */
export const readOnly = (name: string, type: FieldType, traits: Traits = {}): FieldDefinition =>
  field(name, type, { createable: false, updateable: false, ...traits });

/** A lookup; its relationship is named after the field unless told otherwise. */
export const lookup = (name: string, referenceTo: string | string[], traits: Traits = {}): FieldDefinition =>
  field(name, 'reference', {
    referenceTo: [referenceTo].flat(),
    relationshipName: name.replace(/Id$/, ''),
    ...traits,
  });

/** A choice from a list. */
export const choice = (name: string, values: string[], traits: Traits = {}): FieldDefinition =>
  field(name, 'picklist', {
    picklist: values.map((value) => ({ value, label: value, isDefault: value === traits.fallback })),
    ...traits,
  });

/** What every object has. */
export const systemFields = (): FieldDefinition[] => [
  readOnly('Id', 'id', { nillable: false, defaultedOnCreate: true }),
  readOnly('IsDeleted', 'boolean'),
  readOnly('CreatedDate', 'datetime', { nillable: false, defaultedOnCreate: true }),
  readOnly('CreatedById', 'reference', {
    nillable: false,
    defaultedOnCreate: true,
    referenceTo: ['User'],
    relationshipName: 'CreatedBy',
  }),
  readOnly('LastModifiedDate', 'datetime', { nillable: false, defaultedOnCreate: true }),
  readOnly('LastModifiedById', 'reference', {
    nillable: false,
    defaultedOnCreate: true,
    referenceTo: ['User'],
    relationshipName: 'LastModifiedBy',
  }),
  readOnly('SystemModstamp', 'datetime', { nillable: false, defaultedOnCreate: true }),
];
