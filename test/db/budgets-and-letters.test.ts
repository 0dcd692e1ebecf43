import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { returnCall, takeCall } from '../../src/db/crm-budgets.ts';
import type { Database } from '../../src/db/database.ts';
import { buryWork, claimWork, deadLetters, replayDeadLetters } from '../../src/db/deal-work.ts';
import { storeEvents } from '../../src/db/inbox.ts';
import { connectInstall, forgetInstall, sealedTokens, setInstallStatus } from '../../src/db/installs.ts';
import { asInstall } from '../../src/db/roles.ts';
import type { InboxEvent } from '../../src/inbox/event.ts';
import { freshDatabase } from '../support/database.ts';

const NOW = new Date('2026-03-02T09:00:00Z');
const later = (ms: number): Date => new Date(NOW.getTime() + ms);
const anEvent = (account: string, objectId: string, payload: object = {}): InboxEvent => ({
  account,
  crm: 'hubspot',
  dedupeKey: objectId,
  kind: 'deal_changed',
  objectId,
  mergedIds: [],
  occurredAt: NOW.toISOString(),
  payload,
});

describe('what one install may do and what becomes of its work', () => {
  let db: Database;
  let first: number;
  let second: number;
  beforeAll(async () => {
    db = await freshDatabase();
    first = (await connectInstall(db.kysely, { crm: 'hubspot', account: '1' })).id;
    second = (await connectInstall(db.kysely, { crm: 'hubspot', account: '2' })).id;
  });
  afterAll(() => db.close());

  it('spends its calls at once, then waits for each, and gets them back with time', async () => {
    const allowance = { kind: 'call', burst: 3, perSecond: 10 };
    const take = (now: Date) => takeCall(db.kysely, first, { allowance, now });
    const waits: number[] = [];
    for (let call = 0; call < 5; call += 1) waits.push(await take(NOW));
    expect(waits).toEqual([0, 0, 0, 100, 200]);
    await returnCall(db.kysely, first, 'call');
    expect(await take(later(100))).toBe(100);
    expect(await take(later(60_000))).toBe(0);
    expect(await takeCall(db.kysely, second, { allowance, now: NOW })).toBe(0);
  });

  it('serves installs in turn, however much one of them has to do', async () => {
    await storeEvents(
      db.door,
      Array.from({ length: 50 }, (_, index) => anEvent('1', `a${index}`)),
      NOW,
    );
    await storeEvents(db.door, [anEvent('2', 'b')], later(1000));
    const claim = (afterInstall: number) =>
      claimWork(db.kysely, { now: later(1000), leaseMs: 60_000, limit: 10, afterInstall });
    const one = await claim(0);
    const two = await claim(one?.installId ?? 0);
    const three = await claim(two?.installId ?? 0);
    expect([one?.installId, two?.installId, three?.installId]).toEqual([first, second, first]);
  });

  it('rests while it is paused or waits for a person, and goes on afterwards', async () => {
    const at = later(200_000);
    const claim = (now: Date) => claimWork(db.kysely, { now, leaseMs: 1000, limit: 100, afterInstall: 0 });
    await setInstallStatus(db.kysely, first, { status: 'paused', reason: 'slow down', until: later(300_000) });
    await setInstallStatus(db.kysely, second, { status: 'reconnect', reason: 'refused' });
    expect(await claim(at)).toBeNull();
    expect((await claim(later(300_000)))?.installId).toBe(first);
  });

  it('keeps what was given up with its reason, and gives it another life', async () => {
    const now = later(400_000);
    await connectInstall(db.kysely, { crm: 'hubspot', account: '1' });
    const work = await claimWork(db.kysely, { now, leaseMs: 60_000, limit: 1, afterInstall: 0 });
    await asInstall(db.kysely, first, (tx) =>
      buryWork(tx, work?.leaseId ?? '', { items: work?.items ?? [], reason: 'it never worked', now }),
    );
    const inFirst = <T>(look: Parameters<typeof asInstall<T>>[2]): Promise<T> => asInstall(db.kysely, first, look);
    expect(await inFirst(deadLetters)).toMatchObject([
      { objectId: work?.items[0]?.objectId, reason: 'it never worked' },
    ]);
    expect(await asInstall(db.kysely, second, deadLetters)).toEqual([]);
    expect(await inFirst((tx) => replayDeadLetters(tx, now))).toBe(1);
    expect(await inFirst(deadLetters)).toEqual([]);
  });

  it('stores texts that PostgreSQL cannot hold as they are', async () => {
    const event = anEvent('1', 'odd', { propertyValue: 'nul \0, half \ud800, \\u0000' });
    expect(await storeEvents(db.door, [event], NOW)).toMatchObject({ stored: 1 });
  });

  it('keeps tokens sealed, changes them under a lock, and forgets everything on request', async () => {
    const keys = [{ id: 'k', key: Buffer.alloc(32, 1) }];
    const tokens = sealedTokens<{ secret: string }>(db.kysely, first, keys);
    await tokens.replace({ secret: 'canary-1' });
    expect(await tokens.update(async (current) => ({ secret: `${current.secret}+` }))).toEqual({ secret: 'canary-1+' });
    expect(await tokens.read()).toEqual({ secret: 'canary-1+' });
    await expect(tokens.update(() => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
    expect(await tokens.read()).toEqual({ secret: 'canary-1+' });
    await forgetInstall(db.kysely, { crm: 'hubspot', account: '1' });
    const left = await db.kysely.selectFrom('inbox').select('id').where('install_id', '=', first).execute();
    expect(left).toEqual([]);
  });
});
