import express from 'express';
import type { Request, Router } from 'express';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { identityOf, isInForce } from '../../db/admin-tokens.ts';
import { readInstall } from '../../db/installs.ts';
import type { Schema } from '../../db/schema.ts';
import { isOwnOrigin } from './admin-guard.ts';
import type { AdminSession, AdminSessions } from './admin-session.ts';
import { attemptLimit } from './attempt-limit.ts';

export type LoginOptions = { db: Kysely<Schema>; sessions: AdminSessions; publicUrl: string; now: () => Date };

const Login = z.strictObject({ token: z.string().max(200) });
const MOST_FAILURES = 10;
const SPAN_MS = 5 * 60 * 1000;

/** `GET /session` says who is signed in, `POST /login` exchanges a token for a session, `POST /logout` ends it. */
export const addLoginRoutes = (router: Router, { db, sessions, publicUrl, now }: LoginOptions): void => {
  const limit = attemptLimit({ most: MOST_FAILURES, spanMs: SPAN_MS, now });

  router.get('/session', async (request, response) => {
    response.set('cache-control', 'no-store');
    const session = sessions.read(request);
    const isLive = session !== null && (await isInForce(db, session));
    response.json(isLive ? await tellSession(db, session) : { signedIn: false });
  });

  router.post('/login', express.json({ limit: '4kb' }), async (request, response) => {
    response.set('cache-control', 'no-store');
    const caller = callerOf(request);
    const parsed = Login.safeParse(request.body);
    if (limit.isBlocked(caller))
      return void response
        .status(429)
        .json({ error: 'Too many wrong tokens came from here. Try again in five minutes.' });
    const isOwn = parsed.success && isOwnOrigin(request, publicUrl);
    const identity = isOwn ? await identityOf(db, parsed.data.token) : null;
    if (!identity) {
      limit.fail(caller);
      return void response.status(401).json({ error: 'This link or token is not valid any more. Ask for a new one.' });
    }
    response.json(await tellSession(db, sessions.start(response, identity)));
  });

  router.post('/logout', (request, response) => {
    if (isOwnOrigin(request, publicUrl)) sessions.end(response);
    response.status(204).end();
  });
};

/** The address of the connection: what a header claims is anybody's word. */
const callerOf = (request: Request): string => request.socket.remoteAddress ?? '';

const tellSession = async (db: Kysely<Schema>, { installId, role, csrf }: AdminSession) => {
  const { crm, account } = await readInstall(db, installId);
  return { signedIn: true, role, csrf, crm, account };
};
