import express from 'express';
import type { Request, Response, Router } from 'express';
import { ApiRefusal, badRequest } from './api-answer.ts';
import type { ApiAnswer } from './api-answer.ts';
import type { ApiCall, ApiRoute } from './api-call.ts';
import { ASSOCIATION_ROUTES } from './associations-routes.ts';
import type { Fault } from '../faults/fault-plan.ts';
import { journalHeaders, maskedForm } from '../http/journal.ts';
import type { Journal } from '../http/journal.ts';
import { sendAnswer, serveUnderFault } from '../http/serve-under-fault.ts';
import type { Outcome } from '../http/serve-under-fault.ts';
import { OBJECT_BATCH_ROUTES } from './object-batch-routes.ts';
import { OBJECT_ROUTES } from './objects-routes.ts';
import { answerAuthorize, answerIntrospect, answerRevoke, answerToken } from './oauth-routes.ts';
import type { OauthDesk } from './oauth-routes.ts';
import type { Portal } from './portal.ts';
import { PORTAL_ROUTES } from './portal-routes.ts';
import { PROPERTY_GROUP_ROUTES } from './property-groups-routes.ts';
import { PROPERTY_ROUTES } from './properties-routes.ts';
import { SEARCH_ROUTES } from './search-routes.ts';

/** The app's own address at HubSpot: journals are written as if requests had gone there. */
const HUBSPOT = 'https://api.hubapi.com';

const ROUTES: ApiRoute[] = [
  ...SEARCH_ROUTES,
  ...OBJECT_BATCH_ROUTES,
  ...ASSOCIATION_ROUTES,
  ...OBJECT_ROUTES,
  ...PROPERTY_GROUP_ROUTES,
  ...PROPERTY_ROUTES,
  ...PORTAL_ROUTES,
];

export type ApiDesk = OauthDesk & { journal: Journal };

type Exchange = { req: Request; res: Response };

type Work = { fault: Fault | null; run: () => ApiAnswer };

/** The HTTP API of the pretend HubSpot. */
export const apiRouter = (desk: ApiDesk): Router => {
  const router = express.Router();
  router.use(express.raw({ type: () => true, limit: '10mb' }));
  for (const route of ROUTES) {
    router[route.method](route.path, (req, res) => serve(desk, { req, res }, authenticated(desk, req, route)));
  }
  router.delete('/appinstalls/2026-09/external-install', (req, res) =>
    serve(desk, { req, res }, authenticated(desk, req, { answer: ({ portal }) => uninstall(desk, portal) })),
  );
  addOauth(router, desk);
  router.use(['/crm', '/oauth', '/account-info', '/appinstalls', '/automation', '/files'], (req, res) =>
    serve(
      desk,
      { req, res },
      {
        fault: null,
        run: () => ({ status: 404, body: { status: 'error', message: 'Not found' } }),
      },
    ),
  );
  return router;
};

const addOauth = (router: Router, desk: ApiDesk): void => {
  router.get(['/oauth/authorize', '/oauth/:portalId/authorize'], (req, res) => {
    sendAnswer(res, answerAuthorize(desk, queryOf(req), req.params['portalId'] as string | undefined));
  });
  const forms = { token: answerToken, 'token/introspect': answerIntrospect, 'token/revoke': answerRevoke };
  for (const [path, answer] of Object.entries(forms)) {
    router.post([`/oauth/2026-03/${path}`, `/oauth/2026-09/${path}`], (req, res) => {
      const form = new URLSearchParams(textOf(req));
      const portal = desk.grants.refreshGrant(form.get('refresh_token') ?? '')?.portal ?? desk.portals()[0];
      return serve(desk, { req, res }, { fault: strike(req, portal), run: () => answer(desk, form) });
    });
  }
};

const uninstall = (desk: ApiDesk, portal: Portal): ApiAnswer => {
  desk.grants.uninstall(portal);
  return { status: 204 };
};

const strike = (req: Request, portal: Portal | undefined): Fault | null =>
  portal?.faults.strike({ method: req.method, path: pathOf(req) }) ?? null;

const authenticated = (desk: ApiDesk, req: Request, route: Pick<ApiRoute, 'answer' | 'limit'>): Work => {
  const token = /^Bearer (.+)$/.exec(req.headers.authorization ?? '')?.[1];
  const grant = token === undefined ? undefined : desk.grants.access(token);
  if (!grant) return { fault: null, run: () => unauthorized() };
  const { portal } = grant;
  return { fault: strike(req, portal), run: () => answerFor(req, route, { portal, expiresAt: grant.expiresAt }) };
};

const answerFor = (
  req: Request,
  route: Pick<ApiRoute, 'answer' | 'limit'>,
  { portal, expiresAt }: { portal: Portal; expiresAt: number },
): ApiAnswer => {
  const now = portal.clock();
  if (expiresAt <= now) return expired(now - expiresAt);
  const { refusal, headers } = portal.limiter.take(route.limit ?? 'general', now);
  const answer = refusal ?? answered(() => route.answer(callOf(req, portal)));
  return { ...answer, headers: { ...headers, ...answer.headers } };
};

const answered = (work: () => ApiAnswer): ApiAnswer => {
  try {
    return work();
  } catch (refusal) {
    if (refusal instanceof ApiRefusal) return refusal.answer;
    throw refusal;
  }
};

const callOf = (req: Request, portal: Portal): ApiCall => ({
  portal,
  params: req.params as Record<string, string>,
  query: queryOf(req),
  body: jsonOf(textOf(req)),
  actor: { source: 'INTEGRATION', appId: portal.appId },
});

const jsonOf = (text: string): unknown => {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest('Invalid input JSON on line 1, column 1: the body could not be read');
  }
};

const textOf = (req: Request): string => (Buffer.isBuffer(req.body) ? req.body.toString('utf8') : '');

const queryOf = (req: Request): URLSearchParams => new URL(req.originalUrl, HUBSPOT).searchParams;

const pathOf = (req: Request): string => new URL(req.originalUrl, HUBSPOT).pathname;

const unauthorized = (): ApiAnswer =>
  new ApiRefusal(401, {
    message: 'Authentication credentials not found. This API supports OAuth 2.0 authentication.',
    category: 'INVALID_AUTHENTICATION',
  }).answer;

const expired = (ageMs: number): ApiAnswer =>
  new ApiRefusal(401, {
    message: `The OAuth token used to make this call expired ${Math.ceil(ageMs / 1000)} second(s) ago.`,
    category: 'EXPIRED_AUTHENTICATION',
  }).answer;

/** Does the work under its fault, answers and writes the journal. */
const serve = (desk: ApiDesk, exchange: Exchange, { fault, run }: Work): Promise<void> =>
  serveUnderFault(exchange, { fault, run, note: (outcome) => record(desk, exchange.req, outcome) });

const record = (desk: ApiDesk, req: Request, outcome: Outcome): void => {
  desk.journal.add({
    at: new Date().toISOString(),
    method: req.method,
    url: `${HUBSPOT}${req.originalUrl}`,
    headers: journalHeaders(req.headers),
    body: req.path.startsWith('/oauth') ? maskedForm(textOf(req)) : textOf(req),
    ...outcome,
  });
};
