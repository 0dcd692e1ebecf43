import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { compileSheet } from '../../src/capacity/compile-sheet.ts';
import type { PipelineDeal } from '../../src/capacity/pipeline-deal.ts';
import { recordRuns } from '../../src/db/check-runs.ts';
import type { Database } from '../../src/db/database.ts';
import { rememberShown } from '../../src/db/deals-shown.ts';
import { connectInstall } from '../../src/db/installs.ts';
import { closeMissing } from '../../src/db/open-pipeline.ts';
import { asInstall } from '../../src/db/roles.ts';
import type { Tx } from '../../src/db/roles.ts';
import { pipelineAt, pipelineCache } from '../../src/inbox/open-pipeline.ts';
import type { PublishedSheet } from '../../src/inbox/published-sheet.ts';
import { NOTHING_SHOWN } from '../../src/write-back/previously-shown.ts';
import { aCheckResult } from '../support/a-check-result.ts';
import { aDeal, aLine } from '../support/a-deal.ts';
import { aCommitment, aSheet } from '../support/a-sheet.ts';
import { freshDatabase } from '../support/database.ts';

const MONDAY = new Date('2026-03-02T15:00:00Z');
const plan = compileSheet(aSheet({ commitments: [aCommitment({ dealId: 'held' })] }));
const sheet: PublishedSheet = { id: '1', hash: 'sha256:1', publishedAt: MONDAY, plan, attributes: [] };

describe('the open deals of an account', () => {
  let db: Database;
  let mine: number;
  let theirs: number;
  beforeAll(async () => {
    db = await freshDatabase();
    mine = (await connectInstall(db.kysely, { crm: 'hubspot', account: '1' })).id;
    theirs = (await connectInstall(db.kysely, { crm: 'hubspot', account: '2' })).id;
  });
  afterAll(() => db.close());

  const asMe = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => asInstall(db.kysely, mine, work);

  type Checked = { quantity?: number; isClosed?: boolean; eventAt?: string };
  const checked = (id: string, { quantity = 100, isClosed = false, eventAt }: Checked = {}, installId = mine) =>
    asInstall(db.kysely, installId, async (tx) => {
      await recordRuns(tx, installId, [
        {
          dealId: id,
          snapshot: aDeal({ id, probability: 0.5, lines: [aLine({ quantity })], ...(eventAt ? { eventAt } : {}) }),
          sheetHash: 'sha256:1',
          rulesVersion: 'r',
          checkedAt: MONDAY,
          result: aCheckResult(),
          isClosed,
        },
      ]);
      await rememberShown(tx, installId, [{ dealId: id, shown: NOTHING_SHOWN }]);
    });

  const minutes = (deals: readonly PipelineDeal[] | undefined): [string, number][] =>
    (deals ?? []).map(({ id, exposure }) => [id, exposure.reduce((sum, take) => sum + take.minutes, 0)]);

  it('are the latest snapshots of those that are open, hold nothing and are still there, and of nobody else', async () => {
    const pipelineOf = pipelineCache(db.kysely, () => MONDAY);
    await checked('a', { quantity: 10 });
    await checked('b');
    await checked('held');
    await checked('won', { isClosed: true });
    await checked('gone');
    await checked('theirs', {}, theirs);
    await asMe((tx) => closeMissing(tx, ['gone', 'won', 'never seen']));
    // 2 h of setup and 12 minutes a piece: 240 min for 10, 1320 for 100.
    expect(minutes((await pipelineOf(mine, sheet))?.deals)).toEqual([
      ['a', 240],
      ['b', 1320],
    ]);
    await checked('a', { quantity: 20 });
    await checked('b', { isClosed: true });
    expect(minutes((await pipelineOf(mine, sheet))?.deals)).toEqual([['a', 360]]);
  });

  it('are the same again for a replay, whatever has happened since', async () => {
    const pipelineOf = pipelineCache(db.kysely, () => MONDAY);
    await checked('c');
    const then = await pipelineOf(mine, sheet);
    await checked('c', { quantity: 500 });
    await asMe((tx) => closeMissing(tx, ['a']));
    expect(minutes(then?.deals)).not.toEqual(minutes((await pipelineOf(mine, sheet))?.deals));
    expect(await asMe((tx) => pipelineAt(tx, then?.seen ?? '', { plan, today: '2026-03-02' }))).toEqual(then?.deals);
  });

  it('are ordered on the day of the check, not on the day on which each was checked itself', async () => {
    await checked('late', { eventAt: '2026-01-05T15:00:00Z' });
    const pipeline = await pipelineCache(db.kysely, () => MONDAY)(mine, sheet);
    const days = pipeline?.deals.find(({ id }) => id === 'late')?.exposure.map(({ day }) => day) ?? [];
    expect(Math.min(...days)).toBeGreaterThan(Math.floor(MONDAY.getTime() / 86_400_000));
  });
});
