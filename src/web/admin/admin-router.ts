import express from 'express';
import type { Router } from 'express';
import type { Kysely } from 'kysely';
import type { Schema } from '../../db/schema.ts';
import type { KeyRing } from '../../db/secret-box.ts';
import type { Reach } from '../../sheet/sources/fetch-workbook.ts';
import { adminGuard } from './admin-guard.ts';
import { adminSessions } from './admin-session.ts';
import { addDownloadRoutes } from './download-routes.ts';
import { addLeadTimeRoutes } from './lead-time-routes.ts';
import { addLoginRoutes } from './login-routes.ts';
import { addRulesRoutes } from './rules-routes.ts';
import { addDraftRoutes, addVersionRoutes } from './sheet-routes.ts';
import { addSourceRoutes } from './source-routes.ts';

export type AdminOptions = {
  db: Kysely<Schema>;
  keys: KeyRing;
  publicUrl: string;
  now: () => Date;
  /** Tells the workers that deals are to be checked. */
  wake: () => void;
  sampleWorkbook: (today: string) => Uint8Array;
  /** Where the fetcher of workbooks may connect to; absent: https to public addresses. */
  reach?: Reach;
};

/** What the planner's page and the lead-time page ask for. Mount at /sheet/api. */
export const adminRouter = (options: AdminOptions): Router => {
  const { db, keys, publicUrl, now } = options;
  const sessions = adminSessions({ keys, isHttps: publicUrl.startsWith('https:'), now });
  const guard = adminGuard({ sessions, db, publicUrl });
  const router = express.Router();
  addLoginRoutes(router, { db, sessions, publicUrl, now });
  addDraftRoutes(router, { ...options, guard });
  addVersionRoutes(router, { ...options, guard });
  addSourceRoutes(router, { ...options, guard });
  addDownloadRoutes(router, { ...options, guard });
  addLeadTimeRoutes(router, { guard, db, now });
  addRulesRoutes(router, { ...options, guard });
  return router;
};
