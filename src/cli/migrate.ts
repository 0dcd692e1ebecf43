import { readConfig } from '../config.ts';
import { migrate } from '../db/migrate.ts';
import { openDatabase } from './open-database.ts';

/** Brings the database to this version and says what it did. Safe to repeat and to run from several machines. */
export const migrateDatabase = async (): Promise<void> => {
  const database = await openDatabase(readConfig());
  try {
    const ran = await migrate(database.kysely);
    console.log(
      ran.length === 0 ? 'The database is up to date.' : `The database was brought up to date: ${ran.join(', ')}.`,
    );
  } finally {
    await database.close();
  }
};
