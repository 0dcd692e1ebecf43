import { createHash, randomBytes } from 'node:crypto';
import type { Tx } from './roles.ts';
import type { KeyRing } from './secret-box.ts';
import { openSecret, sealSecret } from './secret-box.ts';

/** A question and the person who may answer it by a link. */
type LinkOwner = { dealId: string; key: string; person: string };

/** A link that was opened: whose it is, and what was shown when it was made. */
export type OpenedLink = LinkOwner & { tokenHash: string; revisionId: string; endsAt: Date; usedAt: Date | null };

/** How links are made: under which address, sealed with which keys. */
export type LinkMaking = { publicUrl: string; keys: KeyRing };

const TOKEN_BYTES = 32;
const LIFE_MS = 60 * 86_400_000;
const FORMAT = /^(\d{1,9})-([\w-]{43})$/;

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');
const boundTo = (installId: number, hash: string): string => `installs/${installId}/ask-link/${hash}`;

/** The install that a token speaks for, or null when it is none of ours by its form. */
export const installOfToken = (token: string): number | null => {
  const [, installId] = FORMAT.exec(token) ?? [];
  return installId === undefined ? null : Number(installId);
};

/** Random 256 bits; the install in front of them says where to look. */
const newToken = (installId: number): string => `${installId}-${randomBytes(TOKEN_BYTES).toString('base64url')}`;

type Ensured = LinkOwner & { installId: number; revisionId: string; now: Date };

/** The address of the answer page for one person and question, made when it is first needed; one per person and question. */
export const ensureLink = async (tx: Tx, owner: Ensured, { publicUrl, keys }: LinkMaking): Promise<string> => {
  const { installId, dealId, key, person, revisionId, now } = owner;
  const token = newToken(installId);
  const hash = hashOf(token);
  await tx
    .insertInto('ask_links')
    .values({
      install_id: installId,
      token_hash: hash,
      token_sealed: sealSecret(token, boundTo(installId, hash), keys),
      deal_id: dealId,
      key,
      person,
      revision_id: revisionId,
      ends_at: new Date(now.getTime() + LIFE_MS),
      used_at: null,
    })
    .onConflict((conflict) => conflict.columns(['install_id', 'deal_id', 'key', 'person']).doNothing())
    .execute();
  const kept = await tx
    .selectFrom('ask_links')
    .select(['token_hash', 'token_sealed'])
    .where('deal_id', '=', dealId)
    .where('key', '=', key)
    .where('person', '=', person)
    .executeTakeFirstOrThrow();
  return `${publicUrl}/signoff/${openSecret(kept.token_sealed, boundTo(installId, kept.token_hash), keys)}`;
};

/** The link of a token in this install, or null when nobody was given it. */
export const findLink = async (tx: Tx, token: string): Promise<OpenedLink | null> => {
  const row = await tx.selectFrom('ask_links').selectAll().where('token_hash', '=', hashOf(token)).executeTakeFirst();
  if (!row) return null;
  return {
    tokenHash: row.token_hash,
    dealId: row.deal_id,
    key: row.key,
    person: row.person,
    revisionId: row.revision_id,
    endsAt: row.ends_at,
    usedAt: row.used_at,
  };
};

/** Marks a link as used for its decision; null: the decision was taken back, so that it can be used again. */
export const markLink = async (tx: Tx, { tokenHash }: OpenedLink, usedAt: Date | null): Promise<void> => {
  await tx.updateTable('ask_links').set({ used_at: usedAt }).where('token_hash', '=', tokenHash).execute();
};
