import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { APP, callApi, startPortal } from './pretend-portal.ts';
import type { TestPortal } from './pretend-portal.ts';
import { specProblems } from './spec-conformance.ts';

const DETAILS = '/account-info/2026-09/details';
const REDIRECT = 'http://localhost/oauth/hubspot/callback';

let portal: TestPortal;
afterEach(() => portal.close());

type TokenBody = {
  access_token: string;
  refresh_token: string;
  hub_id: number;
  expires_in: number;
  scopes: string[];
};

const form = async (operation: string, fields: Record<string, string>) => {
  const body = new URLSearchParams({ client_id: APP.clientId, client_secret: APP.clientSecret, ...fields });
  const pathname = `/oauth/${operation === 'token' ? '2026-03' : '2026-09'}/${operation}`;
  const response = await fetch(`${portal.url}${pathname}`, { method: 'POST', body });
  const text = await response.text();
  const answer = { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as TokenBody };
  if (answer.status === 200) expect(specProblems('POST', pathname, answer)).toEqual([]);
  return answer;
};

const authorize = async (more: Record<string, string> = {}): Promise<URL> => {
  const query = new URLSearchParams({
    client_id: APP.clientId,
    redirect_uri: REDIRECT,
    scope: 'oauth files',
    state: 'xyz',
    ...more,
  });
  const response = await fetch(`${portal.url}/oauth/authorize?${query}`, { redirect: 'manual' });
  expect(response.status).toBe(302);
  return new URL(response.headers.get('location') ?? '');
};

describe('installing the app', () => {
  it('hands a code to the app, which exchanges it once', async () => {
    portal = await startPortal();
    const back = await authorize();
    expect([back.origin + back.pathname, back.searchParams.get('state')]).toEqual([REDIRECT, 'xyz']);
    const exchange = {
      grant_type: 'authorization_code',
      code: back.searchParams.get('code') ?? '',
      redirect_uri: REDIRECT,
    };
    const { status, body } = await form('token', exchange);
    expect([status, body.hub_id, body.expires_in, body.scopes]).toEqual([200, 147, 1800, ['oauth', 'files']]);
    expect((await callApi(`${portal.url}${DETAILS}`, { method: 'GET', token: body.access_token })).status).toBe(200);
    expect(await form('token', exchange)).toMatchObject({ status: 400, body: { status: 'BAD_AUTH_CODE' } });
  });

  it('asks for the verifier when the app sent a challenge', async () => {
    portal = await startPortal();
    const challenge = createHash('sha256').update('right').digest('base64url');
    const code =
      (await authorize({ code_challenge: challenge, code_challenge_method: 'S256' })).searchParams.get('code') ?? '';
    const exchange = { grant_type: 'authorization_code', code, redirect_uri: REDIRECT };
    expect((await form('token', { ...exchange, code_verifier: 'wrong' })).status).toBe(400);
    expect((await form('token', { ...exchange, code_verifier: 'right' })).status).toBe(200);
  });

  it('knows the app by its secret', async () => {
    portal = await startPortal();
    const answer = await form('token', { client_secret: 'guessed', grant_type: 'refresh_token', refresh_token: 'x' });
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_client' } });
  });
});

