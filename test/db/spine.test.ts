import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Database } from '../../src/db/database.ts';
import { claimWork, finishWork, workKey } from '../../src/db/deal-work.ts';
import { storeEvents } from '../../src/db/inbox.ts';
import { connectInstall } from '../../src/db/installs.ts';
import { asInstall } from '../../src/db/roles.ts';
import type { InboxEvent } from '../../src/inbox/event.ts';
import { freshDatabase } from '../support/database.ts';

const NOW = new Date('2026-03-02T09:00:00Z');
const later = (ms: number): Date => new Date(NOW.getTime() + ms);

const anEvent = (given: Partial<InboxEvent> = {}): InboxEvent => ({
  account: '111',
  crm: 'hubspot',
  dedupeKey: 'k1',
  kind: 'deal_changed',
  objectId: '7',
  mergedIds: [],
  occurredAt: NOW.toISOString(),
  payload: {},
  ...given,
});

describe('the inbox and the dirty deals', () => {
  let db: Database;
  let installId: number;
  beforeAll(async () => {
    db = await freshDatabase();
    installId = (await connectInstall(db.kysely, { crm: 'hubspot', account: '111' })).id;
  });
  afterAll(() => db.close());

  const claim = (now = NOW) => claimWork(db.kysely, { now, leaseMs: 60_000, limit: 100, afterInstall: 0 });

  it('stores an event once, makes its deal due once, and the deal rests when its work is done', async () => {
    expect(await storeEvents(db.door, [anEvent(), anEvent({ dedupeKey: 'k2' })], NOW)).toEqual({
      stored: 2,
      duplicate: 0,
      ignored: 0,
    });
    expect(await storeEvents(db.door, [anEvent()], NOW)).toEqual({ stored: 0, duplicate: 1, ignored: 0 });
    const work = await claim();
    expect(work?.items.map(workKey)).toEqual(['deal/7']);
    expect(await claim()).toBeNull();
    const held = await asInstall(db.kysely, installId, (tx) =>
      finishWork(tx, work!.leaseId, { items: work!.items, now: NOW }),
    );
    expect([...held]).toEqual(['deal/7']);
    expect(await claim()).toBeNull();
    const open = await asInstall(db.kysely, installId, (tx) =>
      tx.selectFrom('inbox').select('id').where('state', '=', 'stored').execute(),
    );
    expect(open).toEqual([]);
  });

  it('runs a deal once more when something newer came while it was in work', async () => {
    await storeEvents(db.door, [anEvent({ dedupeKey: 'k3' })], NOW);
    const first = await claim();
    await storeEvents(db.door, [anEvent({ dedupeKey: 'k4' })], later(10));
    expect(await claim(later(10))).toBeNull();
    await asInstall(db.kysely, installId, (tx) =>
      finishWork(tx, first!.leaseId, { items: first!.items, now: later(20) }),
    );
    const second = await claim(later(20));
    expect(second?.items.map(workKey)).toEqual(['deal/7']);
    await asInstall(db.kysely, installId, (tx) =>
      finishWork(tx, second!.leaseId, { items: second!.items, now: later(30) }),
    );
    expect(await claim(later(30))).toBeNull();
  });

  it('gives a deal to another worker when the lease has ended, and the first one can no longer finish it', async () => {
    await storeEvents(db.door, [anEvent({ dedupeKey: 'k5' })], NOW);
    const zombie = await claim();
    const heir = await claim(later(60_000));
    expect(heir?.items.map(workKey)).toEqual(['deal/7']);
    const held = await asInstall(db.kysely, installId, (tx) =>
      finishWork(tx, zombie!.leaseId, { items: zombie!.items, now: later(60_001) }),
    );
    expect(held.size).toBe(0);
    await asInstall(db.kysely, installId, (tx) =>
      finishWork(tx, heir!.leaseId, { items: heir!.items, now: later(60_002) }),
    );
  });

  it('ignores accounts that are not connected', async () => {
    expect(await storeEvents(db.door, [anEvent({ account: '999' })], NOW)).toEqual({
      stored: 0,
      duplicate: 0,
      ignored: 1,
    });
  });

  it('marks the survivor and the merged deals, and remembers who lives on', async () => {
    const merge = anEvent({ dedupeKey: 'm', kind: 'deals_merged', objectId: '30', mergedIds: ['10', '20'] });
    await storeEvents(db.door, [merge], NOW);
    const work = await claim();
    expect(work?.items.map(workKey).sort()).toEqual(['deal/10', 'deal/20', 'deal/30']);
    const aliases = await asInstall(db.kysely, installId, (tx) => tx.selectFrom('deal_aliases').selectAll().execute());
    expect(aliases.map((alias) => [alias.old_id, alias.new_id])).toEqual([
      ['10', '30'],
      ['20', '30'],
    ]);
  });

  it('shows an install nothing of another one, even without a condition in the statement', async () => {
    const other = await connectInstall(db.kysely, { crm: 'hubspot', account: '222' });
    const seen = await asInstall(db.kysely, other.id, (tx) => tx.selectFrom('inbox').selectAll().execute());
    expect(seen).toEqual([]);
    const installs = await asInstall(db.kysely, other.id, (tx) => tx.selectFrom('installs').select('id').execute());
    expect(installs).toEqual([{ id: other.id }]);
  });
});
