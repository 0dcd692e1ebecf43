import { createHash, createPrivateKey, createSign } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { jsonObject, retryAfterMs, sendHttp } from '../http.ts';
import type { HttpAnswer } from '../http.ts';
import { checkedInstanceUrl } from './instance-url.ts';
import { toRecordId } from './record-id.ts';
import type { SalesforceTokens } from './tokens.ts';

const TIMEOUT_MS = 10_000;
const JWT_LIFE_S = 180;
const JWT_GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** Nothing more than the calls need; refresh_token for the web-server flow only. */
const SCOPES = 'api refresh_token';

/** Who we are to Salesforce: one external client app for all orgs. */
export type SalesforceApp = {
  clientId: string;
  clientSecret: string;
  redirectUri: string;
  /** https://login.salesforce.com, https://test.salesforce.com, an org's My Domain, or a sandbox of ours. */
  loginUrl: string;
  /** One more origin, besides Salesforce's domains, that tokens may be sent to. */
  trustedOrigin?: string | undefined;
  /** PEM of the private key whose certificate the app knows; null: no signing for integration users. */
  jwtKey: string | null;
  now: () => number;
};

const TokenAnswer = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).optional(),
  instance_url: z.string().min(1),
  id: z.string().min(1),
});
type TokenAnswer = z.infer<typeof TokenAnswer>;

/** Tokens with whose they are: the org and the person, as Salesforce itself says. */
export type SalesforceGrant = { tokens: SalesforceTokens; organizationId: string; userId: string };

/** What the browser carries of a verifier (RFC 7636, S256). Verifiers have 64 characters; Salesforce takes 43 to 128. */
export const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');

/** Where the browser is sent to agree. The method is always named: Salesforce takes no other than S256 from a listed app. */
export const authorizeUrl = (
  app: SalesforceApp,
  { state, challenge }: { state: string; challenge: string },
): string => {
  const query = Object.entries({
    response_type: 'code',
    client_id: app.clientId,
    redirect_uri: app.redirectUri,
    scope: SCOPES,
    state,
    code_challenge: challenge,
    code_challenge_method: 'S256',
  }).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `${app.loginUrl}/services/oauth2/authorize?${query.join('&')}`;
};

const postForm = (app: SalesforceApp, path: string, fields: Record<string, string>): Promise<HttpAnswer> =>
  sendHttp(
    `${app.loginUrl}/services/oauth2/${path}`,
    {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: new URLSearchParams(fields).toString(),
    },
    TIMEOUT_MS,
  );

/** The grant is gone: a person must connect again. */
const GRANT_FAULTS = ['invalid_grant', 'inactive_user', 'inactive_org', 'access_denied', 'invalid_app_access'];

/** The sentence for the one mistake that installing in the wrong order makes (help 005132365). */
const notInstalled = (description: string): string | null =>
  /app must be installed into org|not approved|hasn't approved|external client app/i.test(description)
    ? 'Salesforce does not know our app in this org yet. Install the Keepable package first, approve the app, then connect.'
    : null;

const wordIn = (body: Record<string, unknown>, name: string): string => {
  const value = body[name];
  return typeof value === 'string' ? value : '';
};

const isPassing = ({ status }: HttpAnswer, mark: string): boolean =>
  status >= 500 || status === 429 || mark === 'server_error' || mark === 'temporarily_unavailable';

const tokenFault = (app: SalesforceApp, answer: HttpAnswer): AppError => {
  const body = jsonObject(answer.text);
  const [mark = '', description = ''] = ['error', 'error_description'].map((name) => wordIn(body, name));
  const details = { status: answer.status, error: /^[a-z_]{1,40}$/.test(mark) ? mark : null };
  if (isPassing(answer, mark)) {
    const wait = retryAfterMs(answer.headers.get('retry-after'), app.now());
    const code = answer.status === 429 ? 'CRM_RATE_LIMITED' : 'CRM_UNAVAILABLE';
    const options = wait === undefined ? { details } : { details, retryAfterMs: wait };
    return new AppError(code, 'Salesforce cannot give tokens right now.', options);
  }
  const missing = notInstalled(description);
  if (missing !== null) return new AppError('CRM_UNAUTHORIZED', missing, { details });
  if (GRANT_FAULTS.includes(mark)) {
    return new AppError('CRM_UNAUTHORIZED', 'Salesforce no longer accepts this connection. Connect the org again.', {
      details,
    });
  }
  return new AppError(
    'CONFIG_INVALID',
    'Salesforce refused our client id, secret, key or redirect address. Compare them with the external client app.',
    { details },
  );
};

