import { fileURLToPath } from 'node:url';
import type { Worker } from '../inbox/worker.ts';
import { sampleWorkbook } from '../sandbox/sample/sample-workbook.ts';
import { startSources } from '../sheet/sources/start-sources.ts';
import type { Mount } from '../web/app.ts';
import { adminRouter } from '../web/admin/admin-router.ts';
import { adminPagesRouter } from '../web/admin/pages-router.ts';
import type { ServiceParts } from './service-parts.ts';

const PAGES = fileURLToPath(new URL('../../dist/sheet-page/', import.meta.url));

/** The planner's page, the lead-time page, and what they ask for. */
export const adminMounts = ({ settings, database, now, reach }: ServiceParts): Mount[] => [
  {
    path: '/sheet/api',
    handler: adminRouter({
      db: database.kysely,
      keys: settings.encryptionKeys,
      publicUrl: settings.publicUrl,
      now,
      wake: () => database.workSignal.send(),
      sampleWorkbook,
      ...(reach && { reach }),
    }),
  },
  { path: '/', handler: adminPagesRouter(PAGES) },
];

/** Looks for new workbooks at their addresses. */
export const startSheetSources = ({ settings, database, now, logger, reach }: ServiceParts): Worker =>
  startSources({
    db: database.kysely,
    keys: settings.encryptionKeys,
    now,
    wake: () => database.workSignal.send(),
    logger,
    ...(reach && { reach }),
  });
