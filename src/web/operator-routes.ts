import { createHash, timingSafeEqual } from 'node:crypto';
import express from 'express';
import type { Request, RequestHandler, Router } from 'express';
import type { InstallState } from '../db/status.ts';
import type { AnswerCounter } from './metrics.ts';
import { metricsText } from './metrics.ts';
import { statusPage } from './status-page.ts';

export type OperatorOptions = {
  /** Asked for as bearer token or password; null: the pages are not served at all. */
  adminToken: string | null;
  readStatus: () => Promise<InstallState[]>;
  answers: AnswerCounter;
  now: () => Date;
};

/** `/metrics` and `/status`, for the person who runs Keepable. */
export const operatorRouter = ({ adminToken, readStatus, answers, now }: OperatorOptions): Router => {
  const router = express.Router();
  if (adminToken === null) return router;
  const guard = behindToken(adminToken);
  router.get('/metrics', guard, async (_request, response) => {
    response.type('text/plain; version=0.0.4').send(metricsText(await readStatus(), answers.read(), now()));
  });
  router.get('/status', guard, async (_request, response) => {
    response.set('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'");
    response.type('html').send(statusPage(await readStatus(), now()));
  });
  return router;
};

const behindToken = (token: string): RequestHandler => {
  return (request, response, next) => {
    if (isSame(givenToken(request), token)) next();
    else response.set('www-authenticate', 'Basic realm="Keepable"').sendStatus(401);
  };
};

const givenToken = (request: Request): string => {
  const [scheme = '', value = ''] = (request.get('authorization') ?? '').split(' ');
  if (/^bearer$/i.test(scheme)) return value;
  return /^basic$/i.test(scheme) ? Buffer.from(value, 'base64').toString().split(':').slice(1).join(':') : '';
};

const isSame = (given: string, expected: string): boolean => {
  const [a, b] = [given, expected].map((text) => createHash('sha256').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
};
