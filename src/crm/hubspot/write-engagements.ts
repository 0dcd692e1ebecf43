import type { PlannedWrite } from '../crm.ts';
import type { WriteBack } from '../../write-back/write-back.ts';
import { AppError, hasCode } from '../../errors.ts';
import { associateWithDeals } from './associate.ts';
import type { Engagement, EngagementType } from './engagement.ts';
import { engagementProperties, forExisting, withKeyProperty, withReference } from './engagement.ts';
import { createAssociated, findByReference } from './engagements-by-reference.ts';
import type { HubspotCall } from './hubspot-client.ts';
import type { KeyMode } from './key-property.ts';
import { ensureKeyProperty } from './key-property.ts';
import type { OwnerBook } from './owners.ts';
import { KEY_PROPERTY } from './property-names.ts';
import type { ItemResult } from './send-batch.ts';
import { sendBatch } from './send-batch.ts';

/** What is known of a portal: whether tasks and notes can be upserted by our key. Assumed until HubSpot refuses. */
export type KeyModes = Map<EngagementType, KeyMode>;

export type EngagementWriter = { call: HubspotCall; owners: OwnerBook; keyModes: KeyModes; now: () => number };

type EngagementWrite = PlannedWrite & { writeBack: Exclude<WriteBack, { kind: 'fields' }> };

const toEngagement = async (writer: EngagementWriter, write: EngagementWrite): Promise<Engagement> => {
  const { writeBack } = write;
  const email = writeBack.kind === 'task' ? writeBack.assigneeEmail : null;
  const owner = email === null ? null : await writer.owners.byEmail(email);
  const surroundings = { now: new Date(writer.now()), ownerId: owner?.id ?? null, isKnown: write.objectId !== null };
  return { write, properties: engagementProperties(writeBack, surroundings) };
};

const upsert = (call: HubspotCall, type: EngagementType, engagements: Engagement[]): Promise<ItemResult[]> =>
  sendBatch(engagements, {
    send: (items, traceIds) =>
      call((crm) =>
        crm.objects.batchApi.upsert(type, {
          inputs: items.map(({ write, properties }, index) => ({
            id: write.externalKey,
            idProperty: KEY_PROPERTY,
            objectWriteTraceId: traceIds[index] ?? '',
            properties: withKeyProperty(properties, write),
          })),
        }),
      ),
    isOf: (result, { write }) => result.properties?.[KEY_PROPERTY] === write.externalKey,
  });

const update = (
  call: HubspotCall,
  type: EngagementType,
  items: { id: string; engagement: Engagement }[],
): Promise<ItemResult[]> =>
  sendBatch(items, {
    send: (piece, traceIds) =>
      call((crm) =>
        crm.objects.batchApi.update(type, {
          inputs: piece.map(({ id, engagement: { write, properties } }, index) => ({
            id,
            objectWriteTraceId: traceIds[index] ?? '',
            properties: withReference(forExisting(properties), { type, write }),
          })),
        }),
      ),
    isOf: (result, item) => result.id === item.id,
  });

/** By the key: one call creates what is missing and updates what is there; then what is new is tied to its deal. */
const writeByKey = async (
  call: HubspotCall,
  type: EngagementType,
  engagements: Engagement[],
): Promise<ItemResult[]> => {
  const results = await upsert(call, type, engagements);
  const isLoose = (index: number): boolean => {
    const result = results[index];
    if (result === undefined || result instanceof AppError) return false;
    return result.isNew || result.id !== engagements[index]?.write.objectId;
  };
  const loose = engagements.map((engagement, index) => ({ engagement, index })).filter(({ index }) => isLoose(index));
  const pairs = loose.map(({ engagement, index }) => {
    const result = results[index];
    return { id: result && 'id' in result ? result.id : '', dealId: engagement.write.dealId };
  });
  const ties = await associateWithDeals(call, type, pairs);
  loose.forEach(({ index }, position) => {
    const tied = ties[position];
    if (tied instanceof AppError) results[index] = tied;
  });
  return results;
};

/** By the reference in the body: look first, update what is there, create the rest together with its association. */
const writeByReference = async (
  call: HubspotCall,
  type: EngagementType,
  engagements: Engagement[],
): Promise<ItemResult[]> => {
  const ids = await findByReference(
    call,
    type,
    engagements.map(({ write }) => write),
  );
  const known = engagements.flatMap((engagement) => {
    const id = ids.get(engagement.write);
    return id === undefined ? [] : [{ id, engagement }];
  });
  const missing = engagements.filter(({ write }) => !ids.has(write));
  const [updated, created] = await Promise.all([update(call, type, known), createAssociated(call, type, missing)]);
  const results = new Map<Engagement, ItemResult | undefined>([
    ...known.map(({ engagement }, index) => [engagement, updated[index]] as const),
    ...missing.map((engagement, index) => [engagement, created[index]] as const),
  ]);
  return engagements.map(
    (engagement) => results.get(engagement) ?? new AppError('CRM_UNAVAILABLE', 'HubSpot gave no answer.'),
  );
};

const isRefused = (result: ItemResult): boolean =>
  hasCode(result, 'CRM_REJECTED') || hasCode(result, 'CRM_REJECTED_FIELD');

/**
 * Ensures tasks or notes. When every upsert is refused, the portal may not know our key as unique: that is looked up
 * once, and from then on activities are found by the reference in their body.
 */
export const writeEngagements = async (
  writer: EngagementWriter,
  type: EngagementType,
  writes: EngagementWrite[],
): Promise<ItemResult[]> => {
  if (writes.length === 0) return [];
  const { call, keyModes } = writer;
  const engagements: Engagement[] = [];
  for (const write of writes) engagements.push(await toEngagement(writer, write));
  if (keyModes.get(type) === 'plain') return writeByReference(call, type, engagements);

  const results = await writeByKey(call, type, engagements);
  if (keyModes.has(type) || !results.every(isRefused)) return results;
  const mode = await ensureKeyProperty(call, type);
  keyModes.set(type, mode);
  return mode === 'plain' ? writeByReference(call, type, engagements) : writeByKey(call, type, engagements);
};
