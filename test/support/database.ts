import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import type { Database } from '../../src/db/database.ts';
import { openPglite, openPostgres } from '../../src/db/database.ts';
import { migrate } from '../../src/db/migrate.ts';

const MIGRATIONS = new URL('../../src/db/migrations/', import.meta.url);
const CACHE = new URL('../../node_modules/.cache/keepable/', import.meta.url);

/**
 * A fresh, migrated database of the engine that the run asks for (TEST_DATABASE_URL: PostgreSQL, else PGlite in memory),
 * cloned from a template that is made once per schema.
 */
export const freshDatabase = (): Promise<Database> => {
  const url = process.env['TEST_DATABASE_URL'];
  return url ? clonePostgres(url) : clonePglite();
};

const schemaHash = (): string => {
  const hash = createHash('sha256');
  for (const file of readdirSync(MIGRATIONS).sort()) hash.update(file).update(readFileSync(new URL(file, MIGRATIONS)));
  return hash.digest('hex').slice(0, 16);
};

const clonePglite = async (): Promise<Database> => {
  const file = path.join(CACHE.pathname, `pglite-${schemaHash()}.tar`);
  if (!existsSync(file)) await makePgliteTemplate(file);
  const pglite = await PGlite.create({ loadDataDir: new Blob([readFileSync(file)]) });
  return openPglite(pglite);
};

const makePgliteTemplate = async (file: string): Promise<void> => {
  const pglite = await PGlite.create();
  const database = openPglite(pglite);
  await migrate(database.kysely);
  const dump = await pglite.dumpDataDir('none');
  await database.close();
  mkdirSync(CACHE, { recursive: true });
  const draft = `${file}.${randomUUID()}`;
  writeFileSync(draft, Buffer.from(await dump.arrayBuffer()));
  renameSync(draft, file);
};

const clonePostgres = async (url: string): Promise<Database> => {
  const template = `keepable_template_${schemaHash()}`;
  const name = `keepable_test_${randomUUID().replaceAll('-', '')}`;
  await withAdmin(url, async (admin) => {
    await admin.query('select pg_advisory_lock(4800)');
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [template]);
    if (rowCount === 0) await makePostgresTemplate(url, template, admin);
    await admin.query(`create database ${name} template ${template}`);
  });
  const database = await openPostgres(databaseUrl(url, name), 4);
  const close = async (): Promise<void> => {
    await database.close();
    await withAdmin(url, (admin) => admin.query(`drop database if exists ${name} with (force)`));
  };
  return { ...database, close };
};

const makePostgresTemplate = async (url: string, template: string, admin: pg.Client): Promise<void> => {
  await admin.query(`create database ${template}_draft`);
  const database = await openPostgres(databaseUrl(url, `${template}_draft`), 1);
  await migrate(database.kysely);
  await database.close();
  await admin.query(`alter database ${template}_draft rename to ${template}`);
};

const withAdmin = async (url: string, work: (admin: pg.Client) => Promise<unknown>): Promise<void> => {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
};

const databaseUrl = (url: string, name: string): string => {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
};
