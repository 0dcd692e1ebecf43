import { createHash, randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Install } from './installs.ts';
import { asInstall, asRole } from './roles.ts';
import type { InstallStatus, Schema } from './schema.ts';

/** door: in the address of an org's outbound messages; card: sent by its Lightning component. */
export type SecretKind = 'door' | 'card';

type Secrets = {
  install_secrets: { install_id: number; kind: SecretKind; secret_hash: string; ends_at: Date | null };
};

/** The install that a secret belongs to, with the hash to compare by. */
export type SecretHolder = {
  installId: number;
  crm: Install['crm'];
  account: string;
  status: InstallStatus;
  secretHash: string;
};

const SECRET_BYTES = 32;

/** SHA-256 (hex) of a secret: what is stored, and what is looked for. */
export const secretHashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** A new secret of 256 bits for an install; it is stored as its hash and told only now. Those before it stay good. */
export const addSecret = async (db: Kysely<Schema>, installId: number, kind: SecretKind): Promise<string> => {
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  const row = { install_id: installId, kind, secret_hash: secretHashOf(secret), ends_at: null };
  await asInstall(db, installId, (tx) => tx.withTables<Secrets>().insertInto('install_secrets').values(row).execute());
  return secret;
};

/** Ends every secret of the kind but this one, at a moment; those that were to end earlier still do. */
export const endOtherSecrets = async (
  db: Kysely<Schema>,
  installId: number,
  { kind, keep, endsAt }: { kind: SecretKind; keep: string | null; endsAt: Date },
): Promise<void> => {
  await asInstall(db, installId, (tx) =>
    tx
      .withTables<Secrets>()
      .updateTable('install_secrets')
      .set({ ends_at: endsAt })
      .where('kind', '=', kind)
      .where('secret_hash', '!=', keep === null ? '' : secretHashOf(keep))
      .where((where) => where.or([where('ends_at', 'is', null), where('ends_at', '>', endsAt)]))
      .execute(),
  );
};

/** Takes a secret back that was never used. */
export const dropSecret = async (db: Kysely<Schema>, installId: number, secret: string): Promise<void> => {
  await asInstall(db, installId, (tx) =>
    tx.withTables<Secrets>().deleteFrom('install_secrets').where('secret_hash', '=', secretHashOf(secret)).execute(),
  );
};

/** Whether the install has a secret of the kind that is still good. */
export const hasSecret = async (
  db: Kysely<Schema>,
  installId: number,
  { kind, now }: { kind: SecretKind; now: Date },
): Promise<boolean> => {
  const row = await asInstall(db, installId, (tx) =>
    tx
      .withTables<Secrets>()
      .selectFrom('install_secrets')
      .select('kind')
      .where('kind', '=', kind)
      .where((where) => where.or([where('ends_at', 'is', null), where('ends_at', '>', now)]))
      .limit(1)
      .executeTakeFirst(),
  );
  return row !== undefined;
};

/** The install whose secret has this hash and is still good, or null. Compare the hashes once more before it is believed. */
export const findSecretHolder = (
  db: Kysely<Schema>,
  { kind, hash, now }: { kind: SecretKind; hash: string; now: Date },
): Promise<SecretHolder | null> =>
  asRole(db, 'keepable_door', async (tx) => {
    const row = await tx
      .withTables<Secrets>()
      .selectFrom('install_secrets')
      .innerJoin('installs', 'installs.id', 'install_secrets.install_id')
      .select(['installs.id as installId', 'crm', 'account', 'status', 'secret_hash as secretHash'])
      .where('kind', '=', kind)
      .where('secret_hash', '=', hash)
      .where((where) => where.or([where('ends_at', 'is', null), where('ends_at', '>', now)]))
      .executeTakeFirst();
    return row ?? null;
  });
