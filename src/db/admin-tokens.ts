import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Kysely } from 'kysely';
import { asInstall } from './roles.ts';
import type { AdminRole, Schema } from './schema.ts';

/** Who a token or a session speaks for: one install, one role. `tokenId` changes when the token is replaced. */
export type AdminIdentity = { installId: number; role: AdminRole; tokenId: string };

const TOKEN_BYTES = 32;
const TOKEN_ID_LENGTH = 16;
const FORMAT = /^([a-z]+)-(\d{1,9})-([\w-]{43})$/;

/**
 * Makes a new token for the pages of an install; the one before it stops working, and so do its sessions. It is shown once:
 * only its hash is kept.
 */
export const replaceAdminToken = async (
  db: Kysely<Schema>,
  installId: number,
  { role, now }: { role: AdminRole; now: Date },
): Promise<string> => {
  const token = `${role}-${installId}-${randomBytes(TOKEN_BYTES).toString('base64url')}`;
  const row = { hash: hashOf(token), created_at: now };
  await asInstall(db, installId, (tx) =>
    tx
      .insertInto('admin_tokens')
      .values({ install_id: installId, role, ...row })
      .onConflict((conflict) => conflict.columns(['install_id', 'role']).doUpdateSet(row))
      .execute(),
  );
  return token;
};

/** The identity of a token, or null when it is not the one in force. Takes as long for a wrong token as for a right one. */
export const identityOf = async (db: Kysely<Schema>, token: string): Promise<AdminIdentity | null> => {
  const [, role, installId] = FORMAT.exec(token) ?? [];
  const hash = hashOf(token);
  const kept = await hashInForce(db, Number(installId ?? 0), role === 'reader' ? 'reader' : 'planner');
  const isSame = timingSafeEqual(Buffer.from(hash), Buffer.from(kept ?? hashOf('')));
  if (!isSame || kept === null || (role !== 'planner' && role !== 'reader')) return null;
  return { installId: Number(installId), role, tokenId: hash.slice(0, TOKEN_ID_LENGTH) };
};

/** True while the token of this identity was not replaced. */
export const isInForce = async (db: Kysely<Schema>, { installId, role, tokenId }: AdminIdentity): Promise<boolean> =>
  (await hashInForce(db, installId, role))?.slice(0, TOKEN_ID_LENGTH) === tokenId;

const hashInForce = (db: Kysely<Schema>, installId: number, role: AdminRole): Promise<string | null> =>
  asInstall(db, installId, async (tx) => {
    const row = await tx.selectFrom('admin_tokens').select('hash').where('role', '=', role).executeTakeFirst();
    return row?.hash ?? null;
  });

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');
