import { typeIdOf } from './object-types.ts';
import type { ObjectType } from './object-types.ts';
import { OBJECT_TYPES } from './object-types.ts';
import { STANDARD_PROPERTIES } from './standard-properties.ts';
import type { StandardProperty } from './standard-properties.ts';

type PropertyOption = {
  label: string;
  value: string;
  displayOrder: number;
  hidden: boolean;
  description?: string | undefined;
};

/** A property definition in the shape of the properties API (Property of properties.2026-09). */
export type PropertyDefinition = {
  name: string;
  label: string;
  type: string;
  fieldType: string;
  groupName: string;
  description: string;
  options: PropertyOption[];
  displayOrder: number;
  hasUniqueValue: boolean;
  hidden: boolean;
  formField: boolean;
  hubspotDefined: boolean;
  calculated: boolean;
  archived: boolean;
  createdAt: string;
  updatedAt: string;
  modificationMetadata: { archivable: boolean; readOnlyDefinition: boolean; readOnlyValue: boolean };
};

export type PropertyGroup = { name: string; label: string; displayOrder: number; archived: boolean };

const FIELD_TYPES: Record<string, string> = {
  number: 'number',
  date: 'date',
  datetime: 'date',
  enumeration: 'select',
  bool: 'booleancheckbox',
};

/** The group of HubSpot that holds the standard properties of a type, for example dealinformation. */
export const standardGroup = (type: ObjectType): string =>
  type === 'companies' ? 'companyinformation' : `${type.replace('_', '').replace(/s$/, '')}information`;

/** Property groups and definitions of the portal, by object type. */
export class PropertyBook {
  readonly #properties = new Map<ObjectType, Map<string, PropertyDefinition>>();
  readonly #groups = new Map<ObjectType, Map<string, PropertyGroup>>();

  constructor(now: string) {
    for (const type of OBJECT_TYPES) this.#addStandard(type, now);
  }

  #addStandard(type: ObjectType, now: string): void {
    const group = standardGroup(type);
    this.#groups.set(
      type,
      new Map([[group, { name: group, label: `${typeIdOf(type)} information`, displayOrder: 0, archived: false }]]),
    );
    this.#properties.set(type, new Map());
    for (const property of STANDARD_PROPERTIES[type]) this.put(type, standardDefinition(property, group, now));
  }

  /** The definition of a live property. */
  find(type: ObjectType, name: string): PropertyDefinition | undefined {
    const found = this.#of(type).get(name);
    return found?.archived ? undefined : found;
  }

  /** The definition, archived or not. */
  findAny(type: ObjectType, name: string): PropertyDefinition | undefined {
    return this.#of(type).get(name);
  }

  list(type: ObjectType, archived = false): PropertyDefinition[] {
    return [...this.#of(type).values()].filter((property) => property.archived === archived);
  }

  put(type: ObjectType, definition: PropertyDefinition): void {
    this.#of(type).set(definition.name, definition);
  }

  group(type: ObjectType, name: string): PropertyGroup | undefined {
    const found = this.#groupsOf(type).get(name);
    return found?.archived ? undefined : found;
  }

  groups(type: ObjectType): PropertyGroup[] {
    return [...this.#groupsOf(type).values()].filter((group) => !group.archived);
  }

  putGroup(type: ObjectType, group: PropertyGroup): void {
    this.#groupsOf(type).set(group.name, group);
  }

  #of(type: ObjectType): Map<string, PropertyDefinition> {
    return this.#properties.get(type) ?? new Map<string, PropertyDefinition>();
  }

  #groupsOf(type: ObjectType): Map<string, PropertyGroup> {
    return this.#groups.get(type) ?? new Map<string, PropertyGroup>();
  }
}

/** A full definition of HubSpot's own kind from the few words that matter. */
export const standardDefinition = (property: StandardProperty, groupName: string, now: string): PropertyDefinition => {
  const readOnly = property.readOnly ?? false;
  return {
    name: property.name,
    label: property.label,
    type: property.type,
    fieldType: FIELD_TYPES[property.type] ?? 'text',
    groupName,
    description: '',
    options: (property.options ?? []).map((value, displayOrder) => ({
      label: value,
      value,
      displayOrder,
      hidden: false,
    })),
    displayOrder: -1,
    hasUniqueValue: property.name === 'hs_object_id',
    hidden: false,
    formField: false,
    hubspotDefined: true,
    calculated: false,
    archived: false,
    createdAt: now,
    updatedAt: now,
    modificationMetadata: { archivable: false, readOnlyDefinition: true, readOnlyValue: readOnly },
  };
};
