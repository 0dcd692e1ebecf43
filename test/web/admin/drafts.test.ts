import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openWorkbook } from '../../../src/sheet/open-workbook.ts';
import { readWorkbook } from '../../../src/sheet/read-workbook.ts';
import { writeWorkbook } from '../../../src/sheet/write-workbook.ts';
import type { DraftView } from '../../../src/web/admin/draft-view.ts';
import type { PublishPreview } from '../../../src/web/admin/drafts.ts';
import { aCommitment, aSheet } from '../../support/a-sheet.ts';
import { aWorkbook } from '../../support/a-workbook.ts';
import type { Planner } from '../../support/planner.ts';
import { aToken, signIn } from '../../support/planner.ts';
import type { RunningDemo } from '../../support/running-demo.ts';
import { runDemo } from '../../support/running-demo.ts';

const NOTHING = { fixes: {}, holidays: null, mapping: null };

const readTexts = (bytes: Uint8Array) => openWorkbook(bytes, 'marked.xlsx').map(({ rows }) => rows);

describe('an upload on the planner’s page', () => {
  let demo: RunningDemo;
  let planner: Planner;
  beforeAll(async () => {
    demo = await runDemo();
    planner = await signIn(demo, await aToken(demo));
  });
  afterAll(() => demo.stop());
  const json = async <T>(method: string, path: string, body?: object): Promise<{ status: number; body: T }> => {
    const answer = await planner.call(method, path, body);
    return { status: answer.status, body: (await answer.json()) as T };
  };
  const decide = (id: string, choices: object) =>
    json<DraftView>('PUT', `/drafts/${id}/choices`, { ...NOTHING, ...choices });
  const preview = async (id: string): Promise<PublishPreview> =>
    (await json<PublishPreview>('GET', `/drafts/${id}/preview`)).body;
  const publish = (id: string, replaces: string | null) =>
    json<{ error?: string; deals?: number }>('POST', `/drafts/${id}/publish`, { note: 'n', author: 'Pat', replaces });
  const book = (hours: number) => writeWorkbook(aSheet({ commitments: [aCommitment({ hours })] }));

  it('is published only over the sheet that its author compared it with', async () => {
    const [mine, theirs] = [
      await planner.upload('mine.xlsx', await book(10)),
      await planner.upload('theirs.xlsx', await book(20)),
    ];
    const seen = (await preview(mine.id)).replaces;
    expect((await publish(theirs.id, seen)).status).toBe(200);
    const late = await publish(mine.id, seen);
    expect(late).toMatchObject({ status: 409, body: { error: expect.stringContaining('Look at the changes again') } });
    const { changes, replaces } = await preview(mine.id);
    expect(changes.map(({ words }) => words)).toEqual(['C-1 on LINE1 in the week of 9 Mar 2026: hours 20 -> 10']);
    expect((await publish(mine.id, replaces)).status).toBe(200);
    expect((await publish(mine.id, replaces)).status).toBe(404);
  });

  it('keeps the file as it came: a fix is undone by taking it back', async () => {
    const file = aWorkbook({ Products: [['product_code', 'entry_days'], ['BRK', 'soon']], Resources: [['resource', 'capacity_per_week'], ['LINE1', 80]] }); // prettier-ignore
    const { id, groups } = await planner.upload('a.xlsx', file);
    expect(groups[0]).toMatchObject({ severity: 'error', problems: [{ cell: 'Products!B2', value: 'soon' }] });
    const fixed = await decide(id, { fixes: { 'Products!B2': '3', 'Products!ZZ9': 'x', '__proto__!A1': 'x' } });
    expect(fixed.body.groups.filter(({ severity }) => severity === 'error')).toEqual([]);
    const marked = new Uint8Array(await (await planner.call('GET', `/drafts/${id}/marked`)).arrayBuffer());
    expect(JSON.stringify(readTexts(marked))).toContain('soon');
    expect((await decide(id, {})).body.groups[0]).toMatchObject({ problems: [{ cell: 'Products!B2' }] });
    const tooMany = Object.fromEntries(Array.from({ length: 501 }, (_, index) => [`Products!B${index}`, '1']));
    expect((await decide(id, { fixes: tooMany })).status).toBe(400);
  });

  it('gets the holidays of a place as dates, and they are remembered for the next workbook of the layout', async () => {
    const { id, memory } = await planner.upload('first.xlsx', await writeWorkbook(aSheet()));
    expect(memory).toBe('same');
    await decide(id, { holidays: { country: 'US', region: 'IL' } });
    const { changes, replaces } = await preview(id);
    expect(changes).toContainEqual(
      expect.objectContaining({ tab: 'Calendar', words: expect.stringContaining('holiday on 12 Feb 2026: added') }),
    );
    await publish(id, replaces);
    const next = await planner.upload('next.xlsx', await book(30));
    expect(next).toMatchObject({ memory: 'same', choices: { holidays: { country: 'US', region: 'IL' }, fixes: {} } });
    expect((await preview(next.id)).changes.map(({ tab }) => tab)).toEqual(['Commitments']);
    expect((await decide(id, { holidays: { country: 'QQ' } })).status).toBe(404);
    await decide(next.id, { holidays: { country: 'QQ' } });
    expect((await planner.call('GET', `/drafts/${next.id}/preview`)).status).toBe(400);
  });

  it('is read in a process of its own: what is no workbook ends in a sentence, and the page goes on', async () => {
    const noise = await planner.upload('../../noise.xlsx', new Uint8Array(2000).fill(7));
    expect(noise).toMatchObject({ isUsable: false, fileName: 'noise.xlsx', layout: 'none' });
    expect(noise.refusal).toEqual(expect.any(String));
    expect((await publish(noise.id, null)).status).toBe(422);
    expect((await planner.call('POST', '/drafts')).status).toBe(422);
  });

  it('can start from a template with holidays, from a sample, and from every published version', async () => {
    const bytesOf = async (path: string): Promise<Uint8Array> =>
      new Uint8Array(await (await planner.call('GET', path)).arrayBuffer());
    const calendarOf = readWorkbook(await bytesOf('/template?country=DE&region=BY'), 't.xlsx').problems;
    expect(calendarOf.map(({ expected }) => expected)).toContain('at least one readable row in Products');
    const template = await planner.upload('t.xlsx', await bytesOf('/template?country=DE&region=BY'));
    expect(template.tables.find(({ sheet }) => sheet === 'Calendar')?.dataRows).toBeGreaterThan(20);
    const sample = await planner.upload('sample.xlsx', await bytesOf('/sample'));
    expect(sample).toMatchObject({ isUsable: true, rejectedRows: 0 });
    const [newest] = (await json<{ id: string }[]>('GET', '/versions')).body;
    const exported = await planner.upload('v.xlsx', await bytesOf(`/versions/${newest?.id ?? ''}/workbook`));
    expect((await preview(exported.id)).changes).toEqual([]);
  });

  it('may come from an address, but never from one inside the network', async () => {
    for (const url of [
      'https://169.254.169.254/latest',
      'http://example.com/a.xlsx',
      'https://[::1]:5432/',
      'https://localhost/a.xlsx',
    ]) {
      const { status, body } = await json<{ error?: string; source?: { state: string } }>('PUT', '/source', {
        url,
        everyMinutes: 60,
      });
      expect([status, body.source?.state ?? body.error]).not.toEqual([200, 'fine']);
      if (url.startsWith('https://localhost'))
        expect(body).toMatchObject({ source: { state: 'gone', reason: expect.stringContaining('private network') } });
      else expect(status).toBe(422);
    }
    expect((await json<{ source: null }>('DELETE', '/source')).body.source).toBeNull();
  });
});
