import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import type { CheckResult } from '../../src/checks/check-result.ts';
import { aDeal, aLine } from '../support/a-deal.ts';
import { aWorkbook, dateCell } from '../support/a-workbook.ts';
import type { CellInput } from '../support/a-workbook.ts';
import { runKeepable, withFiles } from '../support/run-keepable.ts';
import type { Run } from '../support/run-keepable.ts';

const ROOT = new URL('../../', import.meta.url);

/** LINE1 makes BRK and has 60 of 80 hours taken in the week of 9 March; LINE2 makes PNL. */
const workbookWith = (commitments: CellInput[][] = []): Uint8Array =>
  aWorkbook({
    Settings: [
      ['key', 'value'],
      ['plant', 'Plant 1'],
      ['time_zone', 'America/Chicago'],
      ['horizon_end', dateCell('2026-08-31')],
    ],
    Products: [
      ['product_code', 'unit', 'lot_multiple', 'entry_days', 'material_days', 'qa_days', 'transit_days'],
      ['BRK', 'EA', 10, 1, 3, 1, 2],
      ['PNL', 'EA', 1, 1, 3, 1, 2],
    ],
    Routing: [
      ['product_code', 'step', 'resource', 'setup_hours', 'run_hours_per_unit'],
      ['BRK', 1, 'LINE1', 2, 0.2],
      ['PNL', 1, 'LINE2', 2, 0.2],
    ],
    Resources: [
      ['resource', 'capacity_per_week'],
      ['LINE1', 80],
      ['LINE2', 80],
    ],
    Commitments: [['id', 'resource', 'week', 'hours'], ['C-1', 'LINE1', dateCell('2026-03-09'), 60], ...commitments],
  });

const onTime = aDeal();
const late = aDeal({ id: 'D-2', requestedDate: '2026-03-11', lines: [aLine({ requestedDate: '2026-03-11' })] });
const panels = aDeal({ id: 'D-3', lines: [aLine({ product: 'PNL' })] });

type Files = { deal?: unknown; deals?: string; sheet?: Uint8Array | string; pipeline?: string };

const check = ({ deal = onTime, deals, sheet = workbookWith(), pipeline }: Files, ...rest: string[]): Promise<Run> => {
  const files = {
    'deal.json': JSON.stringify(deal),
    'deals.jsonl': deals ?? '',
    'sheet.xlsx': sheet,
    'pipeline.jsonl': pipeline ?? '',
  };
  return withFiles(files, (path) =>
    runKeepable([
      'check',
      ...(deals === undefined ? ['--deal', path('deal.json')] : ['--deals', path('deals.jsonl')]),
      '--sheet',
      path('sheet.xlsx'),
      ...(pipeline === undefined ? [] : ['--pipeline', path('pipeline.jsonl')]),
      ...rest,
    ]),
  );
};

const resultOf = (run: Run): CheckResult => JSON.parse(run.out) as CheckResult;

