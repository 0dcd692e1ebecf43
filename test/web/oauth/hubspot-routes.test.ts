import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { listInstalls } from '../../../src/db/installs.ts';
import type { RunningDemo } from '../../support/running-demo.ts';
import { runDemo } from '../../support/running-demo.ts';

describe('connecting a HubSpot account in the browser', () => {
  let demo: RunningDemo;
  beforeAll(async () => {
    demo = await runDemo();
  });
  afterAll(() => demo.stop());

  const get = (url: string, cookie = ''): Promise<Response> => fetch(url, { redirect: 'manual', headers: { cookie } });

  /** An admin starts here and agrees at HubSpot; the link back is not opened yet. */
  const agree = async (): Promise<{ back: string; cookie: string; setCookie: string }> => {
    const started = await get(`${demo.appUrl}/oauth/hubspot/start`);
    const setCookie = started.headers.get('set-cookie') ?? '';
    const agreed = await get(started.headers.get('location') ?? '');
    return { back: agreed.headers.get('location') ?? '', cookie: setCookie.split(';')[0] ?? '', setCookie };
  };

  it('connects the portal that agreed', async () => {
    const { back, cookie, setCookie } = await agree();
    expect(setCookie).toMatch(/HttpOnly/);
    expect(setCookie).toMatch(/SameSite=Lax/);
    const answer = await get(back, cookie);
    expect([answer.status, await answer.text()]).toEqual([200, 'Keepable is connected. You can close this page.']);
    expect(await listInstalls(demo.parts.database.kysely)).toMatchObject([
      { crm: 'hubspot', account: String(demo.sandbox.portal.id), status: 'active' },
    ]);
  });

  it('takes the link back once', async () => {
    const { back, cookie } = await agree();
    await get(back, cookie);
    const again = await get(back, cookie);
    expect(again.status).toBe(400);
    expect(await again.json()).toMatchObject({ error: expect.stringContaining('used before') });
  });

  it('takes the link in the browser that started only', async () => {
    const mine = await agree();
    const theirs = await agree();
    expect((await get(mine.back)).status).toBe(400);
    expect((await get(mine.back, theirs.cookie)).status).toBe(400);
    expect((await get(mine.back, mine.cookie)).status).toBe(200);
  });

  it('takes no state that was changed or made up', async () => {
    const { back, cookie } = await agree();
    const url = new URL(back);
    const state = url.searchParams.get('state') ?? '';
    for (const forged of [`${state.slice(0, -1)}${state.endsWith('0') ? '1' : '0'}`, 'x', '..', '']) {
      url.searchParams.set('state', forged);
      expect((await get(url.href, `keepable_oauth=${forged}`)).status).toBe(400);
    }
    expect((await get(back, cookie)).status).toBe(200);
  });

  it('takes no link that is older than ten minutes', async () => {
    const { back, cookie } = await agree();
    demo.advance(10 * 60 * 1000);
    expect((await get(back, cookie)).status).toBe(400);
  });

  it('says so when the admin declines', async () => {
    const { back, cookie } = await agree();
    const url = new URL(back);
    url.searchParams.delete('code');
    url.searchParams.set('error', 'access_denied');
    const answer = await get(url.href, cookie);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: expect.stringContaining('declined') });
  });
});
