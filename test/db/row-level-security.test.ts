import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import type { Database } from '../../src/db/database.ts';
import { storeEvents } from '../../src/db/inbox.ts';
import { connectInstall, sealedTokens } from '../../src/db/installs.ts';
import type { Tx } from '../../src/db/roles.ts';
import { asInstall, asRole } from '../../src/db/roles.ts';
import { freshDatabase } from '../support/database.ts';

const NOW = '2026-03-02T09:00:00Z';

/** One row of each table that belongs to an install; a table that is not named here fails the first test. */
const ROWS: Record<string, (installId: number) => Record<string, unknown>> = {
  inbox: (id) => ({ install_id: id, dedupe_key: 'k', kind: 'x', object_id: '7', occurred_at: NOW, received_at: NOW, payload: '{}', state: 'done' }),
  deal_work: (id) => ({ install_id: id, kind: 'deal', object_id: '7', run_at: NOW }),
  sheet_versions: (id) => ({ install_id: id, hash: 'h', facts: '{}', published_at: NOW, active: true }),
  check_runs: (id) => ({ install_id: id, deal_id: '7', snapshot: '{}', sheet_hash: 'h', rules_version: 'r', checked_at: NOW, result: '{}' }),
  write_backs: (id) => ({ install_id: id, deal_id: '7', key: 'k', external_key: `e${id}`, content: '{}', content_hash: 'h', state: 'written', lease_id: 'l', changed_at: NOW }),
  deals_shown: (id) => ({ install_id: id, deal_id: '7', shown: '{}' }),
  deal_aliases: (id) => ({ install_id: id, old_id: '7', new_id: '8' }),
  sheet_drafts: (id) => ({ install_id: id, file_name: 'f', bytes: Buffer.from('b'), choices: '{}', created_at: NOW }),
  sheet_mappings: (id) => ({ install_id: id, layout: 'l', mapping: '{}', saved_at: NOW }),
  sheet_sources: (id) => ({ install_id: id, url: 'u', every_minutes: 60, state: 'waiting', next_at: NOW }),
  admin_tokens: (id) => ({ install_id: id, role: 'planner', hash: 'h', created_at: NOW }),
  crm_budgets: (id) => ({ install_id: id, kind: 'call', tokens: 1, refilled_at: NOW }),
  asks: (id) => ({ install_id: id, deal_id: '7', key: 'k', ask: '{}', page: '{}', revisions: '[]', state: 'open' }),
  ask_links: (id) => ({ install_id: id, token_hash: 'h', token_sealed: 's', deal_id: '7', key: 'k', person: 'p', revision_id: 'r', ends_at: NOW }),
  ask_mails: (id) => ({ install_id: id, deal_id: '7', key: 'k', recipient: 'p', what: 'asked', written_at: NOW, send_at: NOW }),
  audit_log: (id) => ({ install_id: id, seq: 1, at: NOW, what: 'w', deal_id: '7', ask_key: 'k', revision_id: 'r', previous_hash: 'p', hash: 'h' }),
  audit_heads: (id) => ({ install_id: id, seq: 1, hash: 'h' }),
  rule_versions: (id) => ({ install_id: id, hash: 'h', document: '{}', activated_at: NOW, active: true }),
  install_secrets: (id) => ({ install_id: id, kind: 'door', secret_hash: `s${id}` }),
}; // prettier-ignore

const insertInto = (table: string, row: Record<string, unknown>) => {
  const names = Object.keys(row);
  return sql`insert into ${sql.table(table)} (${sql.join(names.map((name) => sql.ref(name)))})
    values (${sql.join(names.map((name) => row[name]))})`;
};

describe('the rows of an install', () => {
  let db: Database;
  let mine: number;
  let theirs: number;
  beforeAll(async () => {
    db = await freshDatabase();
    mine = (await connectInstall(db.kysely, { crm: 'hubspot', account: '1' })).id;
    theirs = (await connectInstall(db.kysely, { crm: 'hubspot', account: '2' })).id;
    for (const [table, row] of Object.entries(ROWS)) {
      for (const id of [mine, theirs]) await insertInto(table, row(id)).execute(db.kysely);
    }
  });
  afterAll(() => db.close());

  const asMe = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => asInstall(db.kysely, mine, work);
  const ownersIn =
    (table: string) =>
    async (tx: Tx): Promise<number[]> => {
      const { rows } = await sql<{ install_id: number }>`select install_id from ${sql.table(table)}`.execute(tx);
      return rows.map((row) => row.install_id);
    };

  it.each(Object.keys(ROWS))('are seen by that install only (%s)', async (table) => {
    expect(await asMe(ownersIn(table))).toEqual([mine]);
    expect(await asInstall(db.kysely, 0, ownersIn(table))).toEqual([]);
  });

  it.each(Object.keys(ROWS))('cannot be changed, given away, forged or deleted by another (%s)', async (table) => {
    const touch = await asMe((tx) =>
      sql`update ${sql.table(table)} set install_id = install_id where install_id = ${theirs}`.execute(tx),
    );
    const drop = await asMe((tx) => sql`delete from ${sql.table(table)} where install_id = ${theirs}`.execute(tx));
    expect([touch.numAffectedRows, drop.numAffectedRows]).toEqual([0n, 0n]);
    const give = asMe((tx) => sql`update ${sql.table(table)} set install_id = ${theirs}`.execute(tx));
    await expect(give).rejects.toMatchObject({ code: '42501' });
    const forge = asMe((tx) => insertInto(table, ROWS[table]?.(theirs) ?? {}).execute(tx));
    await expect(forge).rejects.toMatchObject({ code: '42501' });
    expect((await asInstall(db.kysely, theirs, ownersIn(table))).length).toBe(1);
  });
});

