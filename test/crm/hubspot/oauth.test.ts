import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { HubspotApp } from '../../../src/crm/hubspot/oauth.ts';
import {
  authorizeUrl,
  exchangeCode,
  introspectToken,
  refreshTokens,
  uninstallApp,
} from '../../../src/crm/hubspot/oauth.ts';
import { HUBSPOT_SCOPES } from '../../../src/crm/hubspot/scopes.ts';
import type { HubspotWorld } from './hubspot-world.ts';
import { openHubspotWorld } from './hubspot-world.ts';

const TOKEN = '/oauth/2026-03/token';

describe('connecting a HubSpot account', () => {
  let world: HubspotWorld;
  let app: HubspotApp;
  beforeAll(async () => {
    world = await openHubspotWorld();
    app = {
      clientId: 'client',
      clientSecret: 'secret',
      redirectUri: 'https://keepable.example/oauth/hubspot/callback',
      authorizeUrl: `${world.sandbox.url}/oauth/authorize`,
      apiUrl: world.sandbox.url,
      now: () => world.now(),
    };
  });
  afterAll(() => world.close());

  const agree = async (): Promise<URL> => {
    const answer = await fetch(authorizeUrl(app, 'state-1'), { redirect: 'manual' });
    return new URL(answer.headers.get('location') ?? '');
  };

  it('asks for every scope at once, in a form that HubSpot reads', async () => {
    const url = authorizeUrl(app, 'a b&c');
    expect(url).toContain('scope=oauth%20crm.objects.deals.read%20');
    expect(new URL(url).searchParams.get('scope')?.split(' ')).toEqual([...HUBSPOT_SCOPES]);
    expect(new URL(url).searchParams.get('state')).toBe('a b&c');
  });

  it('trades the code of the callback for tokens of the portal that agreed', async () => {
    const back = await agree();
    expect(back.searchParams.get('state')).toBe('state-1');
    const tokens = await exchangeCode(app, back.searchParams.get('code') ?? '');
    expect(tokens.expiresAtMs).toBeGreaterThan(world.now());
    const facts = await introspectToken(app, tokens.accessToken);
    expect(facts.portalId).toBe('4711');
    expect([...facts.scopes].sort()).toEqual([...HUBSPOT_SCOPES].sort());
  });

  it('takes a code once', async () => {
    const code = (await agree()).searchParams.get('code') ?? '';
    await exchangeCode(app, code);
    await expect(exchangeCode(app, code)).rejects.toMatchObject({ code: 'CRM_UNAUTHORIZED' });
  });

  it('refreshes tokens, and tells a revoked connection from passing trouble and from a wrong secret', async () => {
    const tokens = world.sandbox.install();
    expect((await refreshTokens(app, tokens.refreshToken)).accessToken).not.toBe(tokens.accessToken);
    await expect(refreshTokens(app, 'revoked')).rejects.toMatchObject({ code: 'CRM_UNAUTHORIZED' });
    const wrongApp = { ...app, clientSecret: 'wrong' };
    await expect(refreshTokens(wrongApp, tokens.refreshToken)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    for (const status of [423, 477, 500, 503]) {
      world.failNext(TOKEN, { answer: { status, body: {}, headers: { 'Retry-After': '60' } } });
      const fault = refreshTokens(app, tokens.refreshToken);
      await expect(fault).rejects.toMatchObject({ code: 'CRM_UNAVAILABLE', retryAfterMs: 60_000 });
    }
    world.failNext(TOKEN, { answer: { status: 429, body: {} } });
    await expect(refreshTokens(app, tokens.refreshToken)).rejects.toMatchObject({ code: 'CRM_RATE_LIMITED' });
    world.failNext(TOKEN, { truncate: true });
    await expect(refreshTokens(app, tokens.refreshToken)).rejects.toMatchObject({ code: 'CRM_UNAVAILABLE' });
  });

  it('ends the install on both sides, also when HubSpot has ended it already', async () => {
    const { accessToken, refreshToken } = world.sandbox.install();
    const tokens = { accessToken, refreshToken, obtainedAtMs: 0, expiresAtMs: 1 };
    await uninstallApp(app, tokens);
    await expect(refreshTokens(app, refreshToken)).rejects.toMatchObject({ code: 'CRM_UNAUTHORIZED' });
    await expect(introspectToken(app, accessToken)).rejects.toMatchObject({ code: 'CRM_UNAUTHORIZED' });
    await uninstallApp(app, tokens);
  });
});
