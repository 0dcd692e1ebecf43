import type { Kysely, Transaction } from 'kysely';
import { sql } from 'kysely';
import type { Schema } from './schema.ts';

/** A transaction that runs under one of the roles of migrations/0002-tenants.sql. */
export type Tx = Transaction<Schema>;

/** Works on the rows of one install and can see no others, whatever its SQL says. */
export const asInstall = <T>(db: Kysely<Schema>, installId: number, work: (tx: Tx) => Promise<T>): Promise<T> =>
  db.transaction().execute(async (tx) => {
    await sql`select set_config('role', 'keepable_app', true), set_config('keepable.install', ${String(installId)}, true)`.execute(
      tx,
    );
    return work(tx);
  });

/** Works across installs with only the rights of that role: the door, the claimer, or the operator. */
export const asRole = <T>(
  db: Kysely<Schema>,
  role: 'keepable_door' | 'keepable_claimer' | 'keepable_operator',
  work: (tx: Tx) => Promise<T>,
): Promise<T> =>
  db.transaction().execute(async (tx) => {
    await sql`select set_config('role', ${role}, true)`.execute(tx);
    return work(tx);
  });
