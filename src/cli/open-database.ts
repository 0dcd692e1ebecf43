import type { Environment } from '../config.ts';
import type { Database } from '../db/database.ts';
import { openDirectory, openPostgres } from '../db/database.ts';

/** PostgreSQL where DATABASE_URL names one, else the built-in database in DATA_DIR. */
export const openDatabase = ({ DATABASE_URL, DATA_DIR }: Environment): Promise<Database> =>
  DATABASE_URL === undefined ? openDirectory(DATA_DIR) : openPostgres(DATABASE_URL);
