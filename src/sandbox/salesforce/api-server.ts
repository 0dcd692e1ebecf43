import express from 'express';
import type { Request, Response, Router } from 'express';
import { journalHeaders, maskedForm } from '../http/journal.ts';
import type { Journal } from '../http/journal.ts';
import { serveUnderFault } from '../http/serve-under-fault.ts';
import type { Outcome } from '../http/serve-under-fault.ts';
import { ApiRefusal } from './api-answer.ts';
import type { ApiAnswer } from './api-answer.ts';
import { requestLimitExceeded, sessionExpired } from './fault-answers.ts';
import { readDeployment, startDeployment } from './metadata-routes.ts';
import { answerAuthorize, answerRevoke, answerToken, identityOf, userInfoOf } from './oauth-routes.ts';
import type { OauthDesk } from './oauth-routes.ts';
import type { Org } from './org.ts';
import { answerRest, jsonBody } from './rest-api.ts';

/** One org and all that its API needs. */
export type ApiDesk = OauthDesk & { journal: Journal };

type Work = () => ApiAnswer | Promise<ApiAnswer>;

const MAX_URL = 16_384;

/** The HTTP API of a pretend Salesforce: login and instance in one server. `deskOf` finds the org of a request. */
export const apiRouter = (desks: () => ApiDesk[]): Router => {
  const router = express.Router();
  router.use(express.raw({ type: () => true, limit: '40mb' }));
  addOauth(router, desks);
  router.get('/services/data', (_req, res) => {
    res.json([{ label: "Spring '26", url: '/services/data/v66.0', version: '66.0' }]);
  });
  router.use('/services/data', (req, res) => {
    const { desk, userId } = sessionOf(desks(), req);
    const work = (): ApiAnswer | Promise<ApiAnswer> =>
      desk && userId !== null ? counted(desk.org, () => answerData(desk.org, userId, req)) : sessionExpired();
    return serve(desk ?? firstOf(desks), { req, res }, work);
  });
  router.use('/services', (_req, res) => {
    res.status(404).json([{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }]);
  });
  return router;
};

const firstOf = (desks: () => ApiDesk[]): ApiDesk => {
  const [desk] = desks();
  if (!desk) throw new Error('The sandbox has no org.');
  return desk;
};

const sessionOf = (desks: ApiDesk[], req: Request): { desk: ApiDesk | null; userId: string | null } => {
  const token = /^(?:Bearer|OAuth) (.+)$/.exec(req.headers.authorization ?? '')?.[1] ?? '';
  const desk = desks.find(({ org }) => token.startsWith(`${org.id.slice(0, 15)}!`)) ?? null;
  return { desk, userId: desk?.grants.userOf(token) ?? null };
};

/** One call against the daily limit; the answer says how many there were. */
const counted = async (org: Org, work: Work): Promise<ApiAnswer> => {
  const usage = (): Record<string, string> => ({ 'Sforce-Limit-Info': `api-usage=${org.api.used}/${org.api.limit}` });
  if (org.api.used >= org.api.limit) return { ...requestLimitExceeded(), headers: usage() };
  org.api.used += 1;
  const answer = await work();
  return { ...answer, headers: { ...usage(), ...answer.headers } };
};

const DEPLOY = /^\/services\/data\/v\d+\.0\/metadata\/deployRequest(?:\/(\w+))?\/?$/;

const answerData = (org: Org, userId: string, req: Request): ApiAnswer | Promise<ApiAnswer> => {
  if (req.originalUrl.length > MAX_URL)
    return { status: 414, body: 'URI Too Long', headers: { 'Content-Type': 'text/html' } };
  try {
    const deployment = DEPLOY.exec(pathOf(req));
    if (deployment?.[1] !== undefined) return readDeployment(org, deployment[1]);
    if (deployment && req.method === 'POST') {
      return startDeployment(org, { contentType: req.headers['content-type'] ?? '', bytes: bytesOf(req) });
    }
    const body = jsonBody(textOf(req));
    return answerRest({ org, userId, method: req.method, url: req.originalUrl, body, headers: plainHeaders(req) });
  } catch (refusal) {
    if (refusal instanceof ApiRefusal) return refusal.answer;
    throw refusal;
  }
};