describe('tokens', () => {
  it('are asked for', async () => {
    portal = await startPortal();
    const { status, body } = await callApi(`${portal.url}${DETAILS}`, { method: 'GET' });
    expect([status, body.category]).toEqual([401, 'INVALID_AUTHENTICATION']);
  });

  it('expire and are refreshed until the portal takes the grant back', async () => {
    let now = Date.UTC(2026, 2, 2);
    portal = await startPortal({ clock: () => now });
    const { refreshToken } = portal.install();
    now += 1_800_000;
    const late = await portal.call('GET', DETAILS);
    expect([late.status, late.body.category]).toEqual([401, 'EXPIRED_AUTHENTICATION']);
    const refreshed = await form('token', { grant_type: 'refresh_token', refresh_token: refreshToken });
    expect(refreshed.body.refresh_token).toBe(refreshToken);
    const token = refreshed.body.access_token;
    expect(
      (await callApi(`${portal.url}/appinstalls/2026-09/external-install`, { method: 'DELETE', token })).status,
    ).toBe(204);
    expect((await callApi(`${portal.url}${DETAILS}`, { method: 'GET', token })).status).toBe(401);
    expect(await form('token', { grant_type: 'refresh_token', refresh_token: refreshToken })).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant', status: 'BAD_REFRESH_TOKEN' },
    });
  });

  it('can be looked into and revoked', async () => {
    portal = await startPortal();
    const { refreshToken } = portal.install();
    expect((await form('token/introspect', { token: refreshToken })).body).toMatchObject({ active: true, hub_id: 147 });
    await form('token/revoke', { token: refreshToken });
    expect((await form('token/introspect', { token: refreshToken })).body).toEqual({ active: false });
  });

  it('open one portal and no other', async () => {
    portal = await startPortal();
    const other = portal.addPortal(258, 'Other portal').portal;
    const token = portal.install(other).accessToken;
    portal.portal.store.create('deals', { dealname: 'ours' }, { source: 'CRM_UI', userId: 1 });
    const { body } = await callApi(`${portal.url}/crm/objects/2026-09/deals`, { method: 'GET', token });
    expect(body.results).toEqual([]);
  });
});

describe('the limits', () => {
  it('let 110 calls pass in ten seconds', async () => {
    let now = Date.UTC(2026, 2, 2);
    portal = await startPortal({ clock: () => now, limits: { perTenSeconds: 110, searchPerSecond: 5 } });
    const first = await portal.call('GET', DETAILS);
    expect(first.headers.get('x-hubspot-ratelimit-remaining')).toBe('109');
    for (let call = 1; call < 110; call += 1) expect((await portal.call('GET', DETAILS)).status).toBe(200);
    const refused = await portal.call('GET', DETAILS);
    expect([refused.status, refused.body.policyName]).toEqual([429, 'TEN_SECONDLY_ROLLING']);
    now += 10_001;
    expect((await portal.call('GET', DETAILS)).status).toBe(200);
  });

  it('let 5 searches pass in a second, without telling what is left', async () => {
    portal = await startPortal({ clock: () => 0, limits: { perTenSeconds: 110, searchPerSecond: 5 } });
    const search = () =>
      portal.call('POST', '/crm/objects/2026-09/deals/search', {
        filterGroups: [],
        sorts: [],
        properties: [],
        limit: 1,
        after: '0',
      });
    portal.grants.expiresIn = 10;
    for (let call = 0; call < 5; call += 1) {
      const { status, headers } = await search();
      expect([status, headers.get('x-hubspot-ratelimit-max')]).toEqual([200, null]);
    }
    const refused = await search();
    expect([refused.status, refused.body.policyName, refused.body.message]).toEqual([
      429,
      'SECONDLY',
      'You have reached your secondly limit.',
    ]);
  });
});

describe('the journal', () => {
  it('holds every request as it would have gone to HubSpot, without the token', async () => {
    const journalPath = path.join(mkdtempSync(path.join(tmpdir(), 'portal-')), 'journal.jsonl');
    portal = await startPortal({ journalPath });
    await portal.call('POST', '/crm/objects/2026-09/deals', { properties: { dealname: 'A' }, associations: [] });
    await form('token', { grant_type: 'refresh_token', refresh_token: 'secret-refresh' });
    const text = readFileSync(journalPath, 'utf8');
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines[0]).toMatchObject({
      method: 'POST',
      url: 'https://api.hubapi.com/crm/objects/2026-09/deals',
      headers: { 'content-type': 'application/json', authorization: 'Bearer ***' },
      body: '{"properties":{"dealname":"A"},"associations":[]}',
      status: 201,
      applied: true,
    });
    expect(text).not.toContain('secret-refresh');
    expect(text).not.toContain(APP.clientSecret);
  });
});
