import express from 'express';
import type { Request, Response, Router } from 'express';
import { authorizeUrl } from '../../crm/hubspot/oauth.ts';
import { AppError } from '../../errors.ts';
import type { BrowserState } from './browser-state.ts';
import { browserState } from './browser-state.ts';
import type { HubspotConnector } from './connect-hubspot.ts';
import { connectHubspot, markChangedDeals } from './connect-hubspot.ts';

export type OauthOptions = HubspotConnector & { stateSecret: string; isHttps: boolean; now: () => Date };

/** `GET /start` sends the admin to HubSpot; `GET /callback` connects the portal. Mount at /oauth/hubspot. */
export const hubspotOauthRouter = (options: OauthOptions): Router => {
  const { app, stateSecret, isHttps, now } = options;
  const states = browserState({ secret: stateSecret, isHttps, now });
  const router = express.Router();
  router.get('/start', (_request, response) => response.redirect(authorizeUrl(app, states.give(response))));
  router.get('/callback', async (request, response) => {
    const code = codeOf(states, request, response);
    const install = await connectHubspot(options, code);
    await markChangedDeals(options, install, { since: null, now: now() });
    response.type('text').send('Keepable is connected. You can close this page.');
  });
  return router;
};

/** The code of a callback that this browser has asked for; anything else is refused with a sentence. */
const codeOf = (states: BrowserState, request: Request, response: Response): string => {
  if (!states.take(request, response)) {
    throw new AppError(
      'USAGE',
      'This link is not from a connection that was started here, or it was used before. Start again from the settings.',
    );
  }
  const { code, error } = request.query;
  if (error !== undefined) {
    throw new AppError('USAGE', 'HubSpot says that the connection was declined. Nothing was changed.');
  }
  if (typeof code === 'string' && code !== '') return code;
  throw new AppError('USAGE', 'HubSpot sent no code with this link. Start again from the settings.');
};
