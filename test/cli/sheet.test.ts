import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { openWorkbook } from '../../src/sheet/open-workbook.ts';
import { aDeal, aLine } from '../support/a-deal.ts';
import { aWorkbook } from '../support/a-workbook.ts';
import type { CellInput, Tabs } from '../support/a-workbook.ts';
import { runKeepable, withFiles } from '../support/run-keepable.ts';
import type { Run } from '../support/run-keepable.ts';

const TABS: Tabs = {
  Settings: [
    ['key', 'value'],
    ['plant', 'Plant 1'],
    ['time_zone', 'America/Chicago'],
    ['horizon_end', '2026-08-31'],
  ],
  Products: [
    ['product_code', 'entry_days', 'material_days'],
    ['BRK', 1, 3],
  ],
  Routing: [
    ['product_code', 'step', 'resource', 'setup_hours', 'run_hours_per_unit'],
    ['BRK', 1, 'LINE1', 2, 0.2],
  ],
  Resources: [
    ['resource', 'capacity_per_week'],
    ['LINE1', 80],
  ],
};

const EXCEPTION_HEADER: CellInput[] = ['resource', 'from', 'to', 'capacity_per_week', 'reason'];

const diff = (before: Tabs, after: Tabs, deals: unknown[] = []): Promise<Run> =>
  withFiles(
    {
      'old.xlsx': aWorkbook({ ...TABS, ...before }),
      'new.xlsx': aWorkbook({ ...TABS, ...after }),
      'deals.jsonl': deals.map((deal) => JSON.stringify(deal)).join('\n'),
    },
    (path) => {
      const open = deals.length === 0 ? [] : ['--deals', path('deals.jsonl')];
      return runKeepable(['sheet', 'diff', path('old.xlsx'), path('new.xlsx'), '--today', '2026-03-02', ...open]);
    },
  );

describe('keepable sheet diff', () => {
  it('says in a planner’s words which weeks lose capacity', async () => {
    const weeks = [EXCEPTION_HEADER, ['LINE1', '2026-03-09', '2026-03-22', 48, 'repair']];
    const { out, exitCode } = await diff({}, { 'Capacity exceptions': weeks });
    expect(out).toBe('Capacity exceptions: LINE1: 80 -> 48 h in the weeks of 9 Mar 2026 and 16 Mar 2026');
    expect(exitCode).toBe(0);
  });

  it('names what was added, removed and changed, and not what only moved', async () => {
    const rows = (...commitments: CellInput[][]): Tabs => ({
      Commitments: [['id', 'resource', 'week', 'hours'], ...commitments],
    });
    const { out } = await diff(
      rows(['C-1', 'LINE1', '2026-03-09', 20], ['C-2', 'LINE1', '2026-03-16', 10], ['C-3', 'LINE1', '2026-03-23', 5]),
      rows(['C-3', 'LINE1', '2026-03-23', 5], ['C-1', 'LINE1', '2026-03-09', 30], ['C-4', 'LINE1', '2026-03-30', 8]),
    );
    expect(out.split('\n')).toEqual([
      'Commitments: C-1 on LINE1 in the week of 9 Mar 2026: hours 20 -> 30',
      'Commitments: C-4 on LINE1 in the week of 30 Mar 2026: added, hours 8',
      'Commitments: C-2 on LINE1 in the week of 16 Mar 2026: removed, hours 10',
    ]);
  });

  it('counts the open promises that would move', async () => {
    const deal = (id: string, quantity: number) => aDeal({ id, lines: [aLine({ quantity })] });
    const slower = [
      ['resource', 'capacity_per_week'],
      ['LINE1', 20],
    ] as CellInput[][];
    const { out } = await diff({}, { Resources: slower }, [deal('D-1', 100), deal('D-2', 1)]);
    expect(out).toContain('Resources: LINE1: capacity per week 80 -> 20');
    expect(out).toMatch(/D-1: \w+ -> \w+, L1 10 Mar 2026 -> 16 Mar 2026/);
    expect(out).toContain('This publication moves 1 promise.');
  });

  it('says that nothing changed', async () => {
    expect((await diff({}, {})).out).toBe('Nothing changed.');
  });
});

describe('keepable sheet validate', () => {
  const validate = (tabs: Tabs, ...rest: string[]): Promise<Run> =>
    withFiles({ 'plan.xlsx': aWorkbook(tabs) }, (path) =>
      runKeepable(['sheet', 'validate', path('plan.xlsx'), ...rest]),
    );

  it('groups problems by how they are fixed', async () => {
    const Resources: CellInput[][] = [
      ['resource', 'capacity_per_week'],
      ['LINE1', 80],
      ['LINE2', 'x'],
      ['LINE3', 'y'],
    ];
    const run = await validate({ ...TABS, Resources }, '--json');
    expect(run.exitCode).toBe(1);
    expect(JSON.parse(run.out)).toMatchObject({
      usable: true,
      rows: { products: 1, resources: 1 },
      groups: [{ severity: 'error', problems: [{ cell: 'Resources!B3' }, { cell: 'Resources!B4' }] }],
    });
  });

  it('ends with 0 when all is well and with 3 when nothing can be answered', async () => {
    expect((await validate(TABS)).exitCode).toBe(0);
    expect((await validate({ Notes: [['hello']] })).exitCode).toBe(3);
  });
});

