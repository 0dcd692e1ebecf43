import type { Request, RequestHandler, Response } from 'express';
import type { Kysely } from 'kysely';
import type { AdminIdentity } from '../../db/admin-tokens.ts';
import { isInForce } from '../../db/admin-tokens.ts';
import type { AdminRole, Schema } from '../../db/schema.ts';
import type { AdminSession, AdminSessions } from './admin-session.ts';
import { isSame } from './admin-session.ts';

/** What a page may ask for: answers for the install of the session, and no other. */
type AdminAnswer = (identity: AdminIdentity, request: Request, response: Response) => Promise<void>;

export type AdminGuard = (role: AdminRole, answer: AdminAnswer) => RequestHandler;

const CSRF_HEADER = 'x-keepable-csrf';

/** A planner may do what a reader may. */
const covers = (has: AdminRole, needed: AdminRole): boolean => has === 'planner' || has === needed;

type GuardOptions = { sessions: AdminSessions; db: Kysely<Schema>; publicUrl: string };

/**
 * Lets a request through when it carries a session of the role whose token is still in force. A change must come from our own
 * page: the browser's word about its origin, where it gives one, and the session's secret in a header that no form can set.
 */
export const adminGuard =
  ({ sessions, db, publicUrl }: GuardOptions): AdminGuard =>
  (role, answer) =>
  async (request, response) => {
    response.set('cache-control', 'no-store');
    const session = sessions.read(request);
    if (!session || !covers(session.role, role) || !(await isInForce(db, session)))
      response.status(401).json({ error: 'Open the page with its link again: this session is over.' });
    else if (!isOwnChange(request, session, publicUrl))
      response.status(403).json({ error: 'This change did not come from the page itself. Load the page again.' });
    else await answer(session, request, response);
  };

const isOwnChange = (request: Request, { csrf }: AdminSession, publicUrl: string): boolean =>
  request.method === 'GET' || (isOwnOrigin(request, publicUrl) && isSame(request.get(CSRF_HEADER) ?? '', csrf));

/** This machine under one name: people type both. */
const originOf = (url: string): string => new URL(url).origin.replace('//localhost', '//127.0.0.1');

/** False when a browser says that another site's page sends the request. */
export const isOwnOrigin = (request: Request, publicUrl: string): boolean => {
  const origin = request.get('origin');
  return origin === undefined || (URL.canParse(origin) && originOf(origin) === originOf(publicUrl));
};
