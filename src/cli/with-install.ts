import { readConfig } from '../config.ts';
import type { Database } from '../db/database.ts';
import type { Install } from '../db/installs.ts';
import { chooseInstall } from './choose-install.ts';
import { openDatabase } from './open-database.ts';

/** Opens the service's database for one command on one account, and closes it whatever happens. */
export const withInstall = async <T>(
  account: string | undefined,
  work: (database: Database, install: Install) => Promise<T>,
): Promise<T> => {
  const database = await openDatabase(readConfig());
  try {
    return await work(database, await chooseInstall(database, account));
  } finally {
    await database.close();
  }
};
