import { createHmac, createPublicKey, createVerify } from 'node:crypto';
import { z } from 'zod';
import type { ApiAnswer } from './api-answer.ts';
import { toMoment } from './field-values.ts';
import type { Grants, Tokens } from './grants.ts';
import type { Org } from './org.ts';
import type { SObject } from './org-store.ts';

/** The external client app as Salesforce knows it. */
export type ClientApp = {
  clientId: string;
  clientSecret: string;
  /** Certificate or public key (PEM) for the JWT bearer flow; null = the flow is off. */
  jwtPublicKey: string | null;
  /** Whether a consent without PKCE is refused, as security review demands. */
  requirePkce: boolean;
  /** Set to make the consent page send the browser back with an error: { error, error_description }. */
  consentRefusal: Record<string, string> | null;
};

export type OauthDesk = { org: Org; app: ClientApp; grants: Grants; url: () => string };

const refused = (error: string, description: string): ApiAnswer => ({
  status: 400,
  body: { error, error_description: description },
});

const back = (redirectUri: string, params: Record<string, string | null>): ApiAnswer => {
  const to = new URL(redirectUri);
  for (const [name, value] of Object.entries(params)) if (value !== null) to.searchParams.set(name, value);
  return { status: 302, headers: { Location: to.toString() } };
};

/** GET /services/oauth2/authorize: where a person agrees; in this org the page's user agrees at once. */
export const answerAuthorize = ({ org, app, grants }: OauthDesk, query: URLSearchParams): ApiAnswer => {
  const redirectUri = query.get('redirect_uri') ?? '';
  if (query.get('client_id') !== app.clientId) return refused('invalid_client_id', 'client identifier invalid');
  if (!URL.canParse(redirectUri)) return refused('redirect_uri_mismatch', 'redirect_uri must match configuration');
  const state = query.get('state');
  if (app.consentRefusal) return back(redirectUri, { ...app.consentRefusal, state });
  const challenge = query.get('code_challenge');
  if (query.get('response_type') !== 'code') {
    return back(redirectUri, {
      error: 'unsupported_response_type',
      error_description: 'response type not supported',
      state,
    });
  }
  if (challenge === null ? app.requirePkce : query.get('code_challenge_method') !== 'S256') {
    return back(redirectUri, { error: 'invalid_request', error_description: 'missing required code challenge', state });
  }
  const scope = query.get('scope') ?? 'api refresh_token';
  const code = grants.authorize({ userId: org.pageUserId, redirectUri, scope, challenge });
  return back(redirectUri, { code, state });
};

type Client = { id: string | null; secret: string | null };

const clientOf = (form: URLSearchParams, authorization: string | undefined): Client => {
  const basic = /^Basic (.+)$/i.exec(authorization ?? '')?.[1];
  if (basic === undefined) return { id: form.get('client_id'), secret: form.get('client_secret') };
  const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString('utf8').split(':');
  return { id, secret };
};

/** POST /services/oauth2/token: code, refresh token, JWT bearer or client credentials. */
export const answerToken = (desk: OauthDesk, form: URLSearchParams, authorization?: string): ApiAnswer => {
  const grantType = form.get('grant_type');
  if (grantType === 'urn:ietf:params:oauth:grant-type:jwt-bearer') return answerJwt(desk, form.get('assertion') ?? '');
  const { id, secret } = clientOf(form, authorization);
  if (id !== desk.app.clientId) return refused('invalid_client_id', 'client identifier invalid');
  if (secret !== desk.app.clientSecret) return refused('invalid_client', 'invalid client credentials');
  if (grantType === 'authorization_code') return exchange(desk, form);
  if (grantType === 'refresh_token') return refresh(desk, form);
  if (grantType === 'client_credentials') {
    return tokenAnswer(desk, desk.grants.grant(desk.org.pageUserId, { scope: 'api', withRefresh: false }), false);
  }
  return refused('unsupported_grant_type', 'grant type not supported');
};

const exchange = (desk: OauthDesk, form: URLSearchParams): ApiAnswer => {
  const redirectUri = form.get('redirect_uri') ?? '';
  const tokens = desk.grants.exchange(form.get('code') ?? '', { redirectUri, verifier: form.get('code_verifier') });
  return typeof tokens === 'string' ? refused('invalid_grant', tokens) : tokenAnswer(desk, tokens, true);
};

const refresh = (desk: OauthDesk, form: URLSearchParams): ApiAnswer => {
  const tokens = desk.grants.refresh(form.get('refresh_token') ?? '');
  return tokens
    ? tokenAnswer(desk, tokens, desk.grants.rotateRefreshTokens)
    : refused('invalid_grant', 'expired access/refresh token');
};

