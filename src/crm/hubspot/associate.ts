import { AssociationSpecAssociationCategoryEnum as Category } from '@hubspot/api-client/lib/codegen/crm/associations/v4/models/AssociationSpec.js';
import { errorsIn } from './batches.ts';
import type { BatchError } from './batches.ts';
import type { EngagementType } from './engagement.ts';
import { TO_DEAL_TYPE_ID } from './engagement.ts';
import type { HubspotCall } from './hubspot-client.ts';
import type { ItemResult } from './send-batch.ts';
import { sendBatch } from './send-batch.ts';

/** A task or note and the deal it belongs to. */
type Pair = { id: string; dealId: string };

type Associated = { results: { id: string }[]; errors: BatchError[] };

/** What was tied; an answer without errors ties all, whatever it lists. */
const associate = async (call: HubspotCall, type: EngagementType, pairs: Pair[]): Promise<Associated> => {
  const types = [{ associationCategory: Category.HubspotDefined, associationTypeId: TO_DEAL_TYPE_ID[type] }];
  const inputs = pairs.map(({ id, dealId }) => ({ _from: { id }, to: { id: dealId }, types }));
  const answer = await call((crm) => crm.associations.v4.batchApi.create(type, 'deals', { inputs }));
  const errors = errorsIn(answer);
  const results =
    errors.length === 0 ? pairs : answer.results.map(({ fromObjectId }) => ({ id: String(fromObjectId) }));
  return { results, errors };
};

/** Ties activities to their deals; doing it twice changes nothing. One result per pair, in order. */
export const associateWithDeals = (call: HubspotCall, type: EngagementType, pairs: Pair[]): Promise<ItemResult[]> =>
  sendBatch(pairs, {
    send: (items) => associate(call, type, items),
    isOf: (result, { id }) => result.id === id,
  });
