import { createHash, createPublicKey, createVerify, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import nock from 'nock';
import { checkedInstanceUrl } from '../../../src/crm/salesforce/instance-url.ts';
import type { SalesforceApp } from '../../../src/crm/salesforce/oauth.ts';
import {
  authorizeUrl,
  challengeOf,
  exchangeCode,
  grantForUser,
  renewTokens,
  revokeTokens,
} from '../../../src/crm/salesforce/oauth.ts';
import type { SalesforceTokens } from '../../../src/crm/salesforce/tokens.ts';
import { AppError } from '../../../src/errors.ts';
import { fakeHttp } from '../../support/http.ts';

const LOGIN = 'https://login.salesforce.com';
const TOKEN_PATH = '/services/oauth2/token';
const VERIFIER = 'v'.repeat(64);

const anApp = (facts: Partial<SalesforceApp> = {}): SalesforceApp => ({
  clientId: 'client',
  clientSecret: 'secret',
  redirectUri: 'https://keepable.example.com/oauth/salesforce/callback',
  loginUrl: LOGIN,
  jwtKey: null,
  now: () => Date.parse('2026-03-02T09:00:00Z'),
  ...facts,
});

const anAnswer = (facts: Record<string, unknown> = {}): Record<string, unknown> => ({
  access_token: '00D5e!access',
  instance_url: 'https://plant.my.salesforce.com',
  id: `${LOGIN}/id/00D5e000000ABCDEA4/0055e000000UserAAA`,
  token_type: 'Bearer',
  issued_at: '1772442000000',
  ...facts,
});

const tokens = (facts: Partial<SalesforceTokens> = {}): SalesforceTokens => ({
  accessToken: 'old',
  instanceUrl: 'https://plant.my.salesforce.com',
  refreshToken: 'refresh-1',
  username: null,
  obtainedAtMs: 0,
  ...facts,
});

const faultOf = async (work: Promise<unknown>): Promise<{ code: string; message: string }> => {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error instanceof AppError ? { code: error.code, message: error.message } : { code: 'none', message: '' };
};

const salesforce = fakeHttp(LOGIN);

const claimsOf = (assertion: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(assertion.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;

describe('the web-server flow', () => {
  it('asks with a challenge, names its method, and asks for no more rights than it needs', () => {
    const url = new URL(authorizeUrl(anApp(), { state: 'a b', challenge: challengeOf(VERIFIER) }));
    expect(url.origin + url.pathname).toBe(`${LOGIN}/services/oauth2/authorize`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code',
      client_id: 'client',
      redirect_uri: 'https://keepable.example.com/oauth/salesforce/callback',
      scope: 'api refresh_token',
      state: 'a b',
      code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
      code_challenge_method: 'S256',
    });
  });

  it('trades the code with verifier and secret, and takes org and user from the answer', async () => {
    salesforce()
      .post(
        TOKEN_PATH,
        (body: Record<string, string>) => body['code_verifier'] === VERIFIER && body['client_secret'] === 'secret',
      )
      .reply(200, anAnswer({ refresh_token: 'refresh-1' }));
    expect(await exchangeCode(anApp(), { code: 'code', verifier: VERIFIER })).toEqual({
      organizationId: '00D5e000000ABCDEA4',
      userId: '0055e000000UserAAA',
      tokens: {
        accessToken: '00D5e!access',
        instanceUrl: 'https://plant.my.salesforce.com',
        refreshToken: 'refresh-1',
        username: null,
        obtainedAtMs: Date.parse('2026-03-02T09:00:00Z'),
      },
    });
  });

  it('keeps the refresh token that the answer brings, and the old one when it brings none', async () => {
    salesforce()
      .post(TOKEN_PATH)
      .reply(200, anAnswer({ refresh_token: 'refresh-2', instance_url: 'https://moved.my.salesforce.com' }));
    expect(await renewTokens(anApp(), tokens())).toMatchObject({
      refreshToken: 'refresh-2',
      instanceUrl: 'https://moved.my.salesforce.com',
    });
    salesforce().post(TOKEN_PATH).reply(200, anAnswer());
    expect((await renewTokens(anApp(), tokens())).refreshToken).toBe('refresh-1');
  });

  it.each([
    [400, { error: 'invalid_grant', error_description: 'expired access/refresh token' }, 'CRM_UNAUTHORIZED', 'Connect the org again'],
    [400, { error: 'invalid_client', error_description: 'app must be installed into org' }, 'CRM_UNAUTHORIZED', 'Install the Keepable package first'],
    [400, { error: 'invalid_client_id' }, 'CONFIG_INVALID', 'client id'],
    [503, 'down', 'CRM_UNAVAILABLE', 'right now'],
    [429, { error: 'rate' }, 'CRM_RATE_LIMITED', 'right now'],
    [400, { error: 'unknown_error', error_description: 'temporarily' }, 'CONFIG_INVALID', 'Compare'],
    [200, { access_token: 'x' }, 'CRM_UNAVAILABLE', 'without tokens'],
    [200, anAnswer({ id: 'https://login.salesforce.com/id/nobody' }), 'CRM_UNAVAILABLE', 'whose tokens'],
    [200, anAnswer({ instance_url: 'https://salesforce.com.evil.example' }), 'CRM_UNAUTHORIZED', 'not one of Salesforce'],
  ])('says what an answer of %i %j means', async (status, body, code, words) => {
    salesforce().post(TOKEN_PATH).reply(status, body);
    const fault = await faultOf(exchangeCode(anApp(), { code: 'code', verifier: VERIFIER }));
    expect(fault).toEqual({ code, message: expect.stringContaining(words) });
  }); // prettier-ignore

  it('has nothing to renew with where the right to stay was not given', async () => {
    expect((await faultOf(renewTokens(anApp(), tokens({ refreshToken: null })))).code).toBe('CRM_UNAUTHORIZED');
  });

  it('takes a grant that is gone already for revoked', async () => {
    salesforce().post('/services/oauth2/revoke', 'token=refresh-1').reply(400, { error: 'unsupported_token_type' });
    await expect(revokeTokens(anApp(), tokens())).resolves.toBeUndefined();
  });
});

describe('an integration user', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });

  it('is signed for, for a few minutes and for Salesforce alone', async () => {
    const sent: Record<string, string> = {};
    salesforce()
      .post(TOKEN_PATH, (body: Record<string, string>) => Object.assign(sent, body) !== null)
      .reply(200, anAnswer());
    const { tokens: got } = await grantForUser(anApp({ jwtKey: privateKey }), 'integration@plant.example.com');
    expect(got).toMatchObject({ refreshToken: null, username: 'integration@plant.example.com' });
    const [head = '', claims = '', signature = ''] = (sent['assertion'] ?? '').split('.');
    const parsed = (text: string): unknown => JSON.parse(Buffer.from(text, 'base64url').toString());
    expect(parsed(head)).toEqual({ alg: 'RS256' });
    const exp = Date.parse('2026-03-02T09:03:00Z') / 1000;
    expect(parsed(claims)).toEqual({ iss: 'client', sub: 'integration@plant.example.com', aud: LOGIN, exp });
    const verify = createVerify('RSA-SHA256').update(`${head}.${claims}`);
    expect(verify.verify(createPublicKey(publicKey), signature, 'base64url')).toBe(true);
    expect(Object.keys(sent).sort()).toEqual(['assertion', 'grant_type']);
  });

  it('is asked for anew instead of renewed', async () => {
    salesforce()
      .post(TOKEN_PATH, /jwt-bearer/)
      .reply(200, anAnswer({ access_token: 'fresh' }));
    const renewed = await renewTokens(
      anApp({ jwtKey: privateKey }),
      tokens({ username: 'i@p.example', refreshToken: null }),
    );
    expect(renewed).toMatchObject({ accessToken: 'fresh', username: 'i@p.example' });
  });

  it.each([
    ['https://plant.my.salesforce.com', 'https://login.salesforce.com'],
    ['https://test.salesforce.com', 'https://test.salesforce.com'],
    ['https://plant--uat.sandbox.my.salesforce.com', 'https://test.salesforce.com'],
  ])('is signed for at %s to %s', async (loginUrl, audience) => {
    nock(loginUrl)
      .post(TOKEN_PATH, (body: Record<string, string>) => claimsOf(body['assertion'] ?? '')['aud'] === audience)
      .reply(200, anAnswer());
    const app = anApp({ jwtKey: privateKey, loginUrl });
    expect((await grantForUser(app, 'i@p.example')).organizationId).toBe('00D5e000000ABCDEA4');
  });

  it('cannot be signed for without a key', async () => {
    expect(await faultOf(grantForUser(anApp(), 'i@p.example'))).toEqual({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('SALESFORCE_JWT_KEY'),
    });
  });
});

