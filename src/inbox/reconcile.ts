import type { Kysely } from 'kysely';
import type { Crm } from '../crm/crm.ts';
import { markDirty } from '../db/deal-work.ts';
import type { Install } from '../db/installs.ts';
import { claimReconciliation, finishReconciliation } from '../db/installs.ts';
import { asInstall } from '../db/roles.ts';
import type { Tx } from '../db/roles.ts';
import type { Schema } from '../db/schema.ts';
import { doubtedDeals, endDoubts } from '../db/write-backs.ts';
import type { Logger } from '../logger.ts';

export type ReconcilerOptions = {
  db: Kysely<Schema>;
  openCrm: (install: Install, timeZone: string) => Crm;
  now: () => Date;
  wake: () => void;
  logger: Logger;
  /** How often each install is looked at, in milliseconds. */
  everyMs?: number;
};

/** A changed attribute that no webhook tells of is found within a minute. */
const EVERY_MS = 45_000;
/** How far back each look reaches before the end of the last one: the CRM's search index lags, clocks differ. */
const OVERLAP_MS = 2 * 60 * 1000;

/**
 * Repairs lost webhooks: asks each install's CRM which deals changed since the last look and marks them dirty. One process
 * at a time per install; a look that fails is repeated from where the last good one ended.
 */
const reconcileOnce = async (options: ReconcilerOptions): Promise<number> => {
  const { db, openCrm, now, wake, everyMs = EVERY_MS } = options;
  const startedAt = now();
  const due = await claimReconciliation(db, { now: startedAt, everyMs });
  if (!due) return 0;
  const since = new Date((due.reconciledAt ?? startedAt).getTime() - OVERLAP_MS);
  const changed = await openCrm(due.install, due.install.time_zone).changedDeals(since.toISOString());
  const deals = changed.map(({ dealId }) => ({ kind: 'deal' as const, objectId: dealId }));
  const doubted = await asInstall(db, due.install.id, async (tx) => {
    await markDirty(tx, deals, now());
    return recheckDoubted(tx, now());
  });
  await finishReconciliation(db, due.install.id, startedAt);
  const found = deals.length + doubted;
  if (found > 0) wake();
  return found;
};

/** A process that stood still this long in the middle of its writes and then died without a word is not thought of. */
export const DOUBT_MS = 10 * 60 * 1000;

/**
 * A process can stand still between asking for its lease and writing, for longer than the lease; if it dies before it
 * learns of that, nobody knows that its write came late. So what was taken over from a lease that was sending is written
 * once more ten minutes later. Returns the number of deals.
 */
export const recheckDoubted = async (tx: Tx, now: Date): Promise<number> => {
  const before = new Date(now.getTime() - DOUBT_MS);
  const deals = await doubtedDeals(tx, before);
  await markDirty(
    tx,
    deals.map((objectId) => ({ kind: 'deal' as const, objectId })),
    now,
  );
  await endDoubts(tx, before);
  return deals.length;
};

/** Looks at one due install at a time until stopped. */
export const startReconciler = (options: ReconcilerOptions & { pauseMs?: number }): { stop(): Promise<void> } => {
  const state: { running: Promise<unknown> } = { running: Promise.resolve() };
  const look = (): void => {
    state.running = reconcileOnce(options).catch((error: unknown) =>
      options.logger.warn({ err: error }, 'reconciliation failed'),
    );
  };
  const timer = setInterval(look, options.pauseMs ?? 5_000);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await state.running;
    },
  };
};
