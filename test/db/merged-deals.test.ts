import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Database } from '../../src/db/database.ts';
import { linkSurvivor } from '../../src/db/deal-aliases.ts';
import { adoptMerged, rememberShown, shownBy } from '../../src/db/deals-shown.ts';
import { connectInstall } from '../../src/db/installs.ts';
import { asInstall } from '../../src/db/roles.ts';
import { storeIntents, writesOf } from '../../src/db/write-backs.ts';
import type { PreviouslyShown, ShownTask } from '../../src/write-back/previously-shown.ts';
import { taskWriteBack } from '../../src/write-back/previously-shown.ts';
import { freshDatabase } from '../support/database.ts';

const NOW = new Date('2026-03-02T09:00:00Z');

const aTask = (key: string, given: Partial<ShownTask> = {}): ShownTask => ({
  key,
  role: 'Owner',
  cause: 'late',
  round: 1,
  subject: 'Can we deliver 300 on 17 Mar 2026?',
  dueAt: NOW.toISOString(),
  assigneeEmail: null,
  paragraphs: ['Please answer.'],
  state: 'open',
  answer: null,
  ...given,
});
const showing = (...tasks: ShownTask[]): PreviouslyShown => ({ noteCount: 1, verdict: null, tasks });

describe('the questions of merged deals', () => {
  let db: Database;
  let installId: number;
  beforeAll(async () => {
    db = await freshDatabase();
    installId = (await connectInstall(db.kysely, { crm: 'hubspot', account: '1' })).id;
  });
  afterAll(() => db.close());

  /** What two deals ask, then the first ceases in the second; what the survivor asks, and under which names it is written. */
  const merge = (ceased: [string, PreviouslyShown], survivor: [string, PreviouslyShown]) =>
    asInstall(db.kysely, installId, async (tx) => {
      for (const [dealId, shown] of [ceased, survivor]) {
        const intents = shown.tasks.map((task) => ({
          dealId,
          key: task.key,
          externalKey: `${dealId}-${task.key}`,
          content: taskWriteBack(task),
          contentHash: 'h',
        }));
        await storeIntents(tx, intents, { installId, leaseId: 'l', now: NOW });
        await rememberShown(tx, installId, [{ dealId, shown }]);
      }
      await linkSurvivor(tx, installId, { oldId: ceased[0], newId: survivor[0] });
      await adoptMerged(tx, [survivor[0]]);
      await adoptMerged(tx, [survivor[0]]);
      const shown = await shownBy(tx, [ceased[0], survivor[0]]);
      const writes = await writesOf(tx, [ceased[0], survivor[0]]);
      return { shown, names: writes.map(({ dealId, key, externalKey }) => [dealId, key, externalKey]) };
    });

  it('stand once: what both ask is withdrawn on the one, whatever only one asks stays', async () => {
    const { shown, names } = await merge(
      ['1', showing(aTask('task/a'), aTask('task/b'), aTask('task/c', { state: 'answered', answer: 'approved' }))],
      ['2', showing(aTask('task/a'), aTask('task/c'))],
    );
    expect([...shown.keys()]).toEqual(['2']);
    expect(shown.get('2')?.tasks.map(({ key, round, state }) => [key, round, state])).toEqual([
      ['task/a/merged/1', 0, 'withdrawn'],
      ['task/b', 1, 'open'],
      ['task/c/merged/1', 0, 'answered'],
      ['task/a', 1, 'open'],
      ['task/c', 1, 'open'],
    ]);
    expect(names).toEqual([
      ['2', 'task/a', '2-task/a'],
      ['2', 'task/a/merged/1', '1-task/a'],
      ['2', 'task/b', '1-task/b'],
      ['2', 'task/c', '2-task/c'],
      ['2', 'task/c/merged/1', '1-task/c'],
    ]);
  });
});
