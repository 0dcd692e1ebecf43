import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { identityOf, isInForce, replaceAdminToken } from '../../src/db/admin-tokens.ts';
import { recordRuns, openDealRuns } from '../../src/db/check-runs.ts';
import type { Database } from '../../src/db/database.ts';
import { rememberShown } from '../../src/db/deals-shown.ts';
import { connectInstall } from '../../src/db/installs.ts';
import { asInstall } from '../../src/db/roles.ts';
import type { Tx } from '../../src/db/roles.ts';
import { publishVersion, restoreVersion } from '../../src/db/sheet-publish.ts';
import type { NewVersion } from '../../src/db/sheet-versions.ts';
import { activeSheet, activeSheetId, listSheetVersions, readSheetVersion } from '../../src/db/sheet-versions.ts';
import { aCheckResult } from '../support/a-check-result.ts';
import { aDeal } from '../support/a-deal.ts';
import { aCommitment, aSheet } from '../support/a-sheet.ts';
import { freshDatabase } from '../support/database.ts';

const MONDAY = new Date('2026-03-02T15:00:00Z');
const TUESDAY = new Date('2026-03-03T15:00:00Z');

const aVersion = (change: Partial<NewVersion> = {}): NewVersion => ({
  hash: 'sha256:first',
  facts: aSheet(),
  author: 'Pat Planner',
  note: 'First',
  fileName: 'plan.xlsx',
  origin: 'upload',
  publishedAt: MONDAY,
  ...change,
});

describe('published sheets', () => {
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
  const publish = (sheet: NewVersion, replaces?: string | null) =>
    publishVersion(db.kysely, mine, replaces === undefined ? { sheet } : { sheet, replaces });

  it('are listed with author, time and note, newest first, and an earlier one can come into force again as it was', async () => {
    const first = await publish(aVersion());
    const second = await publish(
      aVersion({
        hash: 'sha256:second',
        facts: aSheet({ commitments: [aCommitment()] }),
        note: 'Globex',
        publishedAt: TUESDAY,
      }),
    );
    const restored = await restoreVersion(db.kysely, mine, {
      versionId: first.versionId,
      author: 'Lee Lead',
      note: 'Globex cancelled',
      now: TUESDAY,
    });
    const history = await asMe((tx) => listSheetVersions(tx));
    expect(history.map(({ id, note, author, origin, isActive }) => ({ id, note, author, origin, isActive }))).toEqual([
      { id: restored.versionId, note: 'Globex cancelled', author: 'Lee Lead', origin: 'restore', isActive: true },
      { id: second.versionId, note: 'Globex', author: 'Pat Planner', origin: 'upload', isActive: false },
      { id: first.versionId, note: 'First', author: 'Pat Planner', origin: 'upload', isActive: false },
    ]);
    const active = await asMe(activeSheet);
    expect(active).toMatchObject({ hash: 'sha256:first', publishedAt: TUESDAY });
    expect(active?.facts).toEqual(aSheet());
  });

  it.each([
    ['hash', "update sheet_versions set hash = 'sha256:forged'"],
    ['facts', "update sheet_versions set facts = '{}'"],
    ['time', 'update sheet_versions set published_at = now()'],
    ['author', "update sheet_versions set author = 'Somebody'"],
  ])('never change afterwards: not even we can rewrite the %s', async (_what, statement) => {
    const { sql } = await import('kysely');
    await expect(asMe((tx) => sql.raw(statement).execute(tx))).rejects.toMatchObject({ code: '42501' });
  });

  it('come into force only over the one that the planner looked at, else nothing at all happens', async () => {
    const seen = await asMe(activeSheetId);
    await publish(aVersion({ hash: 'sha256:colleague' }));
    const before = await asMe((tx) => listSheetVersions(tx));
    await expect(publish(aVersion({ hash: 'sha256:mine' }), seen)).rejects.toMatchObject({ code: 'SHEET_REPLACED' });
    const restoring = restoreVersion(db.kysely, mine, {
      versionId: '1',
      author: null,
      note: '',
      now: MONDAY,
      replaces: seen,
    });
    await expect(restoring).rejects.toMatchObject({ code: 'SHEET_REPLACED' });
    expect(await asMe((tx) => listSheetVersions(tx))).toEqual(before);
  });

  it('of a neighbour can neither be read nor restored', async () => {
    const { versionId } = await publishVersion(db.kysely, theirs, { sheet: aVersion({ note: 'Theirs' }) });
    expect(await asMe((tx) => readSheetVersion(tx, versionId))).toBeNull();
    const attempt = restoreVersion(db.kysely, mine, { versionId, author: null, note: '', now: MONDAY });
    await expect(attempt).rejects.toMatchObject({ code: 'SHEET_MISSING' });
    await expect(asMe((tx) => readSheetVersion(tx, '1; drop table inbox'))).resolves.toBeNull();
  });

  it('put every deal that shows an answer in line for another check', async () => {
    await asMe((tx) => rememberShown(tx, mine, [{ dealId: '7', shown: { noteCount: 0, verdict: null, tasks: [] } }]));
    const active = await asMe(activeSheetId);
    expect((await publish(aVersion({ hash: 'sha256:again' }))).deals).toBe(1);
    const work = await asMe((tx) => tx.selectFrom('deal_work').select(['kind', 'object_id']).execute());
    expect(work).toEqual([{ kind: 'deal', object_id: '7' }]);
    expect(await asMe(activeSheetId)).not.toBe(active);
  });

  it('are compared on the latest check of each deal that is still open', async () => {
    const run = (dealId: string, isClosed: boolean, name: string) => ({
      dealId,
      snapshot: aDeal({ id: dealId, name }),
      sheetHash: 'sha256:first',
      rulesVersion: 'r',
      checkedAt: MONDAY,
      result: aCheckResult(),
      isClosed,
    });
    await asMe((tx) => recordRuns(tx, mine, [run('1', false, 'old'), run('2', false, 'open, then won')]));
    await asMe((tx) => recordRuns(tx, mine, [run('1', false, 'new'), run('2', true, 'won')]));
    const open = await asMe(openDealRuns);
    expect(open.map(({ snapshot }) => snapshot.name)).toEqual(['new']);
  });
});

