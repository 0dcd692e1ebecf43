import { readFile, readdir } from 'node:fs/promises';
import type { Kysely, Migration, MigrationResult } from 'kysely';
import { Migrator, sql } from 'kysely';
import { AppError } from '../errors.ts';

const DIRECTORY = new URL('migrations/', import.meta.url);

/** Brings the database to the newest schema, under the migrator's own lock; returns the names of what it ran. */
export const migrate = async <T>(db: Kysely<T>): Promise<string[]> => {
  const migrations = await readMigrations();
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error !== undefined) throw failedMigration(error, results);
  return results.map((result) => result.migrationName);
};

const failedMigration = (cause: unknown, results: readonly MigrationResult[]): AppError => {
  const name = results.find((result) => result.status === 'Error')?.migrationName ?? 'before the first step';
  const message = cause instanceof Error ? cause.message : String(cause);
  return new AppError('DATABASE_UNAVAILABLE', `The database could not be brought up to date (${name}): ${message}`, {
    cause,
  });
};

const readMigrations = async (): Promise<Record<string, Migration>> => {
  const files = (await readdir(DIRECTORY)).filter((name) => name.endsWith('.sql')).sort();
  const entries = files.map(async (file): Promise<[string, Migration]> => {
    const text = await readFile(new URL(file, DIRECTORY), 'utf8');
    return [file.replace(/\.sql$/, ''), { up: async (db) => void (await sql.raw(text).execute(db)) }];
  });
  return Object.fromEntries(await Promise.all(entries));
};

/** The steps that this version knows, and whether the database has taken them. */
export const migrationNames = async <T>(db: Kysely<T>): Promise<{ name: string; isApplied: boolean }[]> => {
  const migrations = await readMigrations();
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const known = await migrator.getMigrations();
  return known.map(({ name, executedAt }) => ({ name, isApplied: executedAt !== undefined }));
};
