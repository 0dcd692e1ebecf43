import type { InboxEvent } from '../../src/inbox/event.ts';
import type { Notification, OutboundMessage } from './outbound-message.ts';

/** What a changed record of an object means to us; records of other objects are ignored. */
const KINDS: Record<string, InboxEvent['kind']> = {
  Opportunity: 'deal_changed',
  OpportunityLineItem: 'line_item_changed',
  Task: 'task_changed',
};

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** An id of 15 characters gets the three that make it safe where capitals are not told apart. */
const toLongId = (id: string): string => {
  if (id.length !== 15) return id;
  const checks = [0, 5, 10].map((start) =>
    [...id.slice(start, start + 5)].reduce((sum, sign, index) => sum + (/[A-Z]/.test(sign) ? 1 << index : 0), 0),
  );
  return id + checks.map((check) => ALPHABET[check] ?? '').join('');
};

/** True when both are the same record's id, in 15 or 18 characters. */
export const isSameId = (one: string, other: string): boolean => toLongId(one) === toLongId(other);

const isId = (text: string | undefined): text is string =>
  text !== undefined && /^([a-zA-Z0-9]{15}|[a-zA-Z0-9]{18})$/.test(text);

/** When the record changed, as far as the message says; else when it came. */
const occurredAt = ({ fields }: Notification, now: Date): string => {
  const stamp = Date.parse(fields['SystemModstamp'] ?? fields['LastModifiedDate'] ?? '');
  return new Date(Number.isNaN(stamp) ? now : stamp).toISOString();
};

const toEvent = (
  notification: Notification,
  { account, actionId, now }: { account: string; actionId: string | null; now: Date },
): InboxEvent => {
  const recordId = notification.fields['Id'];
  const kind = KINDS[notification.objectType];
  return {
    account,
    crm: 'salesforce',
    // Salesforce sends a notification "sometimes more than one time", always under the same id.
    dedupeKey: toLongId(notification.id),
    kind: kind !== undefined && isId(recordId) ? kind : 'ignored',
    objectId: isId(recordId) ? toLongId(recordId) : '',
    mergedIds: [],
    occurredAt: occurredAt(notification, now),
    payload: {
      actionId,
      notificationId: notification.id,
      objectType: notification.objectType,
      recordId: recordId ?? null,
    },
  };
};

/** The events of a message for the account that its secret belongs to. Nothing of a record's content is kept. */
export const toInboxEvents = (message: OutboundMessage, account: string, now: Date): InboxEvent[] =>
  message.notifications.map((notification) => toEvent(notification, { account, actionId: message.actionId, now }));
