import { afterEach, describe, expect, it } from '@jest/globals';
import {
  forbidden,
  locked,
  migrating,
  serverTrouble,
  tooManyCalls,
} from '../../../src/sandbox/hubspot/fault-answers.ts';
import { FaultPlan } from '../../../src/sandbox/faults/fault-plan.ts';
import { startPortal, startReceiver, until } from './pretend-portal.ts';
import type { TestPortal } from './pretend-portal.ts';

const DEALS = '/crm/objects/2026-09/deals';
const NEW_DEAL = { properties: { dealname: 'A' }, associations: [] };
const UI = { source: 'CRM_UI', userId: 101 } as const;

let portal: TestPortal;
let app: Awaited<ReturnType<typeof startReceiver>> | null = null;
afterEach(async () => {
  await portal.close();
  await app?.close();
  app = null;
});

const deals = (): number => portal.portal.store.list('deals').length;

describe('a fault that was ordered', () => {
  it.each([
    ['with seconds', tooManyCalls('7'), 429, '7'],
    ['with a date', tooManyCalls('Wed, 21 Oct 2026 07:28:00 GMT'), 429, 'Wed, 21 Oct 2026 07:28:00 GMT'],
    ['without Retry-After', tooManyCalls(), 429, null],
    ['with nonsense', tooManyCalls('soon'), 429, 'soon'],
    ['as a broken server', serverTrouble(503), 503, null],
    ['as a locked record', locked(), 423, null],
    ['as an app that lacks a scope', forbidden(), 403, null],
    ['as an account that moves', migrating(86_400), 477, '86400'],
  ])('answers %s and does nothing', async (...expected) => {
    const [, answer, status, retryAfter] = expected;
    portal = await startPortal();
    portal.portal.faults.add({ fault: { answer }, path: /deals$/, times: 1 });
    const refused = await portal.call('POST', DEALS, NEW_DEAL);
    expect([refused.status, refused.headers.get('retry-after'), deals()]).toEqual([status, retryAfter, 0]);
    expect((await portal.call('POST', DEALS, NEW_DEAL)).status).toBe(201);
  });

  it.each([
    ['before', 0],
    ['after', 1],
  ] as const)('cuts the connection %s the work, and the journal knows whether it was done', async (reset, done) => {
    portal = await startPortal();
    portal.portal.faults.add({ fault: { reset }, times: 1 });
    await expect(portal.call('POST', DEALS, NEW_DEAL)).rejects.toThrow('fetch failed');
    expect(deals()).toBe(done);
    expect(portal.journal.entries).toMatchObject([{ method: 'POST', status: null, applied: done === 1 }]);
  });

  it('breaks off the answer half-way although the work is done', async () => {
    portal = await startPortal();
    portal.portal.faults.add({ fault: { truncate: true }, times: 1 });
    await expect(portal.call('POST', DEALS, NEW_DEAL)).rejects.toThrow();
    expect(deals()).toBe(1);
  });

  it('keeps the answer back after the work, so that a caller gives up on a write that happened', async () => {
    portal = await startPortal();
    portal.portal.faults.add({ fault: { answerDelayMs: 60_000 }, times: 1 });
    const headers = { Authorization: `Bearer ${portal.token}`, 'Content-Type': 'application/json' };
    const signal = AbortSignal.timeout(100);
    const call = fetch(`${portal.url}${DEALS}`, { method: 'POST', headers, body: JSON.stringify(NEW_DEAL), signal });
    await expect(call).rejects.toThrow('timeout');
    expect(deals()).toBe(1);
  });

  it('slows every call down and joins with others', async () => {
    portal = await startPortal();
    portal.portal.faults.add({ fault: { delayMs: 40 } });
    portal.portal.faults.add({ fault: { answer: serverTrouble(500) }, times: 1 });
    const before = performance.now();
    expect((await portal.call('POST', DEALS, NEW_DEAL)).status).toBe(500);
    expect(performance.now() - before).toBeGreaterThan(35);
    portal.portal.faults.clear();
    expect((await portal.call('POST', DEALS, NEW_DEAL)).status).toBe(201);
  });

  it('strikes a refresh of the token too', async () => {
    portal = await startPortal();
    portal.portal.faults.add({ fault: { answer: serverTrouble(502) }, path: /^\/oauth\// });
    const response = await fetch(`${portal.url}/oauth/2026-03/token`, {
      method: 'POST',
      body: new URLSearchParams({}),
    });
    expect(response.status).toBe(502);
  });
});

describe('faults left to chance', () => {
  const strikes = (seed: number): boolean[] => {
    const plan = new FaultPlan(seed);
    plan.add({ fault: { reset: 'after' }, chance: 0.3, after: 10 });
    return Array.from({ length: 1000 }, () => plan.strike({ method: 'POST', path: '/x' }) !== null);
  };

  it('strike in the same places for the same seed, about as often as was asked for', async () => {
    portal = await startPortal();
    expect(strikes(7)).toEqual(strikes(7));
    expect(strikes(7)).not.toEqual(strikes(8));
    const count = strikes(7).filter(Boolean).length;
    expect(strikes(7).slice(0, 10)).not.toContain(true);
    expect(count).toBeGreaterThan(240);
    expect(count).toBeLessThan(360);
  });
});

describe('trouble with webhooks', () => {
  const tell = async (prepare: (portal: TestPortal) => void, ready: (told: number[]) => boolean): Promise<number[]> => {
    app = await startReceiver();
    const { events } = app;
    portal = await startPortal({ webhookUrl: `${app.url}/webhooks/hubspot`, seed: 3 });
    prepare(portal);
    for (let count = 0; count < 90; count += 1) portal.portal.store.create('deals', { dealname: 'A' }, UI);
    const told = (): number[] => events().map(({ objectId }) => objectId);
    await until(() => portal.sender.isIdle() && ready(told()));
    return told();
  };

  const inOrder = (ids: number[]): boolean => ids.every((id, index) => index === 0 || id >= (ids[index - 1] ?? 0));

  it('loses some events for good', async () => {
    const told = await tell(
      ({ portal: { webhookFaults } }) => (webhookFaults.trouble = { lose: 0.5 }),
      (ids) => ids.length > 0,
    );
    expect(told.length).toBeGreaterThan(20);
    expect(told.length).toBeLessThan(70);
  });

  it('tells some events twice', async () => {
    const told = await tell(
      ({ portal: { webhookFaults } }) => (webhookFaults.trouble = { duplicate: 0.5 }),
      (ids) => ids.length > 90,
    );
    expect(new Set(told).size).toBe(90);
  });

  it('tells some events late and therefore out of order', async () => {
    const trouble = { late: 0.5, lateMs: 60 };
    const told = await tell(
      ({ portal: { webhookFaults } }) => (webhookFaults.trouble = trouble),
      (ids) => ids.length === 90,
    );
    expect([new Set(told).size, inOrder(told)]).toEqual([90, false]);
  });

  it('shuffles a batch', async () => {
    const told = await tell(
      ({ portal: { webhookFaults } }) => (webhookFaults.shuffle = true),
      (ids) => ids.length === 90,
    );
    expect([new Set(told).size, inOrder(told)]).toEqual([90, false]);
  });

  it('sends a delivery again although it was taken, ten times at most', async () => {
    const told = await tell(
      ({ portal: { webhookFaults } }) => (webhookFaults.repeat = 1),
      (ids) => ids.length > 90,
    );
    expect(new Set(told).size).toBe(90);
    expect(portal.sender.lost).toEqual([]);
  });
});