describe('the roles', () => {
  let db: Database;
  let installId: number;
  beforeAll(async () => {
    db = await freshDatabase();
    installId = (await connectInstall(db.kysely, { crm: 'hubspot', account: '1' })).id;
    await sealedTokens(db.kysely, installId, [{ id: 'k', key: Buffer.alloc(32) }]).replace({ a: 1 });
    const event = { account: '1', crm: 'hubspot', dedupeKey: 'k', kind: 'deal_changed', objectId: '7' } as const;
    await storeEvents(db.door, [{ ...event, mergedIds: [], occurredAt: NOW, payload: {} }], new Date(NOW));
  });
  afterAll(() => db.close());

  it('stand before every table of an install, forced on its owner too', async () => {
    const { rows } = await sql<{ name: string; is_forced: boolean }>`
      select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as is_forced
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'install_id'
      where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace order by c.relname`.execute(db.kysely);
    expect(rows).toEqual(Object.keys(ROWS).sort().map((name) => ({ name, is_forced: true }))); // prettier-ignore
  });

  it('cannot log in, own nothing and bypass nothing', async () => {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from pg_roles r where r.rolname like 'keepable\\_%'
        and not (r.rolcanlogin or r.rolsuper or r.rolbypassrls or r.rolcreaterole or r.rolcreatedb)
        and not exists (select from pg_class c where c.relowner = r.oid)`.execute(db.kysely);
    expect(rows).toEqual([{ count: 4 }]);
  });

  it.each([
    ['keepable_door', 'select payload from inbox'],
    ['keepable_door', 'select received_at from inbox'],
    ['keepable_door', 'update inbox set state = state'],
    ['keepable_door', 'delete from inbox'],
    ['keepable_door', 'delete from deal_work'],
    ['keepable_door', 'select lease_id from deal_work'],
    ['keepable_door', 'select tokens from installs'],
    ['keepable_door', 'update installs set status = status'],
    ['keepable_door', 'select snapshot from check_runs'],
    ['keepable_door', 'select content from write_backs'],
    ['keepable_door', 'select facts from sheet_versions'],
    ['keepable_claimer', 'select id from inbox'],
    ['keepable_claimer', 'select tokens from installs'],
    ['keepable_claimer', 'select account from installs'],
    [
      'keepable_claimer',
      'insert into deal_work (install_id, kind, object_id, run_at) values (1, $$deal$$, $$9$$, now())',
    ],
    ['keepable_claimer', 'delete from deal_work'],
    ['keepable_claimer', 'select snapshot from check_runs'],
    ['keepable_claimer', 'select content from write_backs'],
    ['keepable_operator', 'select payload from inbox'],
    ['keepable_operator', 'select snapshot from check_runs'],
    ['keepable_operator', 'select result from check_runs'],
    ['keepable_operator', 'select content from write_backs'],
    ['keepable_operator', 'select facts from sheet_versions'],
    ['keepable_operator', 'select url from sheet_sources'],
    ['keepable_operator', 'select bytes from sheet_drafts'],
    ['keepable_operator', 'select hash from admin_tokens'],
    ['keepable_claimer', 'select hash from admin_tokens'],
    ['keepable_operator', 'select shown from deals_shown'],
    ['keepable_operator', 'update deal_work set run_at = now()'],
  ] as const)('%s may not: %s', async (role, statement) => {
    const attempt = asRole(db.kysely, role, (tx) => sql.raw(statement).execute(tx));
    await expect(attempt).rejects.toMatchObject({ code: '42501' });
  });

  it('end with their transaction, also when it fails', async () => {
    const role = async (): Promise<unknown> => {
      const { rows } =
        await sql`select current_setting('role') as role, current_setting('keepable.install', true) as id`.execute(
          db.kysely,
        );
      return rows[0];
    };
    await asInstall(db.kysely, installId, () => Promise.reject(new Error('no'))).catch(() => undefined);
    expect(await role()).toEqual({ role: 'none', id: '' });
  });
});
