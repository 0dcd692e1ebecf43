import { describe, expect, it } from '@jest/globals';
import { toInboxEvents } from '../../../webhooks/hubspot/delivery.ts';

const OUR_APP = '4800';
const anEvent = {
  eventId: 1765889350,
  subscriptionId: 7662269,
  portalId: 247279312,
  appId: 4800,
  occurredAt: 1788597072520,
  subscriptionType: 'object.propertyChange',
  attemptNumber: 0,
  objectId: 546500061938,
  objectTypeId: '0-3',
  propertyName: 'dealstage',
  propertyValue: 'proposal',
  changeSource: 'CRM_UI',
  sourceId: 'userId:98499705',
};
const read = (...events: object[]) => toInboxEvents(Buffer.from(JSON.stringify(events)), OUR_APP);
const kindOf = (given: object) => read({ ...anEvent, ...given })[0]?.kind;

describe('a delivery of HubSpot', () => {
  it('says which deal of which portal may have changed', () => {
    expect(read(anEvent)[0]).toMatchObject({
      account: '247279312',
      crm: 'hubspot',
      kind: 'deal_changed',
      objectId: '546500061938',
      occurredAt: '2026-09-05T08:31:12.520Z',
    });
  });

  it('takes ids as numbers or as text for the same event', () => {
    const [asNumbers, asText] = read(anEvent, {
      ...anEvent,
      portalId: '247279312',
      objectId: '546500061938',
      eventId: '1765889350',
    });
    expect(asText).toMatchObject({
      account: asNumbers?.account,
      objectId: asNumbers?.objectId,
      dedupeKey: asNumbers?.dedupeKey,
    });
  });

  it('knows a repeated attempt as the same event and another change as another one', () => {
    const [first, again, other] = read(
      anEvent,
      { ...anEvent, attemptNumber: 3 },
      { ...anEvent, occurredAt: 1788597072521 },
    );
    expect(again?.dedupeKey).toBe(first?.dedupeKey);
    expect(other?.dedupeKey).not.toBe(first?.dedupeKey);
  });

  it.each([
    ['object.creation', '0-3', 'deal_changed'],
    ['object.deletion', '0-3', 'deal_deleted'],
    ['object.restore', '0-3', 'deal_restored'],
    ['deal.propertyChange', undefined, 'deal_changed'],
    ['deal.deletion', undefined, 'deal_deleted'],
    ['object.propertyChange', '0-8', 'line_item_changed'],
    ['object.deletion', '0-8', 'line_item_changed'],
    ['object.propertyChange', '0-27', 'task_changed'],
    ['contact.privacyDeletion', undefined, 'privacy_deletion'],
    ['object.propertyChange', '0-1', 'ignored'],
    ['conversation.newMessage', undefined, 'ignored'],
    ['something.new', undefined, 'ignored'],
  ])('reads %s of %s as %s', (subscriptionType, objectTypeId, kind) => {
    expect(kindOf({ subscriptionType, objectTypeId })).toBe(kind);
  });

  it('follows a merge to the new id and remembers the deals that ceased', () => {
    const merge = {
      subscriptionType: 'object.merge',
      objectId: 1,
      primaryObjectId: 1,
      mergedObjectIds: [2, '3'],
      newObjectId: 9,
    };
    expect(read({ ...anEvent, ...merge })[0]).toMatchObject({
      kind: 'deals_merged',
      objectId: '9',
      mergedIds: ['1', '2', '3'],
    });
    const kept = { ...merge, newObjectId: undefined };
    expect(read({ ...anEvent, ...kept })[0]).toMatchObject({ objectId: '1', mergedIds: ['2', '3'] });
  });

  it('takes a line item that came or went as a change of the deal', () => {
    const change = {
      subscriptionType: 'deal.associationChange',
      objectId: undefined,
      fromObjectId: 7,
      toObjectId: 8,
      associationType: 'DEAL_TO_LINE_ITEM',
    };
    expect(read({ ...anEvent, ...change })[0]).toMatchObject({ kind: 'deal_changed', objectId: '7' });
  });

  it('ignores our own writes, and only those', () => {
    const ours = { changeSource: 'INTEGRATION', sourceId: OUR_APP, propertyName: 'keepable_verdict' };
    expect(kindOf(ours)).toBe('ignored');
    expect(kindOf({ ...ours, sourceId: 4800 })).toBe('ignored');
    expect(kindOf({ ...ours, sourceId: '4801' })).toBe('deal_changed');
    expect(kindOf({ ...ours, changeSource: 'CRM_UI' })).toBe('deal_changed');
    expect(kindOf({ ...ours, propertyName: 'closedate' })).toBe('deal_changed');
    expect(kindOf({ ...ours, propertyName: 'keepable_requested_date' })).toBe('deal_changed');
  });

  it.each([
    { portalId: undefined },
    { portalId: [1] },
    { portalId: '1%00' },
    { portalId: { id: 1 } },
    { portalId: -1 },
    { objectId: '7; drop' },
  ])('ignores an event whose ids are not numbers: %j', (given) => {
    expect(read({ ...anEvent, ...given }, anEvent).map((event) => event.kind)).toEqual(['ignored', 'deal_changed']);
  });

  it.each(['', '{}', '"text"', 'null', '[', '\ufeff', JSON.stringify(Array.from({ length: 101 }, () => anEvent))])(
    'refuses a body that is no list of at most 100 events (%#)',
    (body) => {
      expect(() => toInboxEvents(Buffer.from(body), OUR_APP)).toThrow(
        expect.objectContaining({ code: 'WEBHOOK_MALFORMED' }),
      );
    },
  );

  it('refuses bytes that are no text', () => {
    expect(() => toInboxEvents(Buffer.from([0x5b, 0xff, 0x5d]), OUR_APP)).toThrow(
      expect.objectContaining({ code: 'WEBHOOK_MALFORMED' }),
    );
  });
});
