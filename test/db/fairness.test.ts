import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Database } from '../../src/db/database.ts';
import { claimWork, finishWork, markDirty } from '../../src/db/deal-work.ts';
import { connectInstall } from '../../src/db/installs.ts';
import { asInstall } from '../../src/db/roles.ts';
import { freshDatabase } from '../support/database.ts';

const NOW = new Date('2026-03-02T09:00:00Z');
const LOUD = 3000;
const QUIET_INSTALLS = 5;

describe('one account that changes three thousand deals at once', () => {
  let db: Database;
  const quiet: number[] = [];
  beforeAll(async () => {
    db = await freshDatabase();
    const dirty = async (account: string, count: number, now: Date): Promise<number> => {
      const { id } = await connectInstall(db.kysely, { crm: 'hubspot', account });
      const deals = Array.from({ length: count }, (_, index) => ({ kind: 'deal' as const, objectId: `${index}` }));
      await asInstall(db.kysely, id, (tx) => markDirty(tx, deals, now));
      return id;
    };
    await dirty('1', LOUD, new Date(NOW.getTime() - 60_000));
    for (let index = 0; index < QUIET_INSTALLS; index += 1) quiet.push(await dirty(`${index + 2}`, 1, NOW));
  });
  afterAll(() => db.close());

  it('delays the others by one claim, not by thirty', async () => {
    const served: number[] = [];
    let last = 0;
    for (let turn = 0; turn <= QUIET_INSTALLS; turn += 1) {
      const claim = await claimWork(db.kysely, { now: NOW, leaseMs: 60_000, limit: 100, afterInstall: last });
      if (!claim) break;
      last = claim.installId;
      served.push(last);
      await asInstall(db.kysely, last, (tx) => finishWork(tx, claim.leaseId, { items: claim.items, now: NOW }));
    }
    expect(served.slice(1)).toEqual(quiet);
  });
});
