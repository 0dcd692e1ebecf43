import type { Kysely } from 'kysely';
import type { Claim, WorkItem } from '../db/deal-work.ts';
import { buryWork, finishWork, markDirty, postponeWork, workKey } from '../db/deal-work.ts';
import { setInstallStatus } from '../db/installs.ts';
import type { Tx } from '../db/roles.ts';
import { asInstall } from '../db/roles.ts';
import type { Schema } from '../db/schema.ts';
import { distrustWrites } from '../db/write-backs.ts';
import type { Logger } from '../logger.ts';
import type { Decision } from './retry.ts';
import { decideRetry } from './retry.ts';

type Settler = { db: Kysely<Schema>; now: () => Date; chance: () => number; logger: Logger };

type Verdict = { item: WorkItem; error: unknown; decision: Decision };

/** Ends each item of a claim: finished, to be tried again, given up, or handed back because the install must wait. */
export const settleWork = async (claim: Claim, faults: Map<string, unknown>, settler: Settler): Promise<void> => {
  const { db, now, chance, logger } = settler;
  const finished = claim.items.filter((item) => !faults.has(workKey(item)));
  const verdicts = claim.items
    .filter((item) => faults.has(workKey(item)))
    .map((item) => decide(item, faults.get(workKey(item)), chance()));
  for (const { item, error, decision } of verdicts) {
    logger.warn(
      { err: error, installId: claim.installId, kind: item.kind, objectId: item.objectId, decision },
      'work failed',
    );
  }
  await asInstall(db, claim.installId, async (tx) => {
    await finishHeld(tx, claim, { items: finished, now: now() });
    for (const verdict of verdicts) await carryOut(tx, claim, { verdict, now: now() });
  });
  const stop = verdicts.map(({ decision }) => decision).find(stopsInstall);
  if (stop) await stopInstall(db, claim.installId, { stop, now: now() });
};

const decide = (item: WorkItem, error: unknown, chance: number): Verdict => ({
  item,
  error,
  decision: decideRetry(error, item.attempts, chance),
});

/** What was lost to another worker may have been overwritten by our late write: it is checked and written once more. */
const finishHeld = async (tx: Tx, claim: Claim, work: { items: WorkItem[]; now: Date }): Promise<void> => {
  const held = await finishWork(tx, claim.leaseId, work);
  const lost = work.items.filter((item) => item.kind === 'deal' && !held.has(workKey(item)));
  await distrustWrites(
    tx,
    lost.map((item) => item.objectId),
  );
  await markDirty(tx, lost, work.now);
};

const carryOut = async (tx: Tx, claim: Claim, { verdict, now }: { verdict: Verdict; now: Date }): Promise<void> => {
  const { item, decision } = verdict;
  if (decision.do === 'give-up') {
    await buryWork(tx, claim.leaseId, { items: [item], reason: decision.reason, now });
    return;
  }
  const isRetry = decision.do === 'retry';
  const runAt = isRetry ? new Date(now.getTime() + decision.afterMs) : now;
  await postponeWork(tx, claim.leaseId, { items: [item], runAt, isCounted: isRetry && decision.isCounted });
};

type Stop = Extract<Decision, { do: 'pause-install' | 'reconnect' }>;

const stopsInstall = (decision: Decision): decision is Stop =>
  decision.do === 'pause-install' || decision.do === 'reconnect';

const stopInstall = (db: Kysely<Schema>, installId: number, { stop, now }: { stop: Stop; now: Date }): Promise<void> =>
  stop.do === 'reconnect'
    ? setInstallStatus(db, installId, { status: 'reconnect', reason: stop.reason })
    : setInstallStatus(db, installId, {
        status: 'paused',
        reason: stop.reason,
        until: new Date(now.getTime() + stop.afterMs),
      });
