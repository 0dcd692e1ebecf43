import { createHash } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../../src/errors.ts';
import type { InboxEvent } from '../../src/inbox/event.ts';

/** HubSpot ids come as numbers or as text; nothing but digits is one. */
const Id = z.union([z.int().nonnegative(), z.string().regex(/^\d{1,20}$/)]).transform(String);
const IdList = z.union([Id.transform((id) => [id]), z.array(Id)]).optional();
const word = z.string().max(200).optional();

/** One event of a delivery, as much of it as we need (HubSpot, "Webhooks"; the legacy form names its type differently). */
const HubspotEvent = z.looseObject({
  eventId: Id.optional(),
  portalId: Id,
  subscriptionType: word,
  eventType: word,
  objectTypeId: word,
  objectId: Id.optional(),
  occurredAt: z
    .union([z.int().nonnegative(), z.string().regex(/^\d{1,15}$/)])
    .transform(Number)
    .optional(),
  propertyName: word,
  changeSource: word,
  sourceId: z
    .union([z.string().max(200), z.number()])
    .transform(String)
    .optional(),
  primaryObjectId: Id.optional(),
  mergedObjectIds: IdList,
  newObjectId: Id.optional(),
  fromObjectId: Id.optional(),
  toObjectId: Id.optional(),
  associationType: word,
});
type HubspotEvent = z.infer<typeof HubspotEvent>;

/** The longest delivery that HubSpot sends. */
const MAX_EVENTS = 100;

/** The properties that show our verdict; what we write to them comes back as a webhook (src/crm/hubspot/property-names.ts). */
const OUR_PROPERTY =
  /^keepable_(verdict|promise_date|slack_days|signoff_status|possible_quantity|summary|warnings|check_key)$/;

const OBJECTS: Record<string, 'deal' | 'line_item' | 'task'> = {
  '0-3': 'deal', '0-8': 'line_item', '0-27': 'task', deal: 'deal', line_item: 'line_item', task: 'task',
}; // prettier-ignore

/**
 * The events of a delivery. Events that are not ours to act on, or that we cannot read, are `ignored`: an answer other
 * than 2xx would make HubSpot repeat the good ones too. Throws WEBHOOK_MALFORMED when the body is no list of events.
 */
export const toInboxEvents = (body: Buffer, ourAppId: string): InboxEvent[] =>
  readList(body).map((item) => {
    const event = HubspotEvent.safeParse(item);
    return event.success ? toInboxEvent(event.data, ourAppId) : unreadable(item);
  });

const readList = (body: Buffer): unknown[] => {
  const list = parseJson(body);
  if (!Array.isArray(list)) throw malformed('The body is not a list of events.');
  if (list.length > MAX_EVENTS) throw malformed(`The body holds more than ${MAX_EVENTS} events.`);
  return list;
};

const parseJson = (body: Buffer): unknown => {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (cause) {
    throw new AppError('WEBHOOK_MALFORMED', 'The body is not JSON.', { cause });
  }
};

const malformed = (message: string): AppError => new AppError('WEBHOOK_MALFORMED', message);

const toInboxEvent = (event: HubspotEvent, ourAppId: string): InboxEvent => {
  const subject = isOwnEcho(event, ourAppId) ? null : subjectOf(event);
  return {
    account: event.portalId,
    crm: 'hubspot',
    dedupeKey: dedupeKeyOf(event),
    kind: subject?.kind ?? 'ignored',
    objectId: subject?.objectId ?? event.objectId ?? '',
    mergedIds: subject?.mergedIds ?? [],
    occurredAt: new Date(event.occurredAt ?? 0).toISOString(),
    payload: event,
  };
};

const unreadable = (payload: unknown): InboxEvent => ({
  account: '',
  crm: 'hubspot',
  dedupeKey: createHash('sha256').update(JSON.stringify(payload)).digest('hex'),
  kind: 'ignored',
  objectId: '',
  mergedIds: [],
  occurredAt: new Date(0).toISOString(),
  payload: null,
});

type Subject = Pick<InboxEvent, 'kind' | 'objectId'> & { mergedIds?: string[] };

const typeOf = (event: HubspotEvent): { object: string; action: string } => {
  const [prefix = '', action = ''] = (event.subscriptionType ?? event.eventType ?? '').split('.');
  const object = prefix === 'object' ? (event.objectTypeId ?? '') : prefix;
  return { object: OBJECTS[object] ?? object, action };
};

const subjectOf = (event: HubspotEvent): Subject | null => {
  const { object, action } = typeOf(event);
  if (object === 'contact' && action === 'privacyDeletion') return withId(event, 'privacy_deletion');
  if (object === 'task') return withId(event, 'task_changed');
  if (object === 'line_item') return withId(event, 'line_item_changed');
  return object === 'deal' ? dealSubject(event, action) : null;
};

const dealSubject = (event: HubspotEvent, action: string): Subject | null => {
  if (action === 'merge') return mergeSubject(event);
  if (action === 'associationChange')
    return event.fromObjectId ? { kind: 'deal_changed', objectId: event.fromObjectId } : null;
  if (action === 'deletion') return withId(event, 'deal_deleted');
  if (action === 'restore') return withId(event, 'deal_restored');
  return action === 'creation' || action === 'propertyChange' ? withId(event, 'deal_changed') : null;
};

const withId = (event: HubspotEvent, kind: InboxEvent['kind']): Subject | null =>
  event.objectId === undefined ? null : { kind, objectId: event.objectId };

/** A merge makes a new deal unless the portal keeps the primary id; the others cease to exist. */
const mergeSubject = (event: HubspotEvent): Subject | null => {
  const survivor = event.newObjectId ?? event.primaryObjectId ?? event.objectId;
  if (survivor === undefined) return null;
  const others = [event.primaryObjectId, event.objectId, ...(event.mergedObjectIds ?? [])];
  const mergedIds = others.filter((id): id is string => id !== undefined && id !== survivor);
  return { kind: 'deals_merged', objectId: survivor, mergedIds: [...new Set(mergedIds)] };
};

/** Our own write coming back: by our app, to a property of ours or to a task (people complete tasks, we write them). */
const isOwnEcho = (event: HubspotEvent, ourAppId: string): boolean =>
  event.changeSource === 'INTEGRATION' &&
  event.sourceId === ourAppId &&
  (typeOf(event).object === 'task' || OUR_PROPERTY.test(event.propertyName ?? ''));

/** HubSpot's event ids are "not guaranteed to be unique", and a repeated attempt is the same event. */
const dedupeKeyOf = (event: HubspotEvent): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        event.portalId,
        event.subscriptionType ?? event.eventType,
        event.objectTypeId,
        event.objectId ?? event.fromObjectId,
        event.toObjectId,
        event.propertyName,
        event.occurredAt,
        event.eventId,
      ]),
    )
    .digest('base64url');
