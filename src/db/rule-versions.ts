import type { RuleSet } from '../rules/rule-set.ts';
import type { Tx } from './roles.ts';

/** A version of the rules: the document never changes under its hash. */
export type RuleVersion = { id: string; hash: string; document: RuleSet };

/** A version as the history lists it. */
export type ListedRules = RuleVersion & {
  author: string | null;
  note: string | null;
  activatedAt: Date;
  isActive: boolean;
};

/** What becomes the rules in force. */
export type NewRules = {
  hash: string;
  document: RuleSet;
  author: string | null;
  note: string | null;
  activatedAt: Date;
};

/** The rules in force; null while nobody has set any. */
export const activeRules = async (tx: Tx): Promise<RuleVersion | null> => {
  const row = await tx
    .selectFrom('rule_versions')
    .select(['id', 'hash', 'document'])
    .where('active', '=', true)
    .executeTakeFirst();
  return row ?? null;
};

/** The number of the version in force: readers compare it before they read the document again. */
export const activeRulesId = async (tx: Tx): Promise<string | null> => {
  const row = await tx.selectFrom('rule_versions').select('id').where('active', '=', true).executeTakeFirst();
  return row?.id ?? null;
};

/** The versions of an install, newest first. */
export const listRuleVersions = async (tx: Tx, limit = 100): Promise<ListedRules[]> => {
  const rows = await tx.selectFrom('rule_versions').selectAll().orderBy('id', 'desc').limit(limit).execute();
  return rows.map((row) => ({
    id: row.id,
    hash: row.hash,
    document: row.document,
    author: row.author,
    note: row.note,
    activatedAt: row.activated_at,
    isActive: row.active,
  }));
};

/** One version by the number of the history; null when this install has none of that number. */
export const readRuleVersion = async (tx: Tx, id: string): Promise<RuleVersion | null> => {
  if (!/^\d{1,18}$/.test(id)) return null;
  const row = await tx
    .selectFrom('rule_versions')
    .select(['id', 'hash', 'document'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
};

/** A version by its hash, for replay; null when this install never had it. */
export const rulesOfHash = async (tx: Tx, hash: string): Promise<RuleVersion | null> => {
  const row = await tx
    .selectFrom('rule_versions')
    .select(['id', 'hash', 'document'])
    .where('hash', '=', hash)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
};

/** Puts rules in force: readers see the old or the new ones, never a mix. Returns the number of the version. */
export const activateRules = async (tx: Tx, installId: number, rules: NewRules): Promise<string> => {
  await tx.updateTable('rule_versions').set({ active: false }).where('active', '=', true).execute();
  const row = await tx
    .insertInto('rule_versions')
    .values({
      install_id: installId,
      hash: rules.hash,
      document: JSON.stringify(rules.document),
      author: rules.author,
      note: rules.note,
      activated_at: rules.activatedAt,
      active: true,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
};