describe('the address of an org', () => {
  it.each([
    'https://plant.my.salesforce.com',
    'https://plant--test.sandbox.my.salesforce.com/',
    'https://na1.salesforce.com/services/oauth2',
    'https://plant.my.salesforce.mil',
  ])('is one of Salesforce: %s', (url) => {
    expect(checkedInstanceUrl(url, undefined)).toBe(new URL(url).origin);
  });

  it.each([
    'http://plant.my.salesforce.com',
    'https://plant.my.salesforce.com:8443',
    'https://user@plant.my.salesforce.com',
    'https://salesforce.com.evil.example',
    'https://evil-salesforce.com',
    'https://salesforce.com',
    'https://evil.example/.salesforce.com',
    'https://evil.example#.salesforce.com',
    'https://127.0.0.1',
    'https://169.254.169.254',
    'javascript:alert(1)',
    'plant.my.salesforce.com',
    '',
  ])('is none of Salesforce: %s', (url) => {
    expect(() => checkedInstanceUrl(url, undefined)).toThrow(/not one of Salesforce/);
  });

  it('may be the one that the configuration trusts, and that alone', () => {
    expect(checkedInstanceUrl('http://127.0.0.1:4802/x', 'http://127.0.0.1:4802')).toBe('http://127.0.0.1:4802');
    expect(() => checkedInstanceUrl('http://127.0.0.1:4803', 'http://127.0.0.1:4802')).toThrow(AppError);
  });
});
