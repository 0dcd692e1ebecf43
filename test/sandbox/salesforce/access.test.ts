import { createHash, createSign, generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Answer, TestOrg } from './pretend-org.ts';
import { APP, V, answerOf, startOrg } from './pretend-org.ts';

const BACK = 'https://keepable.example/oauth/salesforce/callback';
const VERIFIER = 'v'.repeat(64);
const KEYS = generateKeyPairSync('rsa', { modulusLength: 2048 });

let org: TestOrg;
beforeEach(async () => {
  org = await startOrg({ jwtPublicKey: KEYS.publicKey.export({ type: 'spki', format: 'pem' }).toString() });
});
afterEach(() => org.close());

const consent = async (more: Record<string, string> = {}): Promise<URLSearchParams> => {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: APP.clientId,
    redirect_uri: BACK,
    scope: 'api refresh_token',
    state: 'here',
    code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
    code_challenge_method: 'S256',
    ...more,
  });
  const answer = await fetch(`${org.url}/services/oauth2/authorize?${query}`, { redirect: 'manual' });
  return new URL(answer.headers.get('location') ?? 'http://none').searchParams;
};

const token = async (form: Record<string, string>): Promise<Answer> =>
  answerOf(
    await fetch(`${org.url}/services/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: APP.clientId, client_secret: APP.clientSecret, ...form }),
    }),
  );

const exchange = async (more: Record<string, string> = {}): Promise<Answer> =>
  token({
    grant_type: 'authorization_code',
    code: (await consent()).get('code') ?? '',
    redirect_uri: BACK,
    code_verifier: VERIFIER,
    ...more,
  });

const refresh = (refreshToken: string | undefined) =>
  token({ grant_type: 'refresh_token', refresh_token: refreshToken ?? '' });

const statusWith = async (accessToken: string): Promise<number> =>
  (await fetch(`${org.url}${V}/limits`, { headers: { Authorization: `Bearer ${accessToken}` } })).status;

describe('the consent of a person', () => {
  it('gives a code, and the code with its verifier gives a session, once', async () => {
    const code = (await consent()).get('code') ?? '';
    const form = { grant_type: 'authorization_code', code, redirect_uri: BACK, code_verifier: VERIFIER };
    const { body } = await token(form);
    expect(body).toMatchObject({
      instance_url: org.url,
      id: expect.stringContaining(`/id/${org.org.id}/005`),
      token_type: 'Bearer',
      refresh_token: expect.any(String),
    });
    expect(await statusWith(body.access_token)).toBe(200);
    expect(await token(form)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('is sent back with what was wrong', async () => {
    expect((await consent({ code_challenge_method: 'plain' })).get('error')).toBe('invalid_request');
    org.app.consentRefusal = { error: 'invalid_client', error_description: 'app must be installed into org' };
    const refused = await consent();
    expect([refused.get('error_description'), refused.get('state')]).toEqual([
      'app must be installed into org',
      'here',
    ]);
  });

  it.each([
    [{ code_verifier: 'wrong' }, 'invalid_grant'],
    [{ redirect_uri: 'https://elsewhere.example' }, 'invalid_grant'],
    [{ client_secret: 'wrong' }, 'invalid_client'],
    [{ client_id: 'wrong' }, 'invalid_client_id'],
    [{ grant_type: 'password' }, 'unsupported_grant_type'],
  ])('is worth nothing with %j', async (more, error) => {
    expect(await exchange(more)).toMatchObject({ status: 400, body: { error } });
  });
});

describe('a refresh', () => {
  it('brings a new refresh token each time', async () => {
    const first = (await exchange()).body.refresh_token;
    const second = (await refresh(first)).body;
    expect(second.refresh_token).not.toBe(first);
    expect((await refresh(second.refresh_token)).status).toBe(200);
  });

  it('with a token that was used before ends the whole consent, as after a theft', async () => {
    const { body: first } = await exchange();
    const { body: second } = await refresh(first.refresh_token);
    expect(await refresh(first.refresh_token)).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant', error_description: 'expired access/refresh token' },
    });
    expect((await refresh(second.refresh_token)).status).toBe(400);
    expect([await statusWith(first.access_token), await statusWith(second.access_token)]).toEqual([401, 401]);
  });
});

describe('an integration user', () => {
  const assertion = (claims: object, key = KEYS.privateKey): string => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const exp = Math.floor(org.now.ms / 1000) + 180;
    const own = { iss: APP.clientId, sub: 'rep@example.com', aud: 'https://login.salesforce.com', exp };
    const text = `${part({ alg: 'RS256' })}.${part({ ...own, ...claims })}`;
    return `${text}.${createSign('RSA-SHA256').update(text).sign(key, 'base64url')}`;
  };
  const ask = (text: string) => token({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: text });

  it('gets a session for a signed assertion, and no refresh token', async () => {
    const { body } = await ask(assertion({}));
    expect(body.refresh_token).toBeUndefined();
    expect(await statusWith(body.access_token)).toBe(200);
  });

  it.each([{ sub: 'nobody@example.com' }, { aud: 'https://example.com' }, { exp: 1 }, { iss: 'other' }])(
    'gets none for %j',
    async (claims) => {
      expect((await ask(assertion(claims))).status).toBe(400);
    },
  );

  it('gets none for an assertion that somebody else signed', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    expect((await ask(assertion({}, privateKey))).body.error_description).toBe('invalid assertion');
  });
});

describe('a session', () => {
  it('ends when nobody uses it for two hours', async () => {
    org.now.ms += 7_100_000;
    expect((await org.call('GET', `${V}/limits`)).status).toBe(200);
    org.now.ms += 7_100_000;
    expect((await org.call('GET', `${V}/limits`)).status).toBe(200);
    org.now.ms += 7_300_000;
    expect(await org.call('GET', `${V}/limits`)).toMatchObject({
      status: 401,
      body: [{ errorCode: 'INVALID_SESSION_ID' }],
    });
  });

  it('ends when the token is revoked', async () => {
    const { body } = await exchange();
    await fetch(`${org.url}/services/oauth2/revoke`, {
      method: 'POST',
      body: new URLSearchParams({ token: body.refresh_token ?? '' }),
    });
    expect(await statusWith(body.access_token)).toBe(401);
  });

  it('reaches its own org only', async () => {
    const other = org.addOrg('00D5e000000KpAC', 'Other org');
    const { accessToken } = other.grants.grant(other.org.pageUserId);
    await org.call('POST', `${V}/sobjects/Account`, { Name: 'Ours' });
    const answer = await fetch(`${org.url}${V}/query?q=SELECT+Name+FROM+Account`, {
      headers: { Authorization: `Bearer ${accessToken}` },
    });
    expect((await answerOf(answer)).body.totalSize).toBe(0);
  });
});
