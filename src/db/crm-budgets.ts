import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { asInstall } from './roles.ts';
import type { Schema } from './schema.ts';

/** How many calls of a kind may be saved up, and how many come back per second. */
export type Allowance = { kind: string; burst: number; perSecond: number };

/**
 * Takes one call from an install's allowance, which all processes share; returns how long to wait in milliseconds
 * (0: go ahead). A call that must wait is booked already, so that many waiters come one after the other.
 */
export const takeCall = (
  db: Kysely<Schema>,
  installId: number,
  { allowance, now }: { allowance: Allowance; now: Date },
): Promise<number> =>
  asInstall(db, installId, async (tx) => {
    const { kind, burst, perSecond } = allowance;
    const { rows } = await sql<{ tokens: number }>`
      insert into crm_budgets (install_id, kind, tokens, refilled_at)
      values (${installId}, ${kind}, ${burst - 1}, ${now})
      on conflict (install_id, kind) do update
        set tokens = least(${burst}::float8, crm_budgets.tokens + ${perSecond}::float8
              * greatest(0, extract(epoch from excluded.refilled_at - crm_budgets.refilled_at))) - 1,
            refilled_at = greatest(crm_budgets.refilled_at, excluded.refilled_at)
      returning tokens`.execute(tx);
    const tokens = rows[0]?.tokens ?? 0;
    return tokens < 0 ? Math.ceil((-tokens / perSecond) * 1000) : 0;
  });

/** Gives back a call that was booked but not made. */
export const returnCall = async (db: Kysely<Schema>, installId: number, kind: string): Promise<void> => {
  await asInstall(db, installId, (tx) =>
    tx
      .updateTable('crm_budgets')
      .set((row) => ({ tokens: row('tokens', '+', 1) }))
      .where('kind', '=', kind)
      .execute(),
  );
};

/** What was left of an allowance that the CRM counts itself, out of how many, and when it said so. */
export type Remaining = { left: number; limit: number; at: Date };

/** Stores what the CRM says is left, as the number of the kind and, beside it, as `<kind> limit`. */
export const storeAllowance = async (
  db: Kysely<Schema>,
  installId: number,
  { kind, left, limit, at }: Remaining & { kind: string },
): Promise<void> => {
  const row = (name: string, tokens: number) => ({ install_id: installId, kind: name, tokens, refilled_at: at });
  await asInstall(db, installId, (tx) =>
    tx
      .insertInto('crm_budgets')
      .values([row(kind, left), row(`${kind} limit`, limit)])
      .onConflict((conflict) =>
        conflict
          .columns(['install_id', 'kind'])
          .doUpdateSet((set) => ({ tokens: set.ref('excluded.tokens'), refilled_at: set.ref('excluded.refilled_at') })),
      )
      .execute(),
  );
};

/** What the CRM last said is left; null when it never said. */
export const readAllowance = async (db: Kysely<Schema>, installId: number, kind: string): Promise<Remaining | null> => {
  const rows = await asInstall(db, installId, (tx) =>
    tx
      .selectFrom('crm_budgets')
      .select(['kind', 'tokens', 'refilled_at'])
      .where('kind', 'in', [kind, `${kind} limit`])
      .execute(),
  );
  const [left, limit] = [kind, `${kind} limit`].map((name) => rows.find((row) => row.kind === name));
  return left && limit ? { left: left.tokens, limit: limit.tokens, at: left.refilled_at } : null;
};
