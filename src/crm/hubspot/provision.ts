import type { PropertyCreate } from '@hubspot/api-client/lib/codegen/crm/properties/models/PropertyCreate.js';
import { hasCode } from '../../errors.ts';
import { errorsIn } from './batches.ts';
import { DEAL_PROPERTY_DEFINITIONS } from './deal-property-definitions.ts';
import type { HubspotCall } from './hubspot-client.ts';
import { ensureGroup, ensureKeyProperty } from './key-property.ts';
import type { KeyModes } from './write-engagements.ts';

/** One by one, where the batch failed: a property that somebody made in between is fine (409). */
const createOne = async (call: HubspotCall, definition: PropertyCreate): Promise<void> => {
  try {
    await call((crm) => crm.properties.coreApi.create('deals', definition));
  } catch (error) {
    if (!hasCode(error, 'CRM_CONFLICT')) throw error;
  }
};

const createTogether = async (call: HubspotCall, inputs: PropertyCreate[]): Promise<boolean> => {
  try {
    return errorsIn(await call((crm) => crm.properties.batchApi.create('deals', { inputs }))).length === 0;
  } catch (error) {
    if (hasCode(error, 'CRM_CONFLICT')) return false;
    throw error;
  }
};

const ensureDealProperties = async (call: HubspotCall): Promise<void> => {
  const existing = await call((crm) => crm.properties.coreApi.getAll('deals', false));
  const names = new Set(existing.results.map(({ name }) => name));
  const missing = DEAL_PROPERTY_DEFINITIONS.filter(({ name }) => !names.has(name));
  if (missing.length === 0) return;
  await ensureGroup(call, 'deals');
  if (await createTogether(call, missing)) return;
  for (const definition of missing) await createOne(call, definition);
};

/** Adds our properties to the portal; what is there already stays as it is, so it can be repeated at any time. */
export const provision = async (call: HubspotCall, keyModes: KeyModes): Promise<void> => {
  await ensureDealProperties(call);
  for (const type of ['tasks', 'notes'] as const) keyModes.set(type, await ensureKeyProperty(call, type));
};
