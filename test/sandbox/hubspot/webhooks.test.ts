import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { APP, startPortal, startReceiver, until } from './pretend-portal.ts';
import type { TestPortal } from './pretend-portal.ts';

let portal: TestPortal;
let app: Awaited<ReturnType<typeof startReceiver>>;
afterEach(async () => {
  await portal.close();
  await app.close();
});

const start = async (answer?: Parameters<typeof startReceiver>[0], options: Parameters<typeof startPortal>[0] = {}) => {
  app = await startReceiver(answer);
  portal = await startPortal({ webhookUrl: `${app.url}/webhooks/hubspot`, ...options });
};

const seedDeal = () =>
  portal.portal.store.quietly(() =>
    portal.portal.store.create('deals', { dealname: 'A', dealstage: 'qualified' }, { source: 'CRM_UI', userId: 1 }),
  );

const patchInPortal = (id: string, properties: Record<string, string>) =>
  fetch(`${portal.url}/portal/api/deals/${id}`, {
    method: 'PATCH',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ properties }),
  });

describe('webhooks', () => {
  it('tell a move of a deal in the portal, signed over the bytes that are sent', async () => {
    await start();
    const deal = seedDeal();
    await patchInPortal(deal.id, { dealstage: 'proposal' });
    await until(() => app.received.length === 1);
    const { headers, body, url } = app.received[0]!;
    const timestamp = String(headers['x-hubspot-request-timestamp']);
    const signed = `POST${app.url}${url}${body}${timestamp}`;
    expect(headers['x-hubspot-signature-v3']).toBe(
      createHmac('sha256', APP.clientSecret).update(signed).digest('base64'),
    );
    expect(JSON.parse(body)).toEqual([
      {
        eventId: expect.any(Number),
        subscriptionId: expect.any(Number),
        portalId: 147,
        appId: 4242,
        occurredAt: expect.any(Number),
        subscriptionType: 'object.propertyChange',
        attemptNumber: 0,
        objectId: Number(deal.id),
        objectTypeId: '0-3',
        changeSource: 'CRM_UI',
        sourceId: 'userId:101',
        propertyName: 'dealstage',
        propertyValue: 'proposal',
        isSensitive: false,
      },
    ]);
  });

  it('name the app as the source of its own writes', async () => {
    await start();
    const deal = seedDeal();
    await portal.call('PATCH', `/crm/objects/2026-09/deals/${deal.id}`, { properties: { dealstage: 'won' } });
    await until(() => app.received.length === 1);
    expect(app.events()[0]).toMatchObject({ changeSource: 'INTEGRATION', sourceId: '4242' });
  });

  it('are silent about what nobody subscribed to, and about a write that changes nothing', async () => {
    await start();
    const deal = seedDeal();
    await patchInPortal(deal.id, { dealname: 'B', dealstage: 'qualified' });
    await patchInPortal(deal.id, { dealstage: 'won' });
    await until(() => portal.sender.isIdle());
    expect(app.events().map((event) => event.propertyName)).toEqual(['dealstage']);
  });

  it('tell creation, deletion, restore and merge', async () => {
    await start();
    const { store } = portal.portal;
    const actor = { source: 'CRM_UI', userId: 101 } as const;
    const [one, two] = [
      store.create('deals', { dealname: 'A' }, actor),
      store.create('deals', { dealname: 'B' }, actor),
    ];
    store.archive(one, actor);
    store.restore(one, actor);
    const merged = store.merge(one, two, actor);
    await until(() => app.received.length > 0);
    const told = app
      .events()
      .map(({ subscriptionType, changeFlag, objectId }) => [subscriptionType, changeFlag, objectId]);
    expect(told).toEqual([
      ['object.creation', 'CREATED', Number(one.id)],
      ['object.creation', 'CREATED', Number(two.id)],
      ['object.deletion', 'DELETED', Number(one.id)],
      ['object.restore', 'RESTORED', Number(one.id)],
      ['object.merge', undefined, Number(merged.id)],
    ]);
    expect(app.events()[4]).toMatchObject({
      primaryObjectId: Number(one.id),
      mergedObjectIds: [Number(two.id)],
      newObjectId: Number(merged.id),
    });
    expect([one.archivedAt, two.archivedAt]).not.toContain(null);
  });

  it('tell a task that was completed', async () => {
    await start();
    const task = portal.portal.store.quietly(() =>
      portal.portal.store.create('tasks', { hs_timestamp: '2026-03-17T09:00:00Z' }, { source: 'CRM_UI', userId: 1 }),
    );
    await fetch(`${portal.url}/portal/api/tasks/${task.id}`, {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ properties: { hs_task_status: 'COMPLETED' } }),
    });
    await until(() => app.received.length === 1);
    expect(app.events()[0]).toMatchObject({
      objectTypeId: '0-27',
      propertyName: 'hs_task_status',
      propertyValue: 'COMPLETED',
    });
  });

  it('tell a privacy deletion', async () => {
    await start();
    portal.sender.announce('contact.privacyDeletion', 77);
    await until(() => app.received.length === 1);
    expect(app.events()[0]).toMatchObject({ subscriptionType: 'contact.privacyDeletion', objectId: 77, portalId: 147 });
  });

  it('come in batches of at most 100', async () => {
    await start();
    for (let count = 0; count < 250; count += 1) {
      portal.portal.store.create('deals', { dealname: 'A' }, { source: 'CRM_UI', userId: 101 });
    }
    await until(() => app.events().length === 250);
    expect(app.received.map(({ body }) => (JSON.parse(body) as unknown[]).length).toSorted()).toEqual([100, 100, 50]);
  });

  it.each([500, 404, null])('are sent again after %s until the app takes them', async (fault) => {
    await start((_received, count) => (count <= 3 ? fault : 200));
    await patchInPortal(seedDeal().id, { dealstage: 'won' });
    await until(() => app.received.length === 4 && portal.sender.isIdle());
    expect(app.events().map((event) => event.attemptNumber)).toEqual([0, 1, 2, 3]);
    expect(new Set(app.events().map((event) => event.eventId)).size).toBe(1);
  });

  it('are given up after ten retries', async () => {
    await start(() => 500, { retryDelayMs: () => 1 });
    await patchInPortal(seedDeal().id, { dealstage: 'won' });
    await until(() => portal.sender.lost.length === 1);
    expect([app.received.length, portal.sender.isIdle()]).toEqual([11, true]);
  });
});