describe('keepable sheet inspect', () => {
  const inspect = (tabs: Tabs): Promise<Run> =>
    withFiles({ 'plan.xlsx': aWorkbook(tabs) }, (path) => runKeepable(['sheet', 'inspect', path('plan.xlsx')]));

  it('shows what each column was taken for and what it asks', async () => {
    const run = await inspect({
      Plan: [
        ['Maschine', 'Kapazität'],
        ['Laser', 80],
        ['Presse', 40],
      ],
    });
    expect(run.exitCode).toBe(0);
    expect(run.out).toContain('Plan!A1:B3: Resources, 2 rows, long form');
    expect(run.out).toContain('A "Maschine" -> resource (95 %)');
    expect(run.out).toContain('In which unit is "Kapazität" counted?');
  });

  it('refuses what is no capacity sheet', async () => {
    const run = await inspect({
      Contacts: [
        ['first name', 'email'],
        ['A', 'a@b.c'],
        ['B', 'b@b.c'],
      ],
    });
    expect(run).toMatchObject({ exitCode: 3, out: expect.stringContaining('This is no capacity sheet') });
  });
});

describe('a workbook of another shape on the command line', () => {
  const PLAN: Tabs = {
    Plan: [
      ['Maschine', 'KW 10', 'KW 11', 'KW 12'],
      ['LINE1', 80, 80, 80],
    ],
    'Kapazität in Stunden': [],
    Arbeitsplan: [
      ['Artikelnummer', 'AG', 'Maschine', 'Rüstzeit (min)', 'Stückzeit (min)'],
      ['BRK', 1, 'LINE1', 120, 12],
    ],
  };

  it('is read by a mapping that was saved, answered and given back', async () => {
    const deal = JSON.stringify(aDeal({ id: 'D-1', lines: [aLine({ quantity: 10 })] }));
    await withFiles({ 'plan.xlsx': aWorkbook(PLAN), 'deal.json': deal }, async (path) => {
      const saved = path('mapping.json');
      expect(await runKeepable(['sheet', 'inspect', path('plan.xlsx'), '--save-mapping', saved])).toMatchObject({
        exitCode: 0,
      });
      const open = await runKeepable(['sheet', 'validate', path('plan.xlsx'), '--mapping', saved]);
      expect(open.out).toContain('Answer it in the mapping under "Plan!A1 year"');
      const mapping = JSON.parse(await readFile(saved, 'utf8')) as { answers: Record<string, string> };
      mapping.answers = { 'Plan!A1 year': '2026', 'Plan!A1 meaning': 'capacity', 'Plan!A1 unit': 'hours' };
      await writeFile(saved, JSON.stringify(mapping));
      const run = await runKeepable(['sheet', 'validate', path('plan.xlsx'), '--mapping', saved, '--json']);
      expect(JSON.parse(run.out)).toMatchObject({ usable: true, rows: { resources: 1, routing: 1, products: 1 } });
      const sheet = ['--sheet', path('plan.xlsx'), '--mapping', saved, '--today', '2026-03-02', '--json'];
      const checked = await runKeepable(['check', '--deal', path('deal.json'), ...sheet]);
      expect(JSON.parse(checked.out)).toMatchObject({
        lines: [{ id: 'L1', promise: expect.stringMatching(/^2026-03-/) }],
      });
      expect(await runKeepable(['sheet', 'inspect', path('plan.xlsx'), '--save-mapping', saved])).toMatchObject({
        exitCode: 3,
        err: expect.stringContaining('a file of that name already'),
      });
    });
  });

  it('names the entry of a mapping that cannot be used', async () => {
    await withFiles({ 'plan.xlsx': aWorkbook(PLAN), 'bad.json': '{"version":2}', 'no.json': '{' }, async (path) => {
      for (const [file, words] of [
        ['bad.json', 'version is no part of a mapping'],
        ['no.json', 'it is no JSON document'],
      ] as const)
        expect(await runKeepable(['sheet', 'validate', path('plan.xlsx'), '--mapping', path(file)])).toMatchObject({
          exitCode: 3,
          err: expect.stringContaining(words),
        });
    });
  });

  it('comes back with its problems marked', async () => {
    const bytes = aWorkbook({
      ...TABS,
      Resources: [
        ['resource', 'capacity_per_week'],
        ['LINE1', 'forty'],
      ],
    });
    await withFiles({ 'plan.xlsx': bytes }, async (path) => {
      const run = await runKeepable(['sheet', 'validate', path('plan.xlsx'), '--marked', path('marked.xlsx')]);
      expect(run.exitCode).toBe(1);
      const tables = openWorkbook(await readFile(path('marked.xlsx')), 'marked.xlsx');
      expect(tables[0]?.rows.flat()).toContain('Resources!B2');
    });
  });
});

describe('keepable sheet template', () => {
  it('writes a workbook to fill in and never writes over one', async () => {
    await withFiles({ 'mine.xlsx': 'precious' }, async (path) => {
      expect(await runKeepable(['sheet', 'template', path('new.xlsx')])).toMatchObject({ exitCode: 0 });
      const run = await runKeepable(['sheet', 'validate', path('new.xlsx')]);
      expect(run).toMatchObject({ exitCode: 3, out: expect.stringContaining('at least one readable row in Products') });
      expect(await runKeepable(['sheet', 'template', path('mine.xlsx')])).toMatchObject({ exitCode: 3 });
    });
  });
});