const trade = async (app: SalesforceApp, fields: Record<string, string>): Promise<TokenAnswer> => {
  const answer = await postForm(app, 'token', fields);
  if (answer.status < 200 || answer.status > 299) throw tokenFault(app, answer);
  const parsed = TokenAnswer.safeParse(jsonObject(answer.text));
  if (!parsed.success) throw new AppError('CRM_UNAVAILABLE', 'Salesforce sent an answer without tokens.');
  return parsed.data;
};

type Keeping = { refreshToken: string | null; username: string | null };

const toTokens = (app: SalesforceApp, answer: TokenAnswer, keeping: Keeping): SalesforceTokens => ({
  accessToken: answer.access_token,
  instanceUrl: checkedInstanceUrl(answer.instance_url, app.trustedOrigin),
  refreshToken: answer.refresh_token ?? keeping.refreshToken,
  username: keeping.username,
  obtainedAtMs: app.now(),
});

/** `id` ends in /<organisation>/<user> (help: "Identity URLs"). */
const toGrant = (app: SalesforceApp, answer: TokenAnswer, keeping: Keeping): SalesforceGrant => {
  const [organizationId, userId] = answer.id.split('/').slice(-2).map(toRecordId);
  if (!organizationId?.startsWith('00D') || !userId) {
    throw new AppError('CRM_UNAVAILABLE', 'Salesforce did not say whose tokens these are.');
  }
  return { tokens: toTokens(app, answer, keeping), organizationId, userId };
};

const withClient = (app: SalesforceApp): Record<string, string> => ({
  client_id: app.clientId,
  ...(app.clientSecret === '' ? {} : { client_secret: app.clientSecret }),
});

/** Trades the code of the callback for tokens. A used or foreign code is CRM_UNAUTHORIZED. */
export const exchangeCode = async (
  app: SalesforceApp,
  { code, verifier }: { code: string; verifier: string },
): Promise<SalesforceGrant> => {
  const fields = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: app.redirectUri,
    code_verifier: verifier,
    ...withClient(app),
  };
  return toGrant(app, await trade(app, fields), { refreshToken: null, username: null });
};

const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Salesforce takes one of two names for itself, whatever My Domain people sign in at; a sandbox of ours takes its own. */
const audienceOf = ({ loginUrl }: SalesforceApp): string => {
  const { hostname } = new URL(loginUrl);
  if (!hostname.endsWith('.salesforce.com')) return loginUrl;
  return /^test\.|--|\.sandbox\./.test(hostname) ? 'https://test.salesforce.com' : 'https://login.salesforce.com';
};

/** A statement signed with our key that we act for this user (help: "OAuth 2.0 JWT Bearer Flow"); good for three minutes. */
const assertion = (app: SalesforceApp, username: string): string => {
  if (app.jwtKey === null) {
    throw new AppError('CONFIG_INVALID', 'Set SALESFORCE_JWT_KEY: without it we cannot sign for an integration user.');
  }
  const claims = {
    iss: app.clientId,
    sub: username,
    aud: audienceOf(app),
    exp: Math.floor(app.now() / 1000) + JWT_LIFE_S,
  };
  const text = `${base64url({ alg: 'RS256' })}.${base64url(claims)}`;
  return `${text}.${createSign('RSA-SHA256').update(text).sign(createPrivateKey(app.jwtKey), 'base64url')}`;
};

/** Tokens for an integration user who needs no browser and no refresh token: the recommended way. */
export const grantForUser = async (app: SalesforceApp, username: string): Promise<SalesforceGrant> => {
  const answer = await trade(app, { grant_type: JWT_GRANT, assertion: assertion(app, username) });
  return toGrant(app, answer, { refreshToken: null, username });
};

/**
 * New tokens for old: signed for the integration user, else by the refresh token, which the answer may replace (rotation).
 * The address of the org is taken from each answer anew, because orgs move. A revoked grant is CRM_UNAUTHORIZED.
 */
export const renewTokens = async (app: SalesforceApp, current: SalesforceTokens): Promise<SalesforceTokens> => {
  if (current.username !== null) return (await grantForUser(app, current.username)).tokens;
  if (current.refreshToken === null) {
    throw new AppError('CRM_UNAUTHORIZED', 'Salesforce gave no right to stay connected. Connect the org again.');
  }
  const fields = { grant_type: 'refresh_token', refresh_token: current.refreshToken, ...withClient(app) };
  return toTokens(app, await trade(app, fields), { refreshToken: current.refreshToken, username: null });
};

/** Ends the grant on Salesforce's side. Already gone counts as done. */
export const revokeTokens = async (app: SalesforceApp, tokens: SalesforceTokens): Promise<void> => {
  const answer = await postForm(app, 'revoke', { token: tokens.refreshToken ?? tokens.accessToken });
  if (answer.status > 299 && ![400, 401, 404].includes(answer.status)) throw tokenFault(app, answer);
};
