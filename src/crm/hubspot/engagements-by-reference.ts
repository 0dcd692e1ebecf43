import { AssociationSpecAssociationCategoryEnum as Category } from '@hubspot/api-client/lib/codegen/crm/objects/models/AssociationSpec.js';
import type { PlannedWrite } from '../crm.ts';
import { readAssociations, readObjects } from './batches.ts';
import { BODY_PROPERTY, referenceLine, TO_DEAL_TYPE_ID, withReference } from './engagement.ts';
import type { Engagement, EngagementType } from './engagement.ts';
import type { HubspotCall } from './hubspot-client.ts';
import type { HubspotObject } from './to-deal.ts';
import type { ItemResult } from './send-batch.ts';
import { sendBatch } from './send-batch.ts';

/**
 * The activities that already carry our reference, by reading those of the deals. Never by search: HubSpot's search lags
 * behind writes by seconds, and a second task would be made.
 */
export const findByReference = async (
  call: HubspotCall,
  type: EngagementType,
  writes: PlannedWrite[],
): Promise<Map<PlannedWrite, string>> => {
  const dealIds = [...new Set(writes.map(({ dealId }) => dealId))];
  const associated = await readAssociations(call, ['deals', type], dealIds);
  const ids = [...associated.values()].flatMap((entry) => entry.ids);
  const known = writes.flatMap(({ objectId }) => (objectId === null ? [] : [objectId]));
  const objects = await readObjects(call, type, { ids: [...ids, ...known], properties: [BODY_PROPERTY[type]] });
  const carries = (object: HubspotObject, write: PlannedWrite): boolean =>
    (object.properties[BODY_PROPERTY[type]] ?? '').includes(referenceLine(write.externalKey));
  return new Map(
    writes.flatMap((write) => {
      const own = objects.find(({ id }) => id === write.objectId) ?? objects.find((object) => carries(object, write));
      return own ? [[write, own.id] as const] : [];
    }),
  );
};

/**
 * Creates activities together with their association, so that a later look finds them. A create must not be repeated
 * blindly: an unknown outcome is CRM_OUTCOME_UNKNOWN, and the next try looks first.
 */
export const createAssociated = (
  call: HubspotCall,
  type: EngagementType,
  engagements: Engagement[],
): Promise<ItemResult[]> =>
  sendBatch(engagements, {
    send: (items, traceIds) =>
      call(
        (crm) =>
          crm.objects.batchApi.create(type, {
            inputs: items.map(({ write, properties }, index) => ({
              objectWriteTraceId: traceIds[index] ?? '',
              properties: withReference(properties, { type, write }),
              associations: [
                {
                  to: { id: write.dealId },
                  types: [{ associationCategory: Category.HubspotDefined, associationTypeId: TO_DEAL_TYPE_ID[type] }],
                },
              ],
            })),
          }),
        { repeat: 'not_repeatable' },
      ),
    isOf: (result, { write }) =>
      (result.properties?.[BODY_PROPERTY[type]] ?? '').includes(referenceLine(write.externalKey)),
  });