describe('the token of the planner’s page', () => {
  let db: Database;
  let installId: number;
  beforeAll(async () => {
    db = await freshDatabase();
    installId = (await connectInstall(db.kysely, { crm: 'hubspot', account: '1' })).id;
  });
  afterAll(() => db.close());

  it('speaks for one install and one role until it is replaced, and is not stored', async () => {
    const { kysely } = db;
    const reader = await replaceAdminToken(kysely, installId, { role: 'reader', now: MONDAY });
    const first = await replaceAdminToken(kysely, installId, { role: 'planner', now: MONDAY });
    const identity = await identityOf(kysely, first);
    expect(identity).toMatchObject({ installId, role: 'planner' });
    expect(JSON.stringify(await kysely.selectFrom('admin_tokens').selectAll().execute())).not.toContain(first);

    const second = await replaceAdminToken(kysely, installId, { role: 'planner', now: MONDAY });
    expect(await identityOf(kysely, first)).toBeNull();
    expect(identity && (await isInForce(kysely, identity))).toBe(false);
    expect(await identityOf(kysely, second)).toMatchObject({ role: 'planner' });
    expect(await identityOf(kysely, reader)).toMatchObject({ role: 'reader' });
  });

  it.each(['', 'planner', 'planner-1-short', 'planner-999999-'.padEnd(58, 'x'), '../planner-1'])(
    'is not "%s"',
    async (token) => {
      expect(await identityOf(db.kysely, token)).toBeNull();
    },
  );

  it('cannot be turned into the other role or another install', async () => {
    const token = await replaceAdminToken(db.kysely, installId, { role: 'reader', now: MONDAY });
    expect(await identityOf(db.kysely, token.replace('reader', 'planner'))).toBeNull();
    expect(await identityOf(db.kysely, token.replace(`-${installId}-`, `-${installId + 1}-`))).toBeNull();
  });
});
