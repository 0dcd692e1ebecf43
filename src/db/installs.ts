import type { Kysely, Selectable } from 'kysely';
import type { KeyRing } from './secret-box.ts';
import { openSecret, sealSecret } from './secret-box.ts';
import { asInstall, asRole } from './roles.ts';
import type { InstallStatus, Schema } from './schema.ts';

/** A connected account without its secrets. */
export type Install = Pick<
  Selectable<Schema['installs']>,
  'id' | 'crm' | 'account' | 'status' | 'status_reason' | 'paused_until' | 'time_zone'
>;

const PUBLIC_COLUMNS = ['id', 'crm', 'account', 'status', 'status_reason', 'paused_until', 'time_zone'] as const;

/** Connects an account, or connects it again: the same install, active. */
export const connectInstall = (
  db: Kysely<Schema>,
  install: { crm: Install['crm']; account: string },
): Promise<Install> =>
  asRole(db, 'keepable_operator', (tx) =>
    tx
      .insertInto('installs')
      .values(install)
      .onConflict((conflict) =>
        conflict.columns(['crm', 'account']).doUpdateSet({ status: 'active', status_reason: null, paused_until: null }),
      )
      .returning(PUBLIC_COLUMNS)
      .executeTakeFirstOrThrow(),
  );

/** The install of an account; a new one is disconnected until `connectInstall`, one that is there stays as it is. */
export const reserveInstall = (
  db: Kysely<Schema>,
  install: { crm: Install['crm']; account: string },
): Promise<Install> =>
  asRole(db, 'keepable_operator', async (tx) => {
    await tx
      .insertInto('installs')
      .values({ ...install, status: 'disconnected', status_reason: 'The connection was begun, but not finished.' })
      .onConflict((conflict) => conflict.columns(['crm', 'account']).doNothing())
      .execute();
    return tx
      .selectFrom('installs')
      .select(PUBLIC_COLUMNS)
      .where('crm', '=', install.crm)
      .where('account', '=', install.account)
      .executeTakeFirstOrThrow();
  });

/** All installs, oldest first. */
export const listInstalls = (db: Kysely<Schema>): Promise<Install[]> =>
  asRole(db, 'keepable_operator', (tx) => tx.selectFrom('installs').select(PUBLIC_COLUMNS).orderBy('id').execute());

/** The install of an account, when there is one. */
export const findInstall = (
  db: Kysely<Schema>,
  of: { crm: Install['crm']; account: string },
): Promise<Install | null> =>
  asRole(db, 'keepable_operator', async (tx) => {
    const row = await tx
      .selectFrom('installs')
      .select(PUBLIC_COLUMNS)
      .where('crm', '=', of.crm)
      .where('account', '=', of.account)
      .executeTakeFirst();
    return row ?? null;
  });

/** The install by our own id. */
export const readInstall = (db: Kysely<Schema>, installId: number): Promise<Install> =>
  asInstall(db, installId, (tx) => tx.selectFrom('installs').select(PUBLIC_COLUMNS).executeTakeFirstOrThrow());

/** Changes whether an install is worked for, with the reason that people see. */
export const setInstallStatus = async (
  db: Kysely<Schema>,
  installId: number,
  change: { status: InstallStatus; reason: string | null; until?: Date },
): Promise<void> => {
  await asInstall(db, installId, (tx) =>
    tx
      .updateTable('installs')
      .set({ status: change.status, status_reason: change.reason, paused_until: change.until ?? null })
      .where('id', '=', installId)
      .execute(),
  );
};

/** Where one install's tokens are kept, sealed. `update` holds the row lock, so that one process at a time changes them. */
export type SealedTokens<T> = {
  read(): Promise<T | null>;
  update(change: (current: T) => Promise<T>): Promise<T>;
  /** Stores first tokens, whatever was there. */
  replace(tokens: T): Promise<void>;
};

/** The tokens of one install as JSON, sealed for its row. */
export const sealedTokens = <T extends object>(
  db: Kysely<Schema>,
  installId: number,
  keys: KeyRing,
): SealedTokens<T> => {
  const boundTo = `installs/${installId}/tokens`;
  const open = (sealed: string): T => JSON.parse(openSecret(sealed, boundTo, keys)) as T;
  const seal = (tokens: T): string => sealSecret(JSON.stringify(tokens), boundTo, keys);
  return {
    read: () =>
      asInstall(db, installId, async (tx) => {
        const row = await tx.selectFrom('installs').select('tokens').executeTakeFirst();
        return row?.tokens ? open(row.tokens) : null;
      }),
    // "no key": the lock must not stop the door, whose rows refer to this one.
    update: (change) =>
      asInstall(db, installId, async (tx) => {
        const row = await tx.selectFrom('installs').select('tokens').forNoKeyUpdate().executeTakeFirstOrThrow();
        const before = open(row.tokens ?? '');
        const after = await change(before);
        if (after !== before)
          await tx
            .updateTable('installs')
            .set({ tokens: seal(after) })
            .execute();
        return after;
      }),
    replace: async (tokens) => {
      await asInstall(db, installId, (tx) =>
        tx
          .updateTable('installs')
          .set({ tokens: seal(tokens) })
          .execute(),
      );
    },
  };
};

/** Deletes everything of an account: what a person may ask for, and how the demo starts afresh. */
export const forgetInstall = async (
  db: Kysely<Schema>,
  of: { crm: Install['crm']; account: string },
): Promise<void> => {
  const install = await findInstall(db, of);
  if (!install) return;
  await asRole(db, 'keepable_operator', (tx) => tx.deleteFrom('installs').where('id', '=', install.id).execute());
};

const RECONCILIATION_MS = 5 * 60 * 1000;

/** Takes one install whose last look at the CRM's changes is long ago, for this process alone. */
export const claimReconciliation = (
  db: Kysely<Schema>,
  { now, everyMs }: { now: Date; everyMs: number },
): Promise<{ install: Install; reconciledAt: Date | null } | null> =>
  asRole(db, 'keepable_operator', async (tx) => {
    const due = await tx
      .selectFrom('installs')
      .select([...PUBLIC_COLUMNS, 'reconciled_at'])
      .where('status', '=', 'active')
      .where((where) =>
        where.or([where('reconciled_at', 'is', null), where('reconciled_at', '<=', new Date(now.getTime() - everyMs))]),
      )
      .where((where) => where.or([where('reconciling_until', 'is', null), where('reconciling_until', '<=', now)]))
      .orderBy('id')
      .limit(1)
      .forNoKeyUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (!due) return null;
    const until = new Date(now.getTime() + RECONCILIATION_MS);
    await tx.updateTable('installs').set({ reconciling_until: until }).where('id', '=', due.id).execute();
    const { reconciled_at: reconciledAt, ...install } = due;
    return { install, reconciledAt };
  });

/** Changes up to `through` were looked for. */
export const finishReconciliation = async (db: Kysely<Schema>, installId: number, through: Date): Promise<void> => {
  await asRole(db, 'keepable_operator', (tx) =>
    tx
      .updateTable('installs')
      .set({ reconciled_at: through, reconciling_until: null })
      .where('id', '=', installId)
      .execute(),
  );
};
