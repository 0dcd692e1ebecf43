import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CheckResult } from '../../src/checks/check-result.ts';
import { runChecks } from '../../src/checks/run-checks.ts';
import { recordRuns } from '../../src/db/check-runs.ts';
import { openDirectory } from '../../src/db/database.ts';
import { connectInstall } from '../../src/db/installs.ts';
import { migrate } from '../../src/db/migrate.ts';
import { asInstall } from '../../src/db/roles.ts';
import { publishSheet } from '../../src/db/sheet-versions.ts';
import { DEFAULT_RULES_VERSION, toActiveRules } from '../../src/inbox/active-rules.ts';
import { toPublishedSheet } from '../../src/inbox/published-sheet.ts';
import { applyRules } from '../../src/rules/apply-rules.ts';
import { DEFAULT_RULES } from '../../src/rules/default-rules.ts';
import type { RuledResult } from '../../src/rules/ruled-result.ts';
import { writeWorkbook } from '../../src/sheet/write-workbook.ts';
import { aDeal, aLine } from '../support/a-deal.ts';
import { busySheet } from '../support/check.ts';
import { runKeepable, withFiles } from '../support/run-keepable.ts';

const late = aDeal({ id: 'D-2', requestedDate: '2026-03-11', lines: [aLine({ requestedDate: '2026-03-11' })] });
const delivered = (id: string, deliveredDate: string) => ({ ...late, id, outcome: { deliveredDate } });

const askDesigner = {
  version: 1,
  modes: [{ pipeline: '*', stage: 'proposal', mode: 'require' }],
  rules: [
    {
      id: 'design-looks',
      title: 'A late deal is looked at by design.',
      state: 'on',
      when: { field: 'days_late', is: 'at_least', value: 1 },
      then: { severity: 'action', gate: 'require', signoffs: { roles: ['Designer'], causes: ['CAPACITY_SHORT'] } },
    },
  ],
};

const broken = { version: 1, rules: [{ ...askDesigner.rules[0], when: { field: 'mood', is: 'present' } }] };

const files = async () => ({
  'late.json': JSON.stringify(late),
  'past.jsonl': [delivered('D-7', '2026-03-20'), delivered('D-8', '2026-03-11'), late, { id: 'x' }]
    .map((deal) => JSON.stringify(deal))
    .join('\n'),
  'rules.json': JSON.stringify(askDesigner),
  'usual.json': JSON.stringify(DEFAULT_RULES),
  'broken.json': JSON.stringify(broken),
  'sheet.xlsx': await writeWorkbook(busySheet()),
});

describe('keepable check --rules', () => {
  it('asks whom the rules name and closes the gate that they want', async () => {
    await withFiles(await files(), async (path) => {
      const args = ['check', '--deal', path('late.json'), '--sheet', path('sheet.xlsx'), '--json'];
      const ruled = JSON.parse((await runKeepable([...args, '--rules', path('rules.json')])).out) as RuledResult;
      expect(ruled.signoffs).toMatchObject([{ role: 'Designer', rules: ['design-looks'] }]);
      expect(ruled.rules.gate).toEqual({ level: 'require', mode: 'require', rules: ['design-looks'] });
      expect(ruled.rulesVersion).toMatch(/^sha256:/);
      const usual = JSON.parse((await runKeepable(args)).out) as CheckResult;
      expect(usual).toMatchObject({ rulesVersion: DEFAULT_RULES_VERSION, signoffs: [{ why: 'CAPACITY_SHORT' }] });
    });
  });

  it('refuses rules that cannot be used, with the row to mend', async () => {
    await withFiles(await files(), async (path) => {
      const rules = path('broken.json');
      const run = await runKeepable([
        'check',
        '--deal',
        path('late.json'),
        '--sheet',
        path('sheet.xlsx'),
        '--rules',
        rules,
      ]);
      expect(run).toMatchObject({ exitCode: 3, out: '' });
      expect(run.err).toContain('rule design-looks, mood: There is no field called “mood”.');
    });
  });
});

describe('keepable rules validate', () => {
  it('ends with 0 for rules that can be used and with 1 for others', async () => {
    await withFiles(await files(), async (path) => {
      expect((await runKeepable(['rules', 'validate', path('rules.json')])).exitCode).toBe(0);
      const bad = await runKeepable(['rules', 'validate', path('broken.json'), '--json']);
      expect(bad.exitCode).toBe(1);
      expect(JSON.parse(bad.out)).toMatchObject({ usable: false, problems: [{ rule: 'design-looks', at: 'mood' }] });
    });
  });
});

