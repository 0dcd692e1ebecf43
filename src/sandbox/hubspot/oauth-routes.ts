import type { ApiAnswer } from './api-answer.ts';
import type { Grants, Tokens } from './grants.ts';
import type { Portal } from './portal.ts';

/** The app as HubSpot knows it. */
type AppRegistration = { appId: number; clientId: string; clientSecret: string };

/** What the OAuth pages need to answer. */
export type OauthDesk = { app: AppRegistration; grants: Grants; portals: () => Portal[] };

const refuse = (error: string, status: string, message: string): ApiAnswer => ({
  status: 400,
  body: { error, error_description: message, status, message },
});

const isApp = ({ app }: OauthDesk, form: URLSearchParams): boolean =>
  form.get('client_id') === app.clientId && form.get('client_secret') === app.clientSecret;

const unknownClient = (): ApiAnswer =>
  refuse('invalid_client', 'BAD_CLIENT_ID', 'missing or unknown client id or secret');

/** POST /oauth/.../token: exchanges a code or a refresh token (AccessTokenResponse of oauth.2026-03). */
export const answerToken = (desk: OauthDesk, form: URLSearchParams): ApiAnswer => {
  if (!isApp(desk, form)) return unknownClient();
  const grantType = form.get('grant_type');
  if (grantType === 'authorization_code') return exchange(desk, form);
  if (grantType === 'refresh_token') return refresh(desk, form);
  return refuse('unsupported_grant_type', 'BAD_GRANT_TYPE', 'grant_type must be authorization_code or refresh_token');
};

const exchange = ({ grants }: OauthDesk, form: URLSearchParams): ApiAnswer => {
  const redirectUri = form.get('redirect_uri') ?? '';
  const tokens = grants.exchange(form.get('code') ?? '', { redirectUri, verifier: form.get('code_verifier') });
  return tokens ? tokenAnswer(tokens) : refuse('invalid_grant', 'BAD_AUTH_CODE', 'missing or unknown auth code');
};

const refresh = ({ grants }: OauthDesk, form: URLSearchParams): ApiAnswer => {
  const tokens = grants.refresh(form.get('refresh_token') ?? '');
  return tokens
    ? tokenAnswer(tokens)
    : refuse('invalid_grant', 'BAD_REFRESH_TOKEN', 'missing or invalid refresh token');
};

const tokenAnswer = ({ accessToken, refreshToken, expiresIn, portal, scopes }: Tokens): ApiAnswer => ({
  status: 200,
  body: {
    token_type: 'bearer',
    token_use: 'access_token',
    access_token: accessToken,
    refresh_token: refreshToken,
    expires_in: expiresIn,
    hub_id: portal.id,
    user_id: portal.user.id,
    scopes,
  },
});

/** POST /oauth/.../token/introspect: what a token is good for. */
export const answerIntrospect = (desk: OauthDesk, form: URLSearchParams): ApiAnswer => {
  if (!isApp(desk, form)) return unknownClient();
  const token = form.get('token') ?? '';
  const access = desk.grants.access(token);
  const grant = access ?? desk.grants.refreshGrant(token);
  if (!grant) return { status: 200, body: { active: false } };
  const { portal, scopes } = grant;
  const common = {
    token,
    token_type: 'bearer',
    app_id: desk.app.appId,
    client_id: desk.app.clientId,
    hub_id: portal.id,
    hub_domain: `${portal.id}.example.com`,
    user: portal.user.email,
    user_id: portal.user.id,
    scopes,
  };
  if (!access) return { status: 200, body: { active: true, token_use: 'refresh_token', ...common } };
  const expiresIn = Math.floor((access.expiresAt - portal.clock()) / 1000);
  return {
    status: 200,
    body: {
      active: expiresIn > 0,
      token_use: 'access_token',
      expires_in: Math.max(0, expiresIn),
      is_private_distribution: false,
      ...common,
    },
  };
};

/** POST /oauth/.../token/revoke: ends a token; unknown ones are no fault. */
export const answerRevoke = (desk: OauthDesk, form: URLSearchParams): ApiAnswer => {
  if (!isApp(desk, form)) return unknownClient();
  desk.grants.revoke(form.get('token') ?? '');
  return { status: 204 };
};

/** GET /oauth/authorize: the page where an admin agrees; this portal agrees at once and sends the browser back. */
export const answerAuthorize = (desk: OauthDesk, query: URLSearchParams, portalId: string | undefined): ApiAnswer => {
  const redirectUri = query.get('redirect_uri') ?? '';
  const portal = desk.portals().find(({ id }) => portalId === undefined || String(id) === portalId);
  if (query.get('client_id') !== desk.app.clientId || !portal || !URL.canParse(redirectUri)) {
    return refuse('invalid_request', 'BAD_REQUEST', 'client_id, redirect_uri or portal is not known here');
  }
  const challenge = query.get('code_challenge');
  const back = new URL(redirectUri);
  back.searchParams.set('code', desk.grants.authorize({ portal, redirectUri, scopes: askedScopes(query), challenge }));
  const state = query.get('state');
  if (state !== null) back.searchParams.set('state', state);
  return { status: 302, headers: { Location: back.toString() } };
};

const askedScopes = (query: URLSearchParams): string[] =>
  `${query.get('scope') ?? ''} ${query.get('optional_scope') ?? ''}`.split(/[\s,]+/).filter(Boolean);
