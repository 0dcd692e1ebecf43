import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { asInstall } from '../../src/db/roles.ts';
import { asksOf } from '../../src/db/signoff-asks.ts';
import { checkAudit, readAudit } from '../../src/db/audit-log.ts';
import type { RunningDemo } from '../support/running-demo.ts';
import { eventually, runDemo } from '../support/running-demo.ts';
import { answer, answerLink, formOf, post, visit } from '../support/signoff-visitor.ts';

const QUESTION = /^Can we deliver/;

describe('a question to operations', () => {
  let demo: RunningDemo;
  let dealId: string;
  let link: string;
  beforeEach(async () => {
    demo = await runDemo();
    dealId = demo.putDeal();
    demo.change(dealId, { dealstage: 'proposal' });
    link = await answerLink(demo, dealId, QUESTION);
  });
  afterEach(() => demo.stop());

  const status = (wanted: string) =>
    eventually(
      () => demo.deal(dealId)['keepable_signoff_status'],
      (seen) => seen === wanted,
    );
  const tasks = () => demo.tied(dealId, 'tasks').map(({ properties }) => properties);
  const asks = () =>
    asInstall(demo.parts.database.kysely, demo.install.id, async (tx) =>
      (await asksOf(tx, [dealId])).map(({ ask }) => ask),
    );
  const audit = () =>
    asInstall(demo.parts.database.kysely, demo.install.id, (tx) => readAudit(tx, { after: 0, limit: 100 }));

  it('is answered from the link in the task, and the deal shows the answer', async () => {
    const page = await visit(link);
    expect(page.status).toBe(200);
    expect(page.text).toContain('Can we deliver 100 BRK by 17 Mar 2026?');
    expect(page.text).toMatch(/role="img" aria-label="Load of LINE1: week of 2 Mar: [\d.]+/);
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");

    const done = await answer(link, 'yes_if', { fee: '300', condition: 'Rush material is ordered today' });
    expect(done.status).toBe(303);
    expect(await status('approved')).toBe('approved');
    const text = 'Yes, if: the customer pays a fee of at least 300 USD; Rush material is ordered today.';
    const task = await eventually(
      () => tasks().find((each) => each['hs_task_status'] === 'COMPLETED'),
      (seen) => seen !== undefined,
    );
    expect(task?.['hs_task_subject']).toMatch(/^Answered: Can we deliver/);
    expect(task?.['hs_task_body']).toContain(text);
    expect((await visit(link)).text).toContain(text);
    expect((await audit()).map(({ who, what }) => [who, what])).toEqual([
      ['rep@example.com', 'asked line1@example.com'],
      ['line1@example.com', 'answered yes_if'],
    ]);
    const chain = await asInstall(demo.parts.database.kysely, demo.install.id, (tx) => checkAudit(tx, demo.install.id));
    expect(chain).toEqual({ entries: 2, brokenAt: null });
  });

  it('is refused when the answer is no, or not by then', async () => {
    await answer(link, 'not_by_then', { date: '2026-03-19', quantity: '100' });
    expect(await status('refused')).toBe('refused');
    expect((await asks())[0]?.decision?.answer).toEqual({ kind: 'not_by_then', date: '2026-03-19', quantity: 100 });
  });

  it('is decided once when fifty answers come at the same time', async () => {
    const form = formOf(await visit(`${link}/answer/yes`));
    const no = { ...form, fields: { ...form.fields, kind: 'no', reason: 'CAPACITY' } };
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => post(link, index % 2 === 0 ? form : no)),
    );
    expect(answers.filter((each) => each.status === 303)).toHaveLength(1);
    expect(answers.filter((each) => each.status === 409)).toHaveLength(49);
    const [ask] = await asks();
    expect(ask?.history.filter(({ what }) => what.startsWith('answered'))).toHaveLength(1);
    expect((await audit()).filter(({ what }) => what.startsWith('answered'))).toHaveLength(1);
  });

  it('is not changed by mail scanners that follow every link again and again', async () => {
    const before = JSON.stringify(await asks());
    const addresses = [link, ...['yes', 'yes_if', 'not_by_then', 'no', 'need'].map((kind) => `${link}/answer/${kind}`)];
    for (const method of ['GET', 'HEAD', 'GET'])
      for (const address of addresses) expect((await visit(address, { method })).status).toBe(200);
    for (const action of ['decide', 'confirm', 'undo', 'inform'])
      expect((await visit(`${link}/${action}`)).status).toBe(404);
    expect(JSON.stringify(await asks())).toBe(before);
    expect(await audit()).toHaveLength(1);
    expect(demo.deal(dealId)['keepable_signoff_status']).toBe('waiting');
  });

  it('can be taken back for ten minutes, and answered again with the same link', async () => {
    await answer(link, 'yes');
    await status('approved');
    const shown = await visit(link);
    expect((await post(link, formOf(shown))).status).toBe(303);
    expect(await status('waiting')).toBe('waiting');
    expect(
      await eventually(
        () => tasks()[0]?.['hs_task_status'],
        (seen) => seen === 'IN_PROGRESS',
      ),
    ).toBe('IN_PROGRESS');
    await answer(link, 'yes');
    expect(await status('approved')).toBe('approved');
    const undo = formOf(await visit(link));
    demo.advance(11 * 60_000);
    expect((await visit(link)).text).not.toContain('Take the answer back');
    expect((await post(link, undo)).status).toBe(409);
    expect(demo.deal(dealId)['keepable_signoff_status']).toBe('approved');
  });

  it('says what changed since it was asked, and takes no answer to what was shown before', async () => {
    const old = formOf(await visit(`${link}/answer/yes`));
    demo.change(dealId, { keepable_requested_date: '2026-03-16' });
    await eventually(asks, ([ask]) => ask?.revision.lines[0]?.date === '2026-03-16');
    const refused = await post(link, old);
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('BRK by 16 Mar 2026 instead of 17 Mar 2026.');
    expect((await visit(link)).text).toContain('This changed since you were asked');
    expect((await asks())[0]?.decision).toBeNull();
    expect((await answer(link, 'yes')).status).toBe(303);
  });

  it('is asked again with a new link when the deal got worse after the answer; the old link says so', async () => {
    await answer(link, 'yes');
    await status('approved');
    demo.change(dealId, { keepable_requested_date: '2026-03-13' });
    const again = await eventually(
      () => answerLink(demo, dealId, QUESTION),
      (seen) => seen !== link,
    );
    expect(again).not.toBe(link);
    expect(await status('waiting')).toBe('waiting');
    const old = await visit(link);
    expect(old.text).toContain('BRK by 13 Mar 2026 instead of 17 Mar 2026');
    expect(old.text).toContain('It is asked again');
    expect(old.text).not.toContain('Your answer');
  });

  it('stops the clock of operations while sales looks for what it needs to know', async () => {
    await answer(link, 'need', { what: 'Which finish?' });
    const forSales = await answerLink(demo, dealId, /^Can you tell operations: Which finish\?$/);
    const page = await visit(forSales);
    expect(page.text).toContain('Operations needs to know: Which finish?');
    expect(page.text).not.toContain('/answer/yes');
    const form = formOf(page, { what: 'Zinc.' });
    expect((await post(forSales, { ...form, action: form.action.replace('/inform', '/decide') })).status).toBe(403);
    expect((await post(forSales, form)).status).toBe(303);
    expect((await asks())[0]?.state).toBe('open');
    expect((await visit(link)).text).toContain('Zinc.');
  });

  it('cannot be answered by a stranger, with a forged form, or from another link', async () => {
    const token = link.split('/').at(-1) ?? '';
    const other = demo.putDeal({ name: 'Other' });
    demo.change(other, { dealstage: 'proposal' });
    const otherLink = await answerLink(demo, other, QUESTION);
    const form = formOf(await visit(`${otherLink}/answer/yes`));
    const action = `/signoff/${token}/decide`;
    expect((await post(link, { ...form, action })).status).toBe(403);
    expect((await post(link, { action, fields: { kind: 'yes' } })).status).toBe(403);
    const wrong = `${demo.appUrl}/signoff/${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
    expect((await visit(wrong)).status).toBe(404);
    expect((await visit(link.replace(/signoff\/\d+/, 'signoff/999'))).status).toBe(404);
    demo.advance(61 * 86_400_000);
    expect((await visit(link)).status).toBe(410);
    expect((await asks())[0]?.decision).toBeNull();
  });

  it('keeps no readable token: not in the tables, not in the stored tasks', async () => {
    const token = link.split('/').at(-1) ?? '';
    const { kysely } = demo.parts.database;
    const kept = [
      await kysely.selectFrom('ask_links').selectAll().execute(),
      await kysely.selectFrom('write_backs').selectAll().execute(),
      await kysely.selectFrom('deals_shown').selectAll().execute(),
      await kysely.selectFrom('asks').selectAll().execute(),
    ];
    expect(kept[0]).not.toHaveLength(0);
    expect(JSON.stringify(kept)).not.toContain(token.split('-').slice(1).join('-'));
  });
});

describe('hostile text in a deal', () => {
  it('stays text on the page, in every answer', async () => {
    const demo = await runDemo();
    try {
      const hostile = `<img src=x onerror=alert(1)>"' </main><script>alert(2)</script>`;
      const dealId = demo.putDeal({ name: hostile });
      demo.change(dealId, { dealstage: 'proposal' });
      const link = await answerLink(demo, dealId, QUESTION);
      const form = await visit(`${link}/answer/yes_if`);
      const confirm = await post(link, formOf(form, { condition: hostile, note: hostile }));
      await post(link, formOf(confirm));
      for (const { text } of [await visit(link), confirm]) {
        expect(text).not.toMatch(/<img|<script/);
        expect(text).toContain('&lt;img src=x onerror=alert(1)&gt;');
      }
    } finally {
      await demo.stop();
    }
  });
});
