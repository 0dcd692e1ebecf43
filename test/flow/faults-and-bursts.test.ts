import { afterEach, describe, expect, it } from '@jest/globals';
import { asInstall } from '../../src/db/roles.ts';
import { mustConform } from '../support/conformance.ts';
import type { RunningDemo } from '../support/running-demo.ts';
import { eventually, runDemo } from '../support/running-demo.ts';

describe('the flow', () => {
  let demo: RunningDemo;
  afterEach(async () => {
    await demo.stop();
    mustConform(demo.journalPath);
  });

  const runsOf = (dealId: string): Promise<number> =>
    asInstall(demo.parts.database.kysely, demo.install.id, async (tx) => {
      const rows = await tx.selectFrom('check_runs').select('id').where('deal_id', '=', dealId).execute();
      return rows.length;
    });
  const openWork = (): Promise<number> =>
    asInstall(demo.parts.database.kysely, demo.install.id, async (tx) => {
      const rows = await tx.selectFrom('deal_work').select('object_id').execute();
      return rows.length;
    });
  const isQuiet = async (): Promise<boolean> => demo.sandbox.sender.isIdle() && (await openWork()) === 0;
  const quiet = (): Promise<boolean> => eventually(isQuiet, (is) => is);
  const calls = (from = 0): string[] =>
    demo.sandbox.journal.entries.slice(from).map(({ method, url }) => `${method} ${new URL(url).pathname}`);

  it('checks a hundred changed deals in a few batches and asks each question once', async () => {
    demo = await runDemo({ deals: 100 });
    await quiet();
    const before = demo.sandbox.journal.entries.length;
    const deals = demo.sandbox.portal.store.list('deals');
    for (const deal of deals) demo.change(deal.id, { keepable_requested_date: '2026-03-16' });
    await quiet();
    expect(deals.map((deal) => deal.properties['keepable_slack_days'])).toEqual(deals.map(() => '-3'));
    expect(demo.sandbox.portal.store.list('tasks')).toHaveLength(100);
    expect(calls(before).length).toBeLessThanOrEqual(20);
  });

  it('hears its own writes and does not answer them', async () => {
    demo = await runDemo({ deals: 1 });
    await quiet();
    const [deal] = demo.sandbox.portal.store.list('deals');
    demo.change(deal?.id ?? '', { dealstage: 'proposal' });
    await quiet();
    expect(await runsOf(deal?.id ?? '')).toBe(2);
  });

  it('answers a delivery that comes twice with 200 and checks once', async () => {
    demo = await runDemo({ deals: 1 });
    await quiet();
    const [deal] = demo.sandbox.portal.store.list('deals');
    demo.change(deal?.id ?? '', { dealstage: 'proposal' });
    await quiet();
    const last = demo.sandbox.sender.attempts.at(-1);
    expect(await demo.deliver(last?.events ?? [])).toBe(200);
    await quiet();
    expect(await runsOf(deal?.id ?? '')).toBe(2);
  });

  it('finds the deal of a line item that changed', async () => {
    demo = await runDemo({ deals: 1 });
    await quiet();
    const [deal] = demo.sandbox.portal.store.list('deals');
    const [line] = demo.tied(deal?.id ?? '', 'line_items');
    if (line) demo.sandbox.portal.store.update(line, { quantity: '10' }, { source: 'CRM_UI', userId: 101 });
    await quiet();
    expect(deal?.properties['keepable_verdict']).not.toBe('late');
  });

  it('comes through when the CRM is down and then back, with nothing twice', async () => {
    demo = await runDemo({ deals: 3 });
    await quiet();
    const endOutage = demo.sandbox.portal.faults.add({ fault: { reset: 'before' } });
    const deals = demo.sandbox.portal.store.list('deals');
    for (const deal of deals) demo.change(deal.id, { keepable_requested_date: '2026-03-16' });
    await eventually(
      () => demo.sandbox.sender.isIdle(),
      (is) => is,
    );
    expect(await openWork()).toBe(3);
    endOutage();
    demo.advance(10_000);
    await quiet();
    expect(deals.map((deal) => deal.properties['keepable_slack_days'])).toEqual(['-3', '-3', '-3']);
    expect(demo.sandbox.portal.store.list('tasks')).toHaveLength(3);
  });

  it('follows merged deals to their new id and asks their question once', async () => {
    demo = await runDemo({ deals: 2 });
    await quiet();
    const [first, second] = demo.sandbox.portal.store.list('deals');
    if (!first || !second) throw new Error('two deals were seeded');
    const merged = demo.sandbox.portal.store.merge(first, second, { source: 'CRM_UI', userId: 101 });
    await eventually(
      () => demo.deal(merged.id)['keepable_check_key'],
      (key) => key !== undefined && key !== first.properties['keepable_check_key'],
    );
    await quiet();
    expect(demo.deal(merged.id)['keepable_verdict']).toBeDefined();
    const tasks = demo.tied(merged.id, 'tasks').map(({ properties }) => properties);
    expect(tasks).toHaveLength(2);
    const open = tasks.filter((task) => task['hs_task_status'] !== 'COMPLETED');
    const withdrawn = tasks.filter((task) => task['hs_task_status'] === 'COMPLETED');
    expect(open.map((task) => task['hs_task_subject'])).toEqual([expect.stringMatching(/^Can .*\?$/)]);
    expect(withdrawn.map((task) => task['hs_task_subject'])).toEqual([expect.stringMatching(/^No longer needed: /)]);
    expect(withdrawn[0]?.['hs_task_body']).toMatch(/merged with one that asks the same/);
  });
});
