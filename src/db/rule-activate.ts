import type { Kysely } from 'kysely';
import { AppError } from '../errors.ts';
import type { RuleSet } from '../rules/rule-set.ts';
import { markKnownDealsDirty } from './deal-work.ts';
import type { Tx } from './roles.ts';
import { asInstall } from './roles.ts';
import type { NewRules } from './rule-versions.ts';
import { activateRules, activeRulesId, readRuleVersion } from './rule-versions.ts';
import type { Schema } from './schema.ts';

/** What an activation did: the number of the version and how many deals are checked under it. */
export type Activation = { versionId: string; deals: number };

/**
 * Puts rules in force and every deal that shows an answer in line for another check: all of it or nothing. `replaces` is the
 * version that the author looked at (null: none; absent: whichever). Throws RULES_REPLACED when another one came into
 * force meanwhile.
 */
export const putRulesInForce = (
  db: Kysely<Schema>,
  installId: number,
  { rules, replaces }: { rules: NewRules; replaces?: string | null },
): Promise<Activation> =>
  asInstall(db, installId, async (tx) => {
    if (replaces !== undefined) await confirmInForce(tx, replaces);
    const versionId = await activateRules(tx, installId, rules);
    return { versionId, deals: await markKnownDealsDirty(tx, rules.activatedAt) };
  });

/** Puts an earlier version in force again as a new entry of the history. Throws RULES_MISSING when there is none of that number. */
export const restoreRules = (
  db: Kysely<Schema>,
  installId: number,
  { versionId, author, note, now }: { versionId: string; author: string | null; note: string; now: Date },
): Promise<Activation & { document: RuleSet }> =>
  asInstall(db, installId, async (tx) => {
    const earlier = await readRuleVersion(tx, versionId);
    if (!earlier) throw new AppError('RULES_MISSING', `There is no version ${versionId} of the rules.`);
    const { hash, document } = earlier;
    const number = await activateRules(tx, installId, { hash, document, author, note, activatedAt: now });
    return { versionId: number, document, deals: await markKnownDealsDirty(tx, now) };
  });

const confirmInForce = async (tx: Tx, replaces: string | null): Promise<void> => {
  if ((await activeRulesId(tx)) === replaces) return;
  throw new AppError(
    'RULES_REPLACED',
    'Somebody changed the rules while you looked at them. Look at the difference again, then save.',
  );
};
