import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { publishWorkbook } from '../../src/cli/publish-workbook.ts';
import { listInstalls } from '../../src/db/installs.ts';
import { aSheet } from '../support/a-sheet.ts';
import { mustConform } from '../support/conformance.ts';
import type { RunningDemo } from '../support/running-demo.ts';
import { eventually, runDemo } from '../support/running-demo.ts';

describe('a new sheet', () => {
  let demo: RunningDemo;
  beforeAll(async () => {
    demo = await runDemo();
  });
  afterAll(async () => {
    await demo.stop();
    mustConform(demo.journalPath);
  });

  it('is what every deal is checked against from then on, and those that show an answer are checked again', async () => {
    const { kysely } = demo.parts.database;
    const dealId = demo.putDeal();
    const verdict = (): string | null | undefined => demo.deal(dealId)['keepable_verdict'];
    demo.change(dealId, { dealstage: 'proposal' });
    expect(await eventually(verdict, (seen) => seen === 'late')).toBe('late');

    const [install] = await listInstalls(kysely);
    const sheet = { facts: aSheet({ commitments: [] }), hash: 'sha256:free', fileName: 'free.xlsx' };
    expect(await publishWorkbook(kysely, install?.id ?? 0, { sheet, publishedAt: demo.parts.now() })).toBe(1);
    demo.parts.database.workSignal.send();
    expect(await eventually(verdict, (seen) => seen !== 'late')).not.toBe('late');
  });

  it('can be published again as it was', async () => {
    const [install] = await listInstalls(demo.parts.database.kysely);
    const sheet = { facts: aSheet({ commitments: [] }), hash: 'sha256:free', fileName: 'free.xlsx' };
    const publish = () =>
      publishWorkbook(demo.parts.database.kysely, install?.id ?? 0, { sheet, publishedAt: demo.parts.now() });
    await expect(publish()).resolves.toBe(1);
  });
});
