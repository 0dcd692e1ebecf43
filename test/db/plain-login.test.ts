import { randomUUID } from 'node:crypto';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import pg from 'pg';
import type { Database } from '../../src/db/database.ts';
import { openPglite, openPostgres } from '../../src/db/database.ts';
import { claimWork, finishWork, workKey } from '../../src/db/deal-work.ts';
import { storeEvents } from '../../src/db/inbox.ts';
import { connectInstall, listInstalls, sealedTokens } from '../../src/db/installs.ts';
import { migrate } from '../../src/db/migrate.ts';
import { asInstall } from '../../src/db/roles.ts';
import { readStatus } from '../../src/db/status.ts';
import type { InboxEvent } from '../../src/inbox/event.ts';

const NOW = new Date('2026-03-02T09:00:00Z');
const ROLES = ['keepable_door', 'keepable_claimer', 'keepable_app', 'keepable_operator'];

/**
 * An empty database whose owner is a login as docs/operations.md asks for: it may create roles, takes them
 * one at a time, and is no superuser.
 */
const openAsPlainLogin = (): Promise<Database> => {
  const url = process.env['TEST_DATABASE_URL'];
  return url === undefined ? plainPglite() : plainPostgres(url);
};

const plainPglite = async (): Promise<Database> => {
  const pglite = await PGlite.create();
  await pglite.exec(
    'create role plain createrole noinherit; alter schema public owner to plain; set session authorization plain',
  );
  return openPglite(pglite);
};

const plainPostgres = async (url: string): Promise<Database> => {
  const name = `keepable_plain_${randomUUID().replaceAll('-', '')}`;
  const own = new URL(url);
  Object.assign(own, { pathname: `/${name}` });
  const ask = async (at: string, ...statements: string[]): Promise<void> => {
    const admin = new pg.Client({ connectionString: at });
    await admin.connect();
    for (const statement of statements) await admin.query(statement);
    await admin.end();
  };
  await ask(
    url,
    `create role ${name} login createrole noinherit password '${name}'`,
    `create database ${name} owner ${name}`,
  );
  await ask(own.href, `alter schema public owner to ${name}`);
  // Another database of this server may have made the roles; their maker may pass them on.
  for (const role of ROLES) await ask(url, `grant ${role} to ${name} with admin option`).catch(() => undefined);
  Object.assign(own, { username: name, password: name });
  const database = await openPostgres(own.href, 2);
  const close = async (): Promise<void> => {
    await database.close();
    await ask(url, `drop database ${name} with (force)`, `drop role ${name}`);
  };
  return { ...database, close };
};

describe('a login that is no superuser', () => {
  let db: Database;
  let mine: number;
  let theirs: number;
  const keys = [{ id: 'k', key: Buffer.alloc(32) }];
  const anEvent = (account: string): InboxEvent => ({
    account,
    crm: 'hubspot',
    dedupeKey: account,
    kind: 'deal_changed',
    objectId: `7${account}`,
    mergedIds: [],
    occurredAt: NOW.toISOString(),
    payload: {},
  });
  beforeAll(async () => {
    db = await openAsPlainLogin();
    await migrate(db.kysely);
    mine = (await connectInstall(db.kysely, { crm: 'hubspot', account: '1' })).id;
    theirs = (await connectInstall(db.kysely, { crm: 'hubspot', account: '2' })).id;
    await storeEvents(db.door, [anEvent('1'), anEvent('2')], NOW);
  });
  afterAll(() => db.close());

  it('migrates, stores, claims and finishes, each step with the rights of its role', async () => {
    const { rows } = await sql<{ rolsuper: boolean; rolbypassrls: boolean }>`
      select rolsuper, rolbypassrls from pg_roles where rolname = current_user`.execute(db.kysely);
    expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false }]);
    const claim = await claimWork(db.kysely, { now: NOW, leaseMs: 1000, limit: 10, afterInstall: 0 });
    expect(claim?.items.map(workKey)).toEqual(['deal/71']);
    const { leaseId, items } = claim!;
    await asInstall(db.kysely, mine, (tx) => finishWork(tx, leaseId, { items, now: NOW }));
    await sealedTokens(db.kysely, mine, keys).replace({ secret: 'a' });
    expect(await sealedTokens(db.kysely, mine, keys).read()).toEqual({ secret: 'a' });
    expect((await listInstalls(db.kysely)).map(({ id }) => id)).toEqual([mine, theirs]);
    expect((await readStatus(db.kysely, NOW)).map(({ waiting }) => waiting)).toEqual([0, 1]);
  });

  it('sees no row of anybody outside of these roles, although it owns the tables', async () => {
    for (const table of ['installs', 'inbox', 'deal_work'] as const) {
      expect(await db.kysely.selectFrom(table).selectAll().execute()).toEqual([]);
    }
    const changed = await db.kysely.updateTable('deal_work').set({ attempts: 9 }).executeTakeFirst();
    expect(changed.numUpdatedRows).toBe(0n);
  });

  it('works for one install and sees nothing of the other', async () => {
    const seen = await asInstall(db.kysely, mine, (tx) => tx.selectFrom('inbox').select('object_id').execute());
    expect(seen).toEqual([{ object_id: '71' }]);
    const forged = asInstall(db.kysely, mine, (tx) =>
      tx.insertInto('deal_work').values({ install_id: theirs, kind: 'deal', object_id: '9', run_at: NOW }).execute(),
    );
    await expect(forged).rejects.toMatchObject({ code: '42501' });
  });

  it('cannot store through the door what the door may not touch', async () => {
    await expect(db.door.run(sql`select payload from inbox`)).rejects.toMatchObject({ code: '42501' });
    await expect(db.door.run(sql`delete from deal_work`)).rejects.toMatchObject({ code: '42501' });
  });
});