describe('keepable check', () => {
  it('prints one JSON document and ends with 0 when nothing fails', async () => {
    const run = await check({}, '--json');
    expect(run).toMatchObject({ exitCode: 0, err: '' });
    expect(resultOf(run)).toMatchObject({
      verdict: 'tight',
      orderDate: '2026-03-02',
      rulesVersion: 'built-in-1',
      sheetVersion: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      lines: [{ id: 'L1', product: 'BRK', quantity: 100, promise: '2026-03-19', needMinutes: [1320] }],
    });
  });

  it('ends with 1 when a finding fails, and says so in words', async () => {
    const run = await check({ deal: late });
    expect(run.exitCode).toBe(1);
    expect(run.out).toMatch(/^D-2: late\nCan deliver 19 Mar 2026; the deal says 11 Mar 2026/);
    expect(run.out).toContain('Commitments!2');
  });

  it('answers at the levels forecast and exposure when other open deals are given, and leaves out the deal itself (S12)', async () => {
    // 240 min a day are left in the week of 9 Mar, 960 after it. The other deal takes 2040 min alone, backward from 16 Mar:
    // 960, four days of 240, 120 on 9 Mar. All of it leaves 120 on 9 Mar and then nothing before 17 Mar (960) and 18 Mar: quality
    // on 19 Mar, transit to Saturday 21 Mar, received on Monday. A quarter of it leaves 930 in the week and 720 on 16 Mar: as before.
    const other = aDeal({ id: 'D-9', name: 'Globex brackets', probability: 0.25, lines: [aLine({ quantity: 160 })] });
    const pipeline = [other, onTime].map((deal) => JSON.stringify(deal)).join('\n');
    expect(resultOf(await check({ pipeline }, '--json')).lines[0]?.levels).toEqual({
      confirmed: '2026-03-19',
      forecast: '2026-03-19',
      exposure: '2026-03-23',
    });
    expect(resultOf(await check({}, '--json')).lines[0]?.levels).toEqual({
      confirmed: '2026-03-19',
      forecast: null,
      exposure: null,
    });
  });

  it('refuses a pipeline with a line that it cannot read, and names the line', async () => {
    const run = await check({ pipeline: `${JSON.stringify(onTime)}\n{"id": 7}` });
    expect(run.exitCode).toBe(3);
    expect(run.err).toMatch(/pipeline\.jsonl line 2: the field id is not usable/);
  });

  it('gives the same bytes for the same deal, sheet and clock (S18)', async () => {
    const args = ['--today', '2026-03-02', '--json'];
    expect((await check({}, ...args)).out).toBe((await check({}, ...args)).out);
  });

  it('takes --today as the order date of a deal without an event, in the zone of the plant', async () => {
    const deal = aDeal({ eventAt: null });
    expect(resultOf(await check({ deal }, '--today', '2026-03-04', '--json')).orderDate).toBe('2026-03-04');
    expect(resultOf(await check({ deal }, '--today', '2026-03-05T03:00:00Z', '--json')).orderDate).toBe('2026-03-04');
  });

  it('names file, tab, row and column of a rejected row, ends with 1 and answers the rest', async () => {
    const sheet = workbookWith([['C-2', 'LINE1', dateCell('2026-03-16'), 'half']]);
    const deals = [onTime, panels].map((deal) => JSON.stringify(deal)).join('\n');
    const run = await check({ deals, sheet }, '--json');
    expect(run.exitCode).toBe(1);
    expect(run.err).toMatch(/sheet\.xlsx: Commitments!D3 \(hours\) is "half"/);
    expect(run.out.split('\n').map((line) => (JSON.parse(line) as CheckResult).verdict)).toEqual(['cannot_tell', 'ok']);
  });

  it('checks each deal on its own and keeps going after a line that is no deal', async () => {
    const deals = [
      JSON.stringify(onTime),
      '{"id": "D-9"',
      JSON.stringify({ id: 'D-8', lines: [{ id: 3 }] }),
      JSON.stringify(panels),
    ];
    const run = await check({ deals: deals.join('\n') });
    expect(run.exitCode).toBe(1);
    expect(run.out.split('\n').map((line) => line.split('\t')[0])).toEqual(['D-1', 'D-3']);
    expect(run.err).toMatch(/deals\.jsonl line 2: this is not JSON/);
    expect(run.err).toMatch(/deals\.jsonl line 3: the field lines\[0\]\.id is not usable/);
  });

  it.each([
    ['no deal', ['check', '--sheet', 'x.xlsx']],
    ['no sheet', ['check', '--deal', 'x.json']],
    ['an unknown option', ['check', '--colour', 'red']],
    ['an unknown command', ['frobnicate']],
  ])('ends with 2 on wrong usage: %s', async (_what, args) => {
    const run = await runKeepable(args);
    expect(run).toMatchObject({ exitCode: 2, out: '' });
    expect(run.err).not.toBe('');
  });

  it('ends with 2 when --today is no date', async () => {
    expect(await check({}, '--today', 'tomorrow')).toMatchObject({
      exitCode: 2,
      err: expect.stringContaining('tomorrow'),
    });
  });

  it.each<[string, Files, RegExp]>([
    ['a sheet that is no workbook', { sheet: 'hello' }, /sheet\.xlsx.*\n.*not a workbook/],
    ['a sheet without products', { sheet: aWorkbook({ Notes: [['hello']] }) }, /Products/],
    ['a deal without lines', { deal: { id: 'D-1' } }, /deal\.json: the field lines is not usable/],
    ['no deal in the file', { deals: '\n' }, /there is no deal/],
  ])('ends with 3 on unusable input: %s', async (_what, files, sentence) => {
    const run = await check(files);
    expect(run).toMatchObject({ exitCode: 3, out: '' });
    expect(run.err).toMatch(sentence);
    expect(JSON.parse((await check(files, '--json')).out)).toMatchObject({
      error: { message: expect.stringMatching(sentence) },
    });
  });

  it('ends with 3 and names the file that is not there', async () => {
    const run = await runKeepable(['check', '--deal', 'nowhere.json', '--sheet', 'nowhere.xlsx']);
    expect(run).toMatchObject({ exitCode: 3, err: expect.stringMatching(/nowhere\.xlsx: there is no such file/) });
  });

  it('works as the installed command, without a build', async () => {
    const answer = await withFiles({ 'deal.json': JSON.stringify(onTime), 'sheet.xlsx': workbookWith() }, (path) =>
      promisify(execFile)(
        'npx',
        ['--no-install', 'keepable', 'check', '--deal', path('deal.json'), '--sheet', path('sheet.xlsx'), '--json'],
        { cwd: ROOT },
      ),
    );
    expect(JSON.parse(answer.stdout)).toMatchObject({ deal: 'D-1', verdict: 'tight' });
  }, 60_000);
});
