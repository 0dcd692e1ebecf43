import {
  PropertyCreateFieldTypeEnum as FieldType,
  PropertyCreateTypeEnum as Type,
} from '@hubspot/api-client/lib/codegen/crm/properties/models/PropertyCreate.js';
import { hasCode } from '../../errors.ts';
import type { EngagementType } from './engagement.ts';
import type { HubspotApi, HubspotCall } from './hubspot-client.ts';
import { KEY_PROPERTY, PROPERTY_GROUP } from './property-names.ts';

/** `unique`: activities can be created or updated by our key. `plain`: they must be looked up first. */
export type KeyMode = 'unique' | 'plain';

const isRefusal = (error: unknown): boolean =>
  hasCode(error, 'CRM_REJECTED') || hasCode(error, 'CRM_REJECTED_FIELD') || hasCode(error, 'CRM_FORBIDDEN');

const readMode = async (call: HubspotCall, type: EngagementType): Promise<KeyMode | null> => {
  try {
    const property = await call((crm) => crm.properties.coreApi.getByName(type, KEY_PROPERTY));
    return property.hasUniqueValue === true ? 'unique' : 'plain';
  } catch (error) {
    if (hasCode(error, 'CRM_NOT_FOUND')) return null;
    throw error;
  }
};

/** Creates the group; that it exists already is fine (409). */
export const ensureGroup = async (call: HubspotCall, objectType: string): Promise<void> => {
  try {
    await call((crm) =>
      crm.properties.groupsApi.create(objectType, { name: PROPERTY_GROUP, label: 'Keepable', displayOrder: -1 }),
    );
  } catch (error) {
    if (!hasCode(error, 'CRM_CONFLICT')) throw error;
  }
};

const createKeyProperty = (crm: HubspotApi, type: EngagementType): Promise<unknown> =>
  crm.properties.coreApi.create(type, {
    name: KEY_PROPERTY,
    label: 'Keepable key',
    description: 'Set by Keepable so that it finds its own tasks and notes again. Please leave it as it is.',
    groupName: PROPERTY_GROUP,
    type: Type.String,
    fieldType: FieldType.Text,
    hasUniqueValue: true,
    formField: false,
    hidden: true,
  });

/**
 * Makes sure that tasks or notes have our unique key property. Whether each portal allows one is not documented:
 * where it is refused, the answer is `plain` and activities are found by the key in their body.
 */
export const ensureKeyProperty = async (call: HubspotCall, type: EngagementType): Promise<KeyMode> => {
  const existing = await readMode(call, type);
  if (existing !== null) return existing;
  try {
    await ensureGroup(call, type);
    await call((crm) => createKeyProperty(crm, type));
    return 'unique';
  } catch (error) {
    if (hasCode(error, 'CRM_CONFLICT')) return (await readMode(call, type)) ?? 'plain';
    if (isRefusal(error)) return 'plain';
    throw error;
  }
};
