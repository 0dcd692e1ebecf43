import type { CallBudget } from '../call-budget.ts';
import { unlimitedCalls } from '../call-budget.ts';
import type { Crm } from '../crm.ts';
import { applyWrites } from './apply-writes.ts';
import { changedDeals } from './changed-deals.ts';
import { createHubspotCall } from './hubspot-client.ts';
import { createOwnerBook } from './owners.ts';
import type { FieldMapping } from './property-names.ts';
import { DEFAULT_MAPPING } from './property-names.ts';
import { provision } from './provision.ts';
import { dealsOfLineItems, readDeals } from './read-deals.ts';
import type { AccessTokenProvider } from './tokens.ts';
import type { KeyModes } from './write-engagements.ts';

export type HubspotCrmOptions = {
  /** The install's access token, refreshed ahead of its end (createTokenProvider). */
  accessToken: AccessTokenProvider;
  /** https://api.hubapi.com, or the address of a sandbox. */
  basePath: string;
  now: () => number;
  /** The plant's time zone: moments become civil dates in it (S1). */
  timeZone?: string;
  mapping?: FieldMapping;
  /** The install's share of HubSpot's limits: 110 calls per 10 s, 4 searches per second. */
  budget?: CallBudget;
  /** Limit of one call in milliseconds. */
  timeoutMs?: number;
};

/**
 * One HubSpot portal behind the Crm interface. Keep it for as long as the install is active: it remembers owners and
 * what the portal allows.
 */
export const createHubspotCrm = (options: HubspotCrmOptions): Crm => {
  const { accessToken, basePath, now, timeZone = 'UTC', mapping = DEFAULT_MAPPING } = options;
  const { budget = unlimitedCalls, timeoutMs = 30_000 } = options;
  const call = createHubspotCall({ accessToken, basePath, budget, now, timeoutMs });
  const owners = createOwnerBook(call, now);
  const keyModes: KeyModes = new Map();
  return {
    readDeals: (dealIds, attributes) => readDeals({ call, owners, mapping, timeZone }, dealIds, attributes),
    dealsOfLineItems: (lineItemIds) => dealsOfLineItems(call, lineItemIds),
    applyWrites: (writes) => applyWrites({ call, owners, keyModes, now }, writes),
    provision: () => provision(call, keyModes),
    changedDeals: (since) => changedDeals(call, since),
  };
};
