import { createHmac } from 'node:crypto';
import express from 'express';
import type { Request, Response, Router } from 'express';
import { authorizeUrl, challengeOf } from '../../crm/salesforce/oauth.ts';
import type { Crm } from '../../crm/crm.ts';
import type { Install } from '../../db/installs.ts';
import { AppError, hasCode } from '../../errors.ts';
import type { BrowserState } from './browser-state.ts';
import { browserState } from './browser-state.ts';
import { markChangedDeals } from './connect-hubspot.ts';
import type { SalesforceConnector } from './connect-salesforce.ts';
import { connectSalesforce, disconnectSalesforce } from './connect-salesforce.ts';

export type SalesforceOauthOptions = SalesforceConnector & {
  openCrm: (install: Install, timeZone: string) => Crm;
  /** Looks for work at once. */
  wake: () => void;
  stateSecret: string;
};

const PURPOSE = 'keepable_oauth_purpose';

/**
 * `GET /start` sends the admin to Salesforce, `GET /callback` connects the org; `/disconnect` asks first, then goes the same
 * way. Mount at /oauth/salesforce.
 */
export const salesforceOauthRouter = (options: SalesforceOauthOptions): Router => {
  const isHttps = options.publicUrl.startsWith('https:');
  const states = browserState({ secret: options.stateSecret, isHttps, now: options.now });
  const router = express.Router();

  const send = (response: Response): void => {
    const state = states.give(response);
    const challenge = challengeOf(verifierOf(options, state));
    response.redirect(303, authorizeUrl(options.app, { state, challenge }));
  };

  router.get('/start', (_request, response) => {
    response.clearCookie(PURPOSE);
    send(response);
  });
  router.get('/disconnect', (_request, response) => void response.type('html').send(DISCONNECT_PAGE));
  router.post('/disconnect', (request, response) => {
    requireOwnPage(request, options.publicUrl);
    response.cookie(PURPOSE, 'disconnect', { httpOnly: true, sameSite: 'lax', secure: isHttps, maxAge: 600_000 });
    send(response);
  });
  router.get('/callback', async (request, response) => {
    const purpose = purposeOf(request);
    response.clearCookie(PURPOSE);
    response.set('cache-control', 'no-store');
    const grant = grantOf(options, states, { request, response });
    const text = await inWords(() => (purpose === 'disconnect' ? disconnect(options, grant) : connect(options, grant)));
    response.type('text').send(text);
  });
  return router;
};

/** What Salesforce refuses is for the admin in front of this page to put right: they read why. */
const inWords = async (work: () => Promise<string>): Promise<string> => {
  try {
    return await work();
  } catch (error) {
    if (!hasCode(error, 'CRM_FORBIDDEN') && !hasCode(error, 'CRM_UNAUTHORIZED')) throw error;
    throw new AppError('USAGE', error.message, { cause: error });
  }
};

type Grant = { code: string; verifier: string };

const connect = async (options: SalesforceOauthOptions, grant: Grant): Promise<string> => {
  const { install, installKey } = await connectSalesforce(options, grant);
  await markChangedDeals(options, install, { since: null, now: options.now() });
  options.wake();
  return connectedText(install.account, installKey);
};

const disconnect = async (options: SalesforceOauthOptions, grant: Grant): Promise<string> => {
  const { account } = await disconnectSalesforce(options, grant);
  return `The org ${account} is disconnected: our outbound message and flows are removed from it. The fields and the package stay until you uninstall them.`;
};

/** What the admin reads once. The key goes into the external credential by hand: we cannot put it there. */
export const connectedText = (account: string, installKey: string | null): string =>
  [
    `Keepable is connected to the org ${account}. Every open opportunity is being checked now.`,
    ...(installKey === null
      ? []
      : [
          'One step is left, so that the delivery check on the record page may ask us. In Salesforce open Setup, Named Credentials, External Credentials, Keepable; edit the principal "Service", add the authentication parameter "InstallKey" and paste this value:',
          installKey,
          'It is shown only now. Keepable keeps no copy of it.',
        ]),
    'You can close this page.',
  ].join('\n\n');

/**
 * The verifier of PKCE (RFC 7636), 64 characters: made from the state and our secret, so that it is known to us alone and
 * need not be kept, whichever process answers the callback.
 */
const verifierOf = ({ stateSecret }: SalesforceOauthOptions, state: string): string =>
  createHmac('sha384', stateSecret).update(`pkce ${state}`).digest('base64url');

/** A form of another site must not start a disconnection in the name of who is signed in. */
const requireOwnPage = (request: Request, publicUrl: string): void => {
  if (request.get('origin') === new URL(publicUrl).origin) return;
  throw new AppError('USAGE', 'Disconnect from the page of Keepable itself.');
};

const purposeOf = (request: Request): string | undefined =>
  new RegExp(`(?:^|;\\s*)${PURPOSE}=(\\w+)`).exec(request.get('cookie') ?? '')?.[1];

const grantOf = (
  options: SalesforceOauthOptions,
  states: BrowserState,
  { request, response }: { request: Request; response: Response },
): Grant => {
  if (!states.take(request, response)) {
    throw new AppError(
      'USAGE',
      'This link is not from a connection that was started here, or it was used before. Start again from /oauth/salesforce/start.',
    );
  }
  const [code, error, description, state] = ['code', 'error', 'error_description', 'state'].map((name) =>
    wordIn(request, name),
  );
  if (error) throw new AppError('USAGE', saidNo(error, description ?? ''));
  if (code) return { code, verifier: verifierOf(options, state ?? '') };
  throw new AppError('USAGE', 'Salesforce sent no code with this link. Start again from /oauth/salesforce/start.');
};

const wordIn = ({ query }: Request, name: string): string => {
  const value = query[name];
  return typeof value === 'string' ? value : '';
};

/** Salesforce blocks an app that is not installed (help 005132365). */
const saidNo = (error: string, description: string): string =>
  error === 'invalid_client' || /must be installed/i.test(description)
    ? 'Salesforce does not know our app in this org yet. Install the Keepable package first, approve the app, then connect. Nothing was changed.'
    : 'Salesforce says that the connection was declined. Nothing was changed.';

const DISCONNECT_PAGE = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Disconnect Keepable</title></head>
<body>
<h1>Disconnect Keepable from a Salesforce org</h1>
<p>You sign in to the org as an admin. Then our outbound message and flows are removed from it, and we forget how to reach it. What was written into opportunities stays.</p>
<form method="post" action="/oauth/salesforce/disconnect"><button>Sign in and disconnect</button></form>
</body>
</html>
`;
