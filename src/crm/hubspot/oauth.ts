import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { jsonObject, retryAfterMs, sendHttp } from '../http.ts';
import type { HttpAnswer } from '../http.ts';
import { HUBSPOT_SCOPES } from './scopes.ts';
import type { HubspotTokens } from './tokens.ts';

/** HubSpot's date-versioned token endpoints; /oauth/v1 ends on 2027-02-16 (HubSpot changelog, v1 OAuth API deprecation). */
const TOKEN_PATH = '/oauth/2026-03/token';
const UNINSTALL_PATH = '/appinstalls/2026-09/external-install';
const TIMEOUT_MS = 10_000;

/** Who we are to HubSpot. `apiUrl` is https://api.hubapi.com except for the sandbox. */
export type HubspotApp = {
  clientId: string;
  clientSecret: string;
  redirectUri: string;
  authorizeUrl: string;
  apiUrl: string;
  now: () => number;
};

const TokenAnswer = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: z.number().positive(),
  hub_id: z.union([z.number(), z.string()]).optional(),
});

const Introspection = z.object({
  active: z.boolean().optional(),
  hub_id: z.union([z.number(), z.string()]),
  scopes: z.array(z.string()).optional(),
  user: z.string().optional(),
});

/** What a token is good for: the portal it belongs to and the scopes that were granted. */
export type TokenFacts = { portalId: string; scopes: string[]; userEmail: string | null };

/** Where the browser is sent to agree; every scope of the manifest is asked for, spaces as %20. */
export const authorizeUrl = (app: HubspotApp, state: string): string => {
  const query = Object.entries({
    client_id: app.clientId,
    redirect_uri: app.redirectUri,
    scope: HUBSPOT_SCOPES.join(' '),
    state,
  }).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `${app.authorizeUrl}?${query.join('&')}`;
};

const postForm = (app: HubspotApp, path: string, fields: Record<string, string>): Promise<HttpAnswer> =>
  sendHttp(
    `${app.apiUrl}${path}`,
    {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: new URLSearchParams({ ...fields, client_id: app.clientId, client_secret: app.clientSecret }).toString(),
    },
    TIMEOUT_MS,
  );

/** Passing trouble is worth another try; a refused grant needs a person; anything else is our configuration. */
const tokenFault = (app: HubspotApp, answer: HttpAnswer): AppError => {
  const wait = retryAfterMs(answer.headers.get('retry-after'), app.now());
  const details = { status: answer.status };
  if (answer.status >= 500 || [423, 429, 477].includes(answer.status)) {
    const code = answer.status === 429 ? 'CRM_RATE_LIMITED' : 'CRM_UNAVAILABLE';
    return new AppError(code, 'HubSpot cannot give tokens right now.', {
      details,
      ...(wait === undefined ? {} : { retryAfterMs: wait }),
    });
  }
  const body = jsonObject(answer.text);
  const marks = [body['error'], body['status']].map(String);
  if (
    marks.some((mark) =>
      ['invalid_grant', 'BAD_REFRESH_TOKEN', 'BAD_HUB', 'BAD_AUTH_CODE', 'access_denied'].includes(mark),
    )
  ) {
    return new AppError('CRM_UNAUTHORIZED', 'HubSpot no longer accepts this connection. Connect the account again.', {
      details,
    });
  }
  return new AppError(
    'CONFIG_INVALID',
    'HubSpot refused our client id, secret or redirect address. Compare them with the app in HubSpot.',
    { details },
  );
};

const trade = async (app: HubspotApp, fields: Record<string, string>): Promise<z.infer<typeof TokenAnswer>> => {
  const answer = await postForm(app, TOKEN_PATH, fields);
  if (answer.status < 200 || answer.status > 299) throw tokenFault(app, answer);
  const parsed = TokenAnswer.safeParse(jsonObject(answer.text));
  if (!parsed.success) throw new AppError('CRM_UNAVAILABLE', 'HubSpot sent an answer without tokens.');
  return parsed.data;
};

const toTokens = (answer: z.infer<typeof TokenAnswer>, nowMs: number): HubspotTokens => ({
  accessToken: answer.access_token,
  refreshToken: answer.refresh_token,
  obtainedAtMs: nowMs,
  expiresAtMs: nowMs + answer.expires_in * 1000,
});

/** Trades the code of the callback for tokens. A used or foreign code is CRM_UNAUTHORIZED. */
export const exchangeCode = async (app: HubspotApp, code: string): Promise<HubspotTokens> => {
  const sentAtMs = app.now();
  const fields = { grant_type: 'authorization_code', code, redirect_uri: app.redirectUri };
  return toTokens(await trade(app, fields), sentAtMs);
};

/** Trades the refresh token for new tokens; the returned refresh token replaces the old one. Revoked = CRM_UNAUTHORIZED. */
export const refreshTokens = async (app: HubspotApp, refreshToken: string): Promise<HubspotTokens> => {
  const sentAtMs = app.now();
  return toTokens(await trade(app, { grant_type: 'refresh_token', refresh_token: refreshToken }), sentAtMs);
};

/** Asks HubSpot whose token this is: the only source of the portal id that the browser cannot influence. */
export const introspectToken = async (app: HubspotApp, accessToken: string): Promise<TokenFacts> => {
  const answer = await postForm(app, `${TOKEN_PATH}/introspect`, {
    token: accessToken,
    token_type_hint: 'access_token',
  });
  if (answer.status < 200 || answer.status > 299) throw tokenFault(app, answer);
  const parsed = Introspection.safeParse(jsonObject(answer.text));
  if (!parsed.success || parsed.data.active === false) {
    throw new AppError(
      'CRM_UNAUTHORIZED',
      'HubSpot does not know the token it has just given. Connect the account again.',
    );
  }
  return {
    portalId: String(parsed.data.hub_id),
    scopes: parsed.data.scopes ?? [],
    userEmail: parsed.data.user ?? null,
  };
};

/** Ends the install on HubSpot's side, then the refresh token. Already gone counts as done. */
export const uninstallApp = async (app: HubspotApp, tokens: HubspotTokens): Promise<void> => {
  const headers = { authorization: `Bearer ${tokens.accessToken}` };
  const gone = await sendHttp(`${app.apiUrl}${UNINSTALL_PATH}`, { method: 'DELETE', headers }, TIMEOUT_MS);
  if (gone.status > 299 && ![401, 403, 404].includes(gone.status)) throw tokenFault(app, gone);
  const revoked = await postForm(app, `${TOKEN_PATH}/revoke`, {
    token: tokens.refreshToken,
    token_type_hint: 'refresh_token',
  });
  if (revoked.status > 299 && ![400, 401, 404].includes(revoked.status)) throw tokenFault(app, revoked);
};
