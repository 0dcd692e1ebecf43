import { afterEach, describe, expect, it } from '@jest/globals';
import { asInstall } from '../../src/db/roles.ts';
import { aScopeLimit, aSheet, twoBusyWeeks } from '../support/a-sheet.ts';
import type { RunningDemo } from '../support/running-demo.ts';
import { eventually, REP, runDemo } from '../support/running-demo.ts';

const MARKUP = '<img src=x onerror=alert(1)>"\'&<script>alert(2)</script>';

describe('texts that mean harm', () => {
  let demo: RunningDemo;
  afterEach(() => demo.stop());

  const openWork = (): Promise<number> =>
    asInstall(demo.parts.database.kysely, demo.install.id, async (tx) => {
      const rows = await tx.selectFrom('deal_work').select('object_id').execute();
      return rows.length;
    });
  const quiet = async (): Promise<boolean> =>
    eventually(
      async () => demo.sandbox.sender.isIdle() && (await openWork()) === 0,
      (is) => is,
    );
  const bodiesOf = (dealId: string): string[] => [
    ...demo.tied(dealId, 'notes').map((note) => note.properties['hs_note_body'] ?? ''),
    ...demo.tied(dealId, 'tasks').map((task) => task.properties['hs_task_body'] ?? ''),
  ];

  it('stay text in notes, tasks and briefs, whether a rep, an owner or a cell of the sheet says them', async () => {
    const limit = aScopeLimit({ attribute: 'finish', type: 'text', min: null, max: null, allowed: ['zinc'], meaning: MARKUP, askCustomer: MARKUP }); // prettier-ignore
    demo = await runDemo({ sheet: aSheet({ commitments: twoBusyWeeks(), scopeLimits: [limit] }) });
    demo.sandbox.portal.owners.forEach((owner) => Object.assign(owner, { firstName: MARKUP, lastName: MARKUP }));
    const dealId = demo.putDeal({ name: MARKUP });
    const unknown = demo.putDeal({ name: 'Unknown product', product: MARKUP });
    await eventually(
      () => [...bodiesOf(dealId), ...bodiesOf(unknown)].length,
      (count) => count >= 5,
    );
    await quiet();
    const bodies = [...bodiesOf(dealId), ...bodiesOf(unknown)];
    expect(bodies.join('\n')).toContain('&lt;img src=x onerror=alert(1)&gt;');
    const tags = bodies.flatMap((body) => [...body.matchAll(/<\/?([^\s>/]*)[^>]*>/g)].map(([tag]) => tag));
    expect(tags.filter((tag) => !/^<\/?(p|br|strong|h2|h3)>$/.test(tag))).toEqual([]);
  });

  it('named like the inner parts of a program change nothing and stop nothing', async () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
    const scopeLimits = names.map((attribute, index) => aScopeLimit({ attribute, row: `Scope limits!${index + 2}` }));
    demo = await runDemo({ sheet: aSheet({ commitments: twoBusyWeeks(), scopeLimits }) });
    const dealId = demo.putDeal({ name: '__proto__', product: 'constructor' });
    const event = `{"eventId":1,"portalId":${demo.sandbox.portal.id},"occurredAt":1772463600000,"subscriptionType":"deal.propertyChange","objectId":${dealId},"propertyName":"__proto__","__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}`;
    const parsed = JSON.parse(event) as object;
    expect(await demo.deliver([parsed])).toBe(200);
    const deal = await eventually(
      () => demo.deal(dealId),
      (seen) => seen['keepable_verdict'] !== undefined,
    );
    expect(deal['keepable_verdict']).toBe('cannot_tell');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('our own writes lead to no storm: at most two runs for each edit', async () => {
    demo = await runDemo();
    const dealId = demo.putDeal();
    await quiet();
    const runs = (): Promise<number> =>
      asInstall(demo.parts.database.kysely, demo.install.id, async (tx) => {
        const rows = await tx.selectFrom('check_runs').select('id').where('deal_id', '=', dealId).execute();
        return rows.length;
      });
    const before = await runs();
    const edits = ['2026-03-16', '2026-04-20', '2026-03-17', '2026-03-18', '2026-03-12'];
    for (const date of edits) {
      demo.change(dealId, { keepable_requested_date: date });
      await quiet();
    }
    const [task] = demo.tied(dealId, 'tasks');
    if (task) demo.sandbox.portal.store.update(task, { hs_task_status: 'COMPLETED' }, REP);
    await quiet();
    const made = (await runs()) - before;
    expect(made).toBeGreaterThanOrEqual(edits.length);
    expect(made).toBeLessThanOrEqual(2 * (edits.length + 1));
  });
});
