import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import express from 'express';
import type { Request, Response, Router } from 'express';
import { authorizeUrl } from '../../crm/hubspot/oauth.ts';
import { AppError } from '../../errors.ts';
import type { HubspotConnector } from './connect-hubspot.ts';
import { connectHubspot, markChangedDeals } from './connect-hubspot.ts';

export type OauthOptions = HubspotConnector & { stateSecret: string; isHttps: boolean; now: () => Date };

const COOKIE = 'keepable_oauth';
const STATE_LIFE_MS = 10 * 60 * 1000;

/** `GET /start` sends the admin to HubSpot; `GET /callback` connects the portal. Mount at /oauth/hubspot. */
export const hubspotOauthRouter = (options: OauthOptions): Router => {
  const router = express.Router();
  router.get('/start', (_request, response) => start(options, response));
  router.get('/callback', (request, response) => finish(options, request, response));
  return router;
};

/** The state is known to this browser only (cookie), ends after ten minutes and cannot be made by others. */
const start = ({ app, stateSecret, isHttps, now }: OauthOptions, response: Response): void => {
  const nonce = `${randomBytes(16).toString('hex')}.${now().getTime() + STATE_LIFE_MS}`;
  const state = `${nonce}.${sign(nonce, stateSecret)}`;
  response.cookie(COOKIE, state, { httpOnly: true, sameSite: 'lax', secure: isHttps, maxAge: STATE_LIFE_MS });
  response.redirect(authorizeUrl(app, state));
};

const finish = async (options: OauthOptions, request: Request, response: Response): Promise<void> => {
  const { code, state } = request.query;
  if (typeof code !== 'string' || typeof state !== 'string' || !isOurState(options, state, cookieOf(request))) {
    throw new AppError(
      'USAGE',
      'This link is not from a connection that was started here. Start again from the settings.',
    );
  }
  response.clearCookie(COOKIE);
  const install = await connectHubspot(options, code);
  await markChangedDeals(options, install, { since: null, now: options.now() });
  response.type('text').send('Keepable is connected. You can close this page.');
};

const isOurState = ({ stateSecret, now }: OauthOptions, state: string, cookie: string | undefined): boolean => {
  const [random = '', until = '', mac = ''] = state.split('.');
  const expected = Buffer.from(sign(`${random}.${until}`, stateSecret));
  const given = Buffer.from(mac);
  const isSigned = expected.length === given.length && timingSafeEqual(expected, given);
  return isSigned && cookie === state && Number(until) > now().getTime();
};

const sign = (text: string, secret: string): string => createHmac('sha256', secret).update(text).digest('hex');

const cookieOf = (request: Request): string | undefined =>
  (request.get('cookie') ?? '')
    .split(';')
    .map((part) => part.trim().split('='))
    .find(([name]) => name === COOKIE)?.[1];