const plainHeaders = (req: Request): Record<string, string> =>
  Object.fromEntries(
    Object.entries(req.headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );

const addOauth = (router: Router, desks: () => ApiDesk[]): void => {
  router.get('/services/oauth2/authorize', (req, res) => {
    const desk = deskOfHost(desks, req);
    return serve(desk, { req, res }, () => answerAuthorize(desk, queryOf(req)));
  });
  const deskOfForm = (form: URLSearchParams): ApiDesk =>
    desks().find(({ app, grants }) => app.clientId === form.get('client_id') && grants.knows(tokenIn(form))) ??
    desks().find(({ grants }) => grants.knows(tokenIn(form))) ??
    firstOf(desks);
  router.post('/services/oauth2/token', (req, res) => {
    const form = new URLSearchParams(textOf(req));
    const desk = deskOfForm(form);
    return serve(desk, { req, res }, () => answerToken(desk, form, req.headers.authorization));
  });
  router.post('/services/oauth2/revoke', (req, res) => {
    const form = new URLSearchParams(textOf(req));
    const desk = deskOfForm(form);
    return serve(desk, { req, res }, () => answerRevoke(desk, form));
  });
  router.get(['/id/:org/:user', '/services/oauth2/userinfo'], (req, res) => {
    const { desk, userId } = sessionOf(desks(), req);
    const user = desk?.org.store.live('User', userId);
    const show = req.path.startsWith('/id/') ? identityOf : userInfoOf;
    return serve(desk ?? firstOf(desks), { req, res }, () =>
      desk && user ? { status: 200, body: show(desk, user) } : { status: 403, body: 'Bad_OAuth_Token' },
    );
  });
};

const tokenIn = (form: URLSearchParams): string =>
  form.get('refresh_token') ?? form.get('code') ?? form.get('token') ?? '';

/** The consent page of the org named by ?org=, of the first one otherwise. */
const deskOfHost = (desks: () => ApiDesk[], req: Request): ApiDesk =>
  desks().find(({ org }) => org.id === queryOf(req).get('org')) ?? firstOf(desks);

const bytesOf = (req: Request): Uint8Array<ArrayBuffer> =>
  Buffer.isBuffer(req.body) ? new Uint8Array(req.body) : new Uint8Array();

const textOf = (req: Request): string => (Buffer.isBuffer(req.body) ? req.body.toString('utf8') : '');

const queryOf = (req: Request): URLSearchParams => new URL(req.originalUrl, 'http://org').searchParams;

const pathOf = (req: Request): string => new URL(req.originalUrl, 'http://org').pathname;

type Exchange = { req: Request; res: Response };

/** Does the work under its fault, answers and writes the journal. */
const serve = (desk: ApiDesk, exchange: Exchange, run: Work): Promise<void> => {
  const fault = desk.org.faults.strike({ method: exchange.req.method, path: pathOf(exchange.req) });
  return serveUnderFault(exchange, { fault, run, note: (outcome) => record(desk, exchange.req, outcome) });
};

const record = (desk: ApiDesk, req: Request, outcome: Outcome): void => {
  const isForm = req.path.includes('/oauth2');
  const isUpload = DEPLOY.test(pathOf(req));
  desk.journal.add({
    at: new Date().toISOString(),
    method: req.method,
    url: `${desk.url()}${req.originalUrl}`,
    headers: journalHeaders(req.headers),
    body: isUpload ? '(a zip)' : isForm ? maskedForm(textOf(req)).replace(/(assertion)=[^&]*/, '$1=***') : textOf(req),
    ...outcome,
  });
};