const Claims = z.object({ iss: z.string(), sub: z.string(), aud: z.string(), exp: z.number() });

const AUDIENCES = ['https://login.salesforce.com', 'https://test.salesforce.com'];
/** Salesforce takes assertions that end within three minutes, and forgives a clock that is a little off. */
const MAX_AHEAD_MS = 5 * 60_000;

const answerJwt = (desk: OauthDesk, assertion: string): ApiAnswer => {
  const { org, app, grants } = desk;
  const [head = '', body = '', signature = ''] = assertion.split('.');
  const claims = Claims.safeParse(jsonOf(body)).data;
  if (!claims || app.jwtPublicKey === null || !isSigned(app.jwtPublicKey, `${head}.${body}`, signature)) {
    return refused('invalid_grant', 'invalid assertion');
  }
  const problem = problemOf(desk, claims);
  if (problem) return problem;
  const user = org.store.list('User').find(({ fields }) => fields['Username'] === claims.sub && fields['IsActive']);
  if (!user) return refused('invalid_grant', "user hasn't approved this consumer");
  return tokenAnswer(desk, grants.grant(user.id, { scope: 'api', withRefresh: false }), false);
};

const problemOf = ({ org, app, url }: OauthDesk, { iss, aud, exp }: z.infer<typeof Claims>): ApiAnswer | null => {
  if (iss !== app.clientId) return refused('invalid_client_id', 'client identifier invalid');
  if (![...AUDIENCES, url()].includes(aud)) return refused('invalid_grant', 'audience is invalid');
  const aheadMs = exp * 1000 - org.clock();
  const isInTime = aheadMs > 0 && aheadMs <= MAX_AHEAD_MS;
  return isInTime ? null : refused('invalid_grant', 'assertion is not within its validity time');
};

const jsonOf = (part: string): unknown => {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
};

const isSigned = (publicKey: string, text: string, signature: string): boolean =>
  createVerify('RSA-SHA256').update(text).verify(createPublicKey(publicKey), signature, 'base64url');

const tokenAnswer = (desk: OauthDesk, tokens: Tokens, withRefresh: boolean): ApiAnswer => {
  const { org, app, url } = desk;
  const id = `${url()}/id/${org.id}/${tokens.userId}`;
  const issuedAt = String(org.clock());
  return {
    status: 200,
    headers: { 'Cache-Control': 'no-cache, no-store' },
    body: {
      access_token: tokens.accessToken,
      ...(withRefresh && tokens.refreshToken !== null ? { refresh_token: tokens.refreshToken } : {}),
      signature: createHmac('sha256', app.clientSecret).update(`${id}${issuedAt}`).digest('base64'),
      scope: tokens.scope,
      instance_url: url(),
      id,
      token_type: 'Bearer',
      issued_at: issuedAt,
    },
  };
};

/** POST /services/oauth2/revoke. */
export const answerRevoke = ({ grants }: OauthDesk, form: URLSearchParams): ApiAnswer =>
  grants.revoke(form.get('token') ?? '')
    ? { status: 200 }
    : refused('unsupported_token_type', 'this token type is not supported');

/** GET /id/<org>/<user>: who a token speaks for. */
export const identityOf = ({ org, url }: OauthDesk, { id, fields }: SObject): Record<string, unknown> => ({
  id: `${url()}/id/${org.id}/${id}`,
  asserted_user: true,
  user_id: id,
  organization_id: org.id,
  username: fields['Username'],
  nick_name: fields['Alias'],
  display_name: fields['Name'],
  email: fields['Email'],
  email_verified: true,
  first_name: fields['FirstName'],
  last_name: fields['LastName'],
  timezone: fields['TimeZoneSidKey'],
  active: fields['IsActive'],
  user_type: 'STANDARD',
  language: 'en_US',
  locale: fields['LocaleSidKey'],
  utcOffset: -21_600_000,
  urls: {
    rest: `${url()}/services/data/v{version}/`,
    sobjects: `${url()}/services/data/v{version}/sobjects/`,
    query: `${url()}/services/data/v{version}/query/`,
    custom_domain: url(),
  },
  last_modified_date: toMoment(org.clock()),
});

/** GET /services/oauth2/userinfo: the same in the words of OpenID Connect. */
export const userInfoOf = ({ org, url }: OauthDesk, { id, fields }: SObject): Record<string, unknown> => ({
  sub: `${url()}/id/${org.id}/${id}`,
  user_id: id,
  organization_id: org.id,
  preferred_username: fields['Username'],
  name: fields['Name'],
  email: fields['Email'],
  email_verified: true,
  zoneinfo: fields['TimeZoneSidKey'],
});