describe('keepable replay', () => {
  it('tells on how many past deals the rules fire and which of them were delivered late', async () => {
    await withFiles(await files(), async (path) => {
      const args = ['replay', '--deals', path('past.jsonl'), '--sheet', path('sheet.xlsx'), '--json'];
      const run = await runKeepable([...args, '--rules', path('rules.json')]);
      expect(run.exitCode).toBe(1); // one line of the file is no deal
      expect(JSON.parse(run.out)).toMatchObject({
        deals: 3,
        warned: 3,
        withOutcome: 2,
        deliveredLate: 1,
        caught: 1,
        missed: 0,
        rules: [
          {
            rule: 'design-looks',
            fires: 3,
            deliveredLate: 1,
            tasksPerWeek: [{ role: 'Designer', tasks: 3 }],
            examples: ['D-7', 'D-8', 'D-2'],
          },
        ],
        unreadable: [expect.stringContaining('past.jsonl line 4')],
      });
      expect((await runKeepable([...args, '--rules', path('rules.json')])).out).toBe(run.out);
    });
  });
});

describe("the rules of the service's database", () => {
  const before = process.env['DATA_DIR'];
  let directory = '';

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'keepable-rules-'));
    process.env['DATA_DIR'] = join(directory, 'data');
    const database = await openDirectory(join(directory, 'data'));
    await migrate(database.kysely);
    const install = await connectInstall(database.kysely, { crm: 'hubspot', account: '7' });
    const at = new Date('2026-03-02T15:00:00Z');
    const version = {
      hash: 'sha256:a',
      facts: busySheet(),
      author: null,
      note: null,
      fileName: null,
      origin: 'upload' as const,
      publishedAt: at,
    };
    const { plan } = toPublishedSheet({ ...version, id: '1' });
    const result = runChecks({
      deal: late,
      plan,
      today: '2026-03-02',
      sheetVersion: 'sha256:a',
      sheetPublishedOn: '2026-03-02',
      rulesVersion: DEFAULT_RULES_VERSION,
    });
    const ruled = applyRules(toActiveRules(null).compiled, { deal: late, result, sheet: plan.sheet });
    const run = { dealId: 'D-2', snapshot: late, sheetHash: 'sha256:a', checkedAt: at, isClosed: false };
    await asInstall(database.kysely, install.id, async (tx) => {
      await publishSheet(tx, install.id, version);
      await recordRuns(tx, install.id, [
        { ...run, rulesVersion: DEFAULT_RULES_VERSION, result: ruled },
        { ...run, rulesVersion: DEFAULT_RULES_VERSION, result: { ...ruled, verdict: 'ok' } },
      ]);
    });
    await database.close();
  });

  afterAll(async () => {
    if (before === undefined) delete process.env['DATA_DIR'];
    else process.env['DATA_DIR'] = before;
    await rm(directory, { recursive: true, force: true });
  });

  it('are activated with a difference, listed as sentences, and restored', async () => {
    await withFiles(await files(), async (path) => {
      const activated = await runKeepable(['rules', 'activate', path('rules.json'), '--author', 'P. Planner']);
      expect(activated.out).toContain('New (on): “A late deal is looked at by design.”');
      expect(activated.out).toContain('Version 1 of the rules is in force.');
      await runKeepable(['rules', 'activate', path('usual.json')]);
      const restored = await runKeepable(['rules', 'restore', '1', '--json']);
      expect(JSON.parse(restored.out)).toMatchObject({ version: '3' });
      const list = await runKeepable(['rules', 'list']);
      expect(list.out).toContain(
        'on      design-looks: A late deal is looked at by design. When the delay in working days',
      );
      expect(list.out).toMatch(/\* {2}3 /);
      expect((await runKeepable(['rules', 'restore', '99'])).err).toBe('There is no version 99 of the rules.');
    });
  });

  it('give a stored check again, byte for byte, and notice one that was tampered with', async () => {
    const same = await runKeepable(['replay', '--run', '1', '--json']);
    expect(same).toMatchObject({ exitCode: 0, err: '' });
    expect(JSON.parse(same.out)).toMatchObject({ deal: 'D-2', verdict: 'late' });
    const tampered = await runKeepable(['replay', '--run', '2']);
    expect(tampered).toMatchObject({ exitCode: 1, err: 'Check 2 gives another answer than the one that was stored.' });
    expect((await runKeepable(['replay', '--run', '9'])).exitCode).toBe(3);
  });
});
