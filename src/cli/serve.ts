import { readConfig, requireService } from '../config.ts';
import { migrate } from '../db/migrate.ts';
import { createLogger } from '../logger.ts';
import { openDatabase } from './open-database.ts';
import { openCrms } from './open-crms.ts';
import { runUntilStopped } from './run-until-stopped.ts';
import type { Doors, ServiceParts } from './service-parts.ts';
import { startChecking, startWeb } from './start-service.ts';

/**
 * Receives webhooks and serves cards and pages. The built-in database belongs to one process, so with it this process
 * also checks deals; with PostgreSQL that is `keepable worker`.
 */
export const serve = async (doors: Doors): Promise<void> => {
  const parts = await openParts();
  const { config, database, logger } = parts;
  try {
    if (database.engine === 'pglite') await migrate(database.kysely);
    const web = await startWeb(parts, doors, () => parts);
    const worker = database.engine === 'pglite' ? startChecking(parts) : null;
    logger.info({ url: web.url, port: config.PORT, database: database.engine }, 'serving');
    await runUntilStopped(async () => {
      await web.close();
      await worker?.stop();
    });
  } finally {
    await database.close();
  }
};

/** Checks the deals that changed; as many of these as you like may run on one PostgreSQL. */
export const work = async (): Promise<void> => {
  const parts = await openParts();
  const { database, logger } = parts;
  try {
    if (database.engine === 'pglite') await migrate(database.kysely);
    const worker = startChecking(parts);
    logger.info({ database: database.engine }, 'checking');
    await runUntilStopped(() => worker.stop());
  } finally {
    await database.close();
  }
};

const openParts = async (): Promise<ServiceParts> => {
  const config = readConfig();
  const service = requireService(config);
  const database = await openDatabase(config);
  const now = (): Date => new Date();
  const openCrm = openCrms(database.kysely, service, now);
  return { config, ...service, database, openCrm, logger: createLogger(config.LOG_LEVEL), now };
};
