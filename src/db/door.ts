import { createHash } from 'node:crypto';
import type { Kysely, RawBuilder } from 'kysely';
import pg from 'pg';
import { asRole } from './roles.ts';
import type { Schema } from './schema.ts';

/** Runs one statement with the rights of keepable_door and no others; it is committed when this resolves. */
export type Door = { run<Row>(statement: RawBuilder<Row>): Promise<readonly Row[]>; close(): Promise<void> };

/** The door of an engine with one session: a transaction that takes the role and gives it back. */
export const doorInSession = (db: Kysely<Schema>): Door => ({
  run: (statement) => asRole(db, 'keepable_door', async (tx) => (await statement.execute(tx)).rows),
  close: async () => undefined,
});

/** As many statements as are in flight at a time (src/inbox/group-commit.ts). */
const CONNECTIONS = 2;

/**
 * The door of PostgreSQL: connections that have the role for as long as they live, and keep the plan of the statement.
 * One round trip instead of four, and no planning, which takes longer than storing a few events.
 */
export const doorOfPostgres = (url: string, db: Kysely<Schema>): Door => {
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS,
    // A connection that cannot take the role is given up: it must never store with the rights of the login.
    verify: (client, done) => client.query('set role keepable_door', (error) => done(error ?? undefined)),
  });
  pool.on('error', () => undefined);
  const names = new Map<string, string>();
  const nameOf = (text: string): string => {
    const name = names.get(text) ?? `door_${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
    names.set(text, name);
    return name;
  };
  return {
    run: async <Row>(statement: RawBuilder<Row>) => {
      const { sql: text, parameters } = statement.compile(db);
      const { rows } = await pool.query({ name: nameOf(text), text, values: [...parameters] });
      return rows as Row[];
    },
    close: () => pool.end(),
  };
};
