import { replaceAdminToken } from '../../src/db/admin-tokens.ts';
import type { AdminRole } from '../../src/db/schema.ts';
import type { DraftView } from '../../src/web/admin/draft-view.ts';
import type { CrmWorld } from './crm-worlds.ts';

/** A running service with an install to be signed in to. */
type Signable = Pick<CrmWorld, 'appUrl' | 'parts' | 'install'>;

/** Somebody who is signed in to the pages of an install, as a browser would be. */
export type Planner = {
  cookie: string;
  csrf: string;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  upload(fileName: string, bytes: Uint8Array): Promise<DraftView>;
};

/** A token of the demo's install, or of another one. */
export const aToken = (demo: Signable, role: AdminRole = 'planner', installId = demo.install.id): Promise<string> =>
  replaceAdminToken(demo.parts.database.kysely, installId, { role, now: demo.parts.now() });

/** Signs in with a token. */
export const signIn = async (demo: Signable, token: string): Promise<Planner> => {
  const api = `${demo.appUrl}/sheet/api`;
  const answer = await fetch(`${api}/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  });
  const { csrf = '' } = (await answer.json()) as { csrf?: string };
  const cookie = (answer.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
  const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    fetch(`${api}${path}`, {
      method,
      headers: { cookie, 'x-keepable-csrf': csrf, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body) }),
    });
  return {
    cookie,
    csrf,
    call,
    upload: async (fileName, bytes) => {
      const headers = { 'content-type': 'application/octet-stream', 'x-file-name': encodeURIComponent(fileName) };
      return (await (await call('POST', '/drafts', bytes, headers)).json()) as DraftView;
    },
  };
};
