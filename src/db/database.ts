import path from 'node:path';
import { mkdirSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { createPgConfig } from '@electric-sql/pglite/node-postgres';
import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { AppError } from '../errors.ts';
import { lockDirectory } from './directory-lock.ts';
import { doorInSession, doorOfPostgres } from './door.ts';
import type { Door } from './door.ts';
import type { Schema } from './schema.ts';
import type { WorkSignal } from './work-signal.ts';
import { localSignal, postgresSignal } from './work-signal.ts';

/** A connection to everything that is stored, the same on both engines. */
export type Database = {
  engine: 'pglite' | 'postgres';
  kysely: Kysely<Schema>;
  /** Stores what comes in. */
  door: Door;
  /** Tells workers that there is something to do. */
  workSignal: WorkSignal;
  close(): Promise<void>;
};

/** Opens PostgreSQL by its URL. Throws DATABASE_UNAVAILABLE when it does not answer or is older than 15. */
export const openPostgres = async (url: string, poolSize = 10): Promise<Database> => {
  const pool = new pg.Pool({ connectionString: url, max: poolSize });
  // A broken idle connection is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  // The same for one that breaks in the middle of a transaction: its query fails, and that is enough.
  pool.on('connect', (client) => client.on('error', () => undefined));
  try {
    const kysely = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
    await requireVersion(kysely);
    const workSignal = await postgresSignal(url);
    const door = doorOfPostgres(url, kysely);
    return { engine: 'postgres', kysely, door, workSignal, close: () => closeAll({ kysely, door, workSignal }) };
  } catch (error) {
    await pool.end();
    throw unavailable(error);
  }
};

/** Opens the built-in database in a directory, which only one process may do at a time (DATABASE_LOCKED). */
export const openDirectory = async (directory: string): Promise<Database> => {
  const unlock = lockDirectory(path.join(directory, 'db'));
  try {
    mkdirSync(directory, { recursive: true });
    const pglite = await PGlite.create(path.join(directory, 'db'));
    return openPglite(pglite, unlock);
  } catch (error) {
    unlock();
    throw unavailable(error);
  }
};

/** The built-in database over the PostgreSQL driver. It is one session: a pool of one, and queries wait their turn. */
export const openPglite = (pglite: PGlite, afterClose: () => void = () => undefined): Database => {
  const pool = new pg.Pool({ ...createPgConfig(pglite), max: 1, idleTimeoutMillis: 0 });
  const kysely = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  const door = doorInSession(kysely);
  const workSignal = localSignal();
  const close = async (): Promise<void> => {
    await closeAll({ kysely, door, workSignal });
    await pglite.close();
    afterClose();
  };
  return { engine: 'pglite', kysely, door, workSignal, close };
};

/** Resolves when the database answers right now. */
export const ping = async (kysely: Kysely<Schema>): Promise<void> => {
  await sql`select 1`.execute(kysely);
};

const closeAll = async ({ kysely, door, workSignal }: Omit<Database, 'engine' | 'close'>): Promise<void> => {
  await workSignal.close();
  await door.close();
  await kysely.destroy();
};

const requireVersion = async (kysely: Kysely<Schema>): Promise<void> => {
  const { rows } = await sql<{ version: number }>`
    select current_setting('server_version_num')::int / 10000 as version`.execute(kysely);
  const version = rows[0]?.version ?? 0;
  if (version >= 15) return;
  throw new AppError(
    'DATABASE_UNAVAILABLE',
    `Keepable needs PostgreSQL 15 or newer; DATABASE_URL leads to ${version}.`,
  );
};

const unavailable = (error: unknown): AppError =>
  error instanceof AppError
    ? error
    : new AppError('DATABASE_UNAVAILABLE', `The database cannot be opened: ${sayError(error)}`, { cause: error });

const sayError = (error: unknown): string => {
  const message = error instanceof Error ? error.message : String(error);
  return message === '' ? String((error as NodeJS.ErrnoException).code ?? 'unknown reason') : message;
};
