import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mustConform } from '../support/conformance.ts';
import type { RunningDemo } from '../support/running-demo.ts';
import { eventually, runDemo } from '../support/running-demo.ts';

describe('a stage change in the portal', () => {
  let demo: RunningDemo;
  beforeAll(async () => {
    demo = await runDemo();
  });
  afterAll(async () => {
    await demo.stop();
    mustConform(demo.journalPath);
  });

  it('becomes a verdict, a note, a sign-off task and a brief in the deal', async () => {
    const dealId = demo.putDeal();
    demo.change(dealId, { dealstage: 'proposal' });
    const deal = await eventually(
      () => demo.deal(dealId),
      (seen) =>
        seen['keepable_verdict'] !== undefined &&
        demo.tied(dealId, 'notes').length >= 2 &&
        demo.tied(dealId, 'tasks').length >= 1,
    );
    expect(deal).toMatchObject({
      keepable_verdict: 'late',
      keepable_promise_date: '2026-03-19',
      keepable_slack_days: '-2',
    });
    const tasks = demo.tied(dealId, 'tasks');
    expect(tasks.map((task) => task.properties['hs_task_subject'])).toEqual([expect.stringMatching(/\?$/)]);
    expect(tasks.map((task) => task.properties['hubspot_owner_id'])).toEqual(['72']);
    expect(demo.tied(dealId, 'notes')).toHaveLength(2);
  });
});
