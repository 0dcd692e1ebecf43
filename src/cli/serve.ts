import { readConfig, requireHubspot } from '../config.ts';
import { migrate } from '../db/migrate.ts';
import { createLogger } from '../logger.ts';
import { openDatabase } from './open-database.ts';
import { hubspotCrms } from './open-hubspot.ts';
import { runUntilStopped } from './run-until-stopped.ts';
import type { Doors, ServiceParts } from './start-service.ts';
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
  const settings = requireHubspot(config);
  const database = await openDatabase(config);
  const now = (): Date => new Date();
  const openCrm = hubspotCrms(database.kysely, settings, now);
  return { config, settings, database, openCrm, logger: createLogger(config.LOG_LEVEL), now };
};
