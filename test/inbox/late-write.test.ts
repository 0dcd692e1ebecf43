import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Database } from '../../src/db/database.ts';
import { claimWork } from '../../src/db/deal-work.ts';
import { storeEvents } from '../../src/db/inbox.ts';
import { asInstall } from '../../src/db/roles.ts';
import { DOUBT_MS, recheckDoubted } from '../../src/inbox/reconcile.ts';
import { aDeal, aLine } from '../support/a-deal.ts';
import { freshDatabase } from '../support/database.ts';
import type { HistoryRun, HistoryWorld } from './history-world.ts';
import { LEASE_MS, openHistory } from './history-world.ts';

let db: Database;
let world: HistoryWorld;
beforeAll(async () => {
  db = await freshDatabase();
  world = await openHistory(db, () => 0.99, '1');
  world.trouble.isOn = false;
});
afterAll(() => db.close());

const change = async (requestedDate: string): Promise<void> => {
  world.crm.put(aDeal({ id: '7', requestedDate, lines: [aLine({ id: 'L7', product: 'BRK', requestedDate })] }));
  const event = {
    account: '1',
    crm: 'hubspot',
    dedupeKey: requestedDate,
    kind: 'deal_changed',
    objectId: '7',
  } as const;
  await storeEvents(
    world.door,
    [{ ...event, mergedIds: [], occurredAt: world.now().toISOString(), payload: {} }],
    world.now(),
  );
};
const claim = async (): Promise<HistoryRun> => {
  const claimed = await claimWork(db.kysely, { now: world.now(), leaseMs: LEASE_MS, limit: 9, afterInstall: 0 });
  if (!claimed) throw new Error('Nothing is due.');
  return world.startRun(claimed);
};
const finish = async (run: HistoryRun): Promise<void> => {
  while (!run.isDone()) await run.step();
};
const shown = (): string => world.crm.deals.get('7')?.fields?.summary ?? '';
const recheck = (): Promise<number> => asInstall(db.kysely, world.install.id, (tx) => recheckDoubted(tx, world.now()));

it('a worker that stands still before its writes, sends them late and dies at once leaves nothing stale for good', async () => {
  await change('2026-03-20');
  const zombie = await claim();
  while (!zombie.isPastFence()) await zombie.step();
  world.clock.ms += LEASE_MS + 1;

  await change('2026-04-10');
  await finish(await claim());
  expect(shown()).toContain('the deal says 10 Apr 2026');

  for (let late = 0; late < 2 && !shown().includes('20 Mar'); late += 1) await zombie.step();
  expect(shown()).toContain('the deal says 20 Mar 2026');

  expect(await recheck()).toBe(0);
  world.clock.ms += DOUBT_MS;
  expect(await recheck()).toBe(1);
  await finish(await claim());
  expect(shown()).toContain('the deal says 10 Apr 2026');
  world.clock.ms += DOUBT_MS;
  expect(await recheck()).toBe(0);
});
