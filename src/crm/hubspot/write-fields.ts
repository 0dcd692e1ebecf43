import type { VerdictFields } from '../../write-back/write-back.ts';
import type { HubspotCall } from './hubspot-client.ts';
import { DEAL_PROPERTIES } from './property-names.ts';
import type { ItemResult } from './send-batch.ts';
import { sendBatch } from './send-batch.ts';

export type FieldsWrite = { dealId: string; fields: VerdictFields };

/** Text properties hold 65,536 characters. */
const LONGEST_TEXT = 60_000;

/** The verdict fields as HubSpot property values: all text, empty = no value. */
const toDealProperties = (fields: VerdictFields): Record<string, string> => ({
  [DEAL_PROPERTIES.verdict]: fields.verdict,
  [DEAL_PROPERTIES.promiseDate]: fields.promiseDate ?? '',
  [DEAL_PROPERTIES.slackDays]: fields.slackDays === null ? '' : String(fields.slackDays),
  [DEAL_PROPERTIES.signoffStatus]: fields.signoffStatus,
  [DEAL_PROPERTIES.possibleQuantity]: fields.possibleQuantity.slice(0, LONGEST_TEXT),
  [DEAL_PROPERTIES.summary]: fields.summary.slice(0, LONGEST_TEXT),
  [DEAL_PROPERTIES.warnings]: fields.warnings.slice(0, LONGEST_TEXT),
  [DEAL_PROPERTIES.checkKey]: fields.checkKey,
});

/** Sets the verdict fields of up to 100 deals in one call; setting them twice changes nothing. */
export const writeFields = (call: HubspotCall, writes: FieldsWrite[]): Promise<ItemResult[]> =>
  sendBatch(writes, {
    send: (items, traceIds) =>
      call((crm) =>
        crm.objects.batchApi.update('deals', {
          inputs: items.map(({ dealId, fields }, index) => ({
            id: dealId,
            objectWriteTraceId: traceIds[index] ?? '',
            properties: toDealProperties(fields),
          })),
        }),
      ),
    isOf: (result, { dealId }) => result.id === dealId,
  });
