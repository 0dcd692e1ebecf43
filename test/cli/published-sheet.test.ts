import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { recordRuns } from '../../src/db/check-runs.ts';
import { identityOf } from '../../src/db/admin-tokens.ts';
import { openDirectory } from '../../src/db/database.ts';
import { connectInstall } from '../../src/db/installs.ts';
import { migrate } from '../../src/db/migrate.ts';
import { asInstall } from '../../src/db/roles.ts';
import { suggestMapping } from '../../src/sheet/mapping/sheet-mapping.ts';
import { readWorkbook } from '../../src/sheet/read-workbook.ts';
import { inspectWorkbook } from '../../src/sheet/understand/inspect-workbook.ts';
import { writeWorkbook } from '../../src/sheet/write-workbook.ts';
import { aCheckResult } from '../support/a-check-result.ts';
import { aDeal, aLine } from '../support/a-deal.ts';
import { aCommitment, aSheet } from '../support/a-sheet.ts';
import { messyWorkbook } from '../support/messy-workbook.ts';
import type { Run } from '../support/run-keepable.ts';
import { runKeepable, withFiles } from '../support/run-keepable.ts';

/** Far enough away that the test means the same whenever it runs. */
const horizonEnd = `${new Date().getUTCFullYear() + 1}-12-28`;

describe('keepable sheet publish, history, export, restore and link', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'keepable-cli-'));
  const before = { ...process.env };
  let installId: number;
  beforeAll(async () => {
    delete process.env['DATABASE_URL'];
    process.env['DATA_DIR'] = directory;
    process.env['PUBLIC_URL'] = 'https://keepable.example.com';
    const database = await openDirectory(directory);
    await migrate(database.kysely);
    installId = (await connectInstall(database.kysely, { crm: 'hubspot', account: '48' })).id;
    const snapshot = aDeal({ id: 'D-1', name: 'Acme brackets', lines: [aLine({ quantity: 100 })], eventAt: null });
    const run = { dealId: 'D-1', snapshot, sheetHash: 'h', rulesVersion: 'r', checkedAt: new Date(), result: aCheckResult(), isClosed: false };
    await asInstall(database.kysely, installId, (tx) => recordRuns(tx, installId, [run]));
    await database.close();
  }); // prettier-ignore
  afterAll(() => {
    process.env = before;
    rmSync(directory, { recursive: true, force: true });
  });

  const sheet = async (hours: number): Promise<Uint8Array> =>
    writeWorkbook(aSheet({ settings: { ...aSheet().settings, horizonEnd }, commitments: [aCommitment({ hours })] }));
  const keepable = (...args: string[]): Promise<Run> => runKeepable(['sheet', ...args]);

  it('keep every version, say what a publication changes, and bring an earlier one back', async () => {
    const files = { 'first.xlsx': await sheet(60), 'second.xlsx': await sheet(20) };
    await withFiles(files, async (file) => {
      expect((await keepable('history')).out).toBe('Nothing is published yet.');
      expect(await keepable('export', file('none.xlsx'))).toMatchObject({ exitCode: 3 });
      const first = await keepable('publish', file('first.xlsx'), '--note', 'Start', '--author', 'Pat');
      expect(first).toMatchObject({
        exitCode: 0,
        out: expect.stringContaining('first.xlsx is in force for hubspot 48.'),
      });

      const dry = await keepable('publish', file('second.xlsx'), '--dry-run');
      expect(dry.out).toContain('Commitments: C-1 on LINE1 in the week of 9 Mar 2026: hours 60 -> 20');
      expect(dry.out).toContain('Nothing was published.');
      const second = JSON.parse((await keepable('publish', file('second.xlsx'), '--json')).out) as object;
      expect(second).toMatchObject({
        account: '48',
        openDeals: 1,
        changes: [{ words: expect.stringContaining('60 -> 20') }],
      });

      const { out } = await keepable('restore', '1', '--author', 'Lee', '--json');
      expect(JSON.parse(out)).toMatchObject({ restored: '1', version: '3' });
      const history = (await keepable('history')).out.split('\n');
      expect(history.map((line) => line.slice(0, 4))).toEqual(['*  3', '   2', '   1']);
      expect(history[0]).toContain('Lee');
      expect(history[2]).toMatch(/Pat .*Start/);

      expect(await keepable('export', file('active.xlsx'))).toMatchObject({ exitCode: 0 });
      expect(await keepable('export', file('active.xlsx'))).toMatchObject({ exitCode: 3 });
      await keepable('export', file('older.xlsx'), '--number', '2');
      const hoursIn = (name: string) => readWorkbook(readFileSync(file(name)), name).sheet?.commitments[0]?.hours;
      expect([hoursIn('active.xlsx'), hoursIn('older.xlsx')]).toEqual([60, 20]);
      expect(await keepable('restore', '99')).toMatchObject({
        exitCode: 3,
        err: expect.stringContaining('no version 99'),
      });
    });
  });

  it('publish a workbook of another shape by its mapping, with the settings in force, once its questions are answered', async () => {
    const bytes = messyWorkbook();
    const { tables, questions } = inspectWorkbook(bytes, 'plan.xlsx');
    const mapping = suggestMapping(tables);
    const answers = Object.fromEntries(questions.map(({ id }) => [id, 'minutes']));
    const files = {
      'plan.xlsx': bytes,
      'open.json': JSON.stringify(mapping),
      'answered.json': JSON.stringify({ ...mapping, answers }),
    };
    await withFiles(files, async (file) => {
      const open = await keepable('publish', file('plan.xlsx'), '--mapping', file('open.json'));
      expect(open).toMatchObject({ exitCode: 3, err: `${questions.length} questions are open.` });
      expect(await keepable('publish', file('plan.xlsx'), '--mapping', file('answered.json'))).toMatchObject({
        exitCode: 0,
      });
      await keepable('export', file('now.xlsx'));
      const { sheet } = readWorkbook(readFileSync(file('now.xlsx')), 'now.xlsx');
      expect(sheet?.settings).toMatchObject({ plant: 'Plant 1', horizonEnd });
      expect(sheet?.routing).toContainEqual(
        expect.objectContaining({ product: 'BRK', setupHours: 2, runHoursPerUnit: 0.2 }),
      );
    });
  });

  it('make a link whose token opens the page of that account, behind the # that no server sees', async () => {
    const { out } = await keepable('link');
    const [address, token = ''] = out.split('#');
    expect(address).toBe('https://keepable.example.com/sheet');
    const reader = (await keepable('link', '--read-only')).out;
    expect(reader).toContain('https://keepable.example.com/lead-times#reader-');
    const database = await openDirectory(directory);
    expect(await identityOf(database.kysely, token)).toMatchObject({ installId, role: 'planner' });
    await database.close();
  });
});
