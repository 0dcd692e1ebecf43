import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectInstall } from '../../../src/db/installs.ts';
import { publishVersion } from '../../../src/db/sheet-publish.ts';
import { aSettings, aSheet } from '../../support/a-sheet.ts';
import type { Planner } from '../../support/planner.ts';
import { aToken, signIn } from '../../support/planner.ts';
import type { RunningDemo } from '../../support/running-demo.ts';
import { runDemo } from '../../support/running-demo.ts';

const HOUR_MS = 3_600_000;

describe('the login of the planner’s page', () => {
  let demo: RunningDemo;
  let planner: Planner;
  beforeAll(async () => {
    demo = await runDemo();
    planner = await signIn(demo, await aToken(demo));
  });
  afterAll(() => demo.stop());
  const statusOf = async (answer: Promise<Response>): Promise<number> => (await answer).status;
  const login = (body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${demo.appUrl}/sheet/api/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });

  it('gives a cookie that scripts cannot read and other sites cannot send', async () => {
    const answer = await login({ token: await aToken(demo) });
    expect(answer.status).toBe(200);
    const cookie = answer.headers.getSetCookie()[0] ?? '';
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    expect(cookie).toMatch(/Path=\//);
    planner = await signIn(demo, await aToken(demo));
  });

  it('lets nobody in without it, with a forged one, or with two of them', async () => {
    const call = (cookie: string) => statusOf(planner.call('GET', '/versions', undefined, { cookie }));
    expect(await call('')).toBe(401);
    const [name = '', value = ''] = planner.cookie.split('=');
    const [claims = '', mac = ''] = value.split('.');
    const forged = Buffer.from(claims, 'base64url')
      .toString()
      .replace(`"installId":${demo.install.id}`, '"installId":99');
    expect(await call(`${name}=${Buffer.from(forged).toString('base64url')}.${mac}`)).toBe(401);
    expect(await call(`${name}=${claims}.`)).toBe(401);
    expect(await call(`${name}=${claims}`)).toBe(401);
    expect(await call(`${planner.cookie}; ${planner.cookie}`)).toBe(401);
    expect(await call(planner.cookie)).toBe(200);
  });

  it('changes nothing without the secret of the page, or from another site', async () => {
    const change = (headers: Record<string, string>) =>
      statusOf(planner.call('POST', '/versions/1/restore', { note: 'n', author: 'a' }, headers));
    expect(await change({ 'x-keepable-csrf': '' })).toBe(403);
    expect(await change({ 'x-keepable-csrf': `${planner.csrf}x` })).toBe(403);
    expect(await change({ origin: 'https://evil.example.com' })).toBe(403);
    expect(await change({ origin: 'null' })).toBe(403);
    expect(await change({ origin: demo.appUrl })).toBe(200);
    expect(await change({ origin: demo.appUrl.replace('127.0.0.1', 'localhost') })).toBe(200);
    expect(await change({ origin: 'http://localhost:1' })).toBe(403);
  });

  it('shows a reader the lead times and nothing else', async () => {
    const reader = await signIn(demo, await aToken(demo, 'reader'));
    expect(await statusOf(reader.call('GET', '/lead-times'))).toBe(200);
    expect(await statusOf(reader.call('GET', '/versions'))).toBe(401);
    expect(await statusOf(reader.call('POST', '/drafts', new Uint8Array([1])))).toBe(401);
    expect(await statusOf(planner.call('GET', '/lead-times'))).toBe(200);
  });

  it('stays with its own install, whatever number is asked for', async () => {
    const { kysely } = demo.parts.database;
    const other = await connectInstall(kysely, { crm: 'hubspot', account: '99000002' });
    const facts = aSheet({ settings: aSettings({ plant: 'Canary plant' }) });
    const sheet = { hash: 'sha256:canary', facts, author: null, note: 'Canary', fileName: 'c.xlsx', origin: 'demo' as const, publishedAt: demo.parts.now() };
    const { versionId } = await publishVersion(kysely, other.id, { sheet });
    const theirs = await signIn(demo, await aToken(demo, 'planner', other.id));
    const upload = await theirs.upload('canary.csv', new TextEncoder().encode('canary;1'));

    for (const path of [`/versions/${versionId}/preview`, `/versions/${versionId}/workbook`, `/drafts/${upload.id}`, `/drafts/${upload.id}/preview`])
      expect(await statusOf(planner.call('GET', path))).toBe(404);
    const said = { note: 'n', author: 'a', replaces: null };
    expect(await statusOf(planner.call('POST', `/drafts/${upload.id}/publish`, said))).toBe(404);
    expect(await statusOf(planner.call('PUT', `/drafts/${upload.id}/choices`, { fixes: {}, holidays: null, mapping: null }))).toBe(404);
    expect(await statusOf(planner.call('POST', `/versions/${versionId}/restore`, { note: 'n', author: 'a' }))).toBe(404);
    expect(await (await planner.call('GET', '/versions')).text()).not.toMatch(/canary/i);
    expect(await (await theirs.call('GET', '/versions')).text()).toMatch(/canary/i);
  }); // prettier-ignore

  it('ends with the token, with the day, and with the word goodbye', async () => {
    const token = await aToken(demo);
    const first = await signIn(demo, token);
    expect(await statusOf(first.call('GET', '/versions'))).toBe(200);
    demo.advance(9 * HOUR_MS);
    expect(await statusOf(first.call('GET', '/versions'))).toBe(401);
    const second = await signIn(demo, token);
    const goodbye = await second.call('POST', '/logout');
    expect(goodbye.headers.getSetCookie()[0]).toMatch(/Expires=Thu, 01 Jan 1970/);
    await aToken(demo);
    expect(await statusOf(second.call('GET', '/versions'))).toBe(401);
    planner = await signIn(demo, await aToken(demo));
  });

  it('refuses guesses after ten wrong ones, from that address, for a while', async () => {
    for (let guess = 0; guess < 10; guess += 1) expect((await login({ token: `planner-1-${guess}` })).status).toBe(401);
    const token = await aToken(demo);
    expect((await login({ token })).status).toBe(429);
    demo.advance(6 * 60_000);
    expect((await login({ token })).status).toBe(200);
    expect((await login({ token }, { origin: 'https://evil.example.com' })).status).toBe(401);
    expect((await login({ token: [token] })).status).toBe(401);
  });
});
