import type { Kysely } from 'kysely';
import type { Claim, WorkItem } from '../db/deal-work.ts';
import { buryWork, finishWork, markDirty, postponeWork, workKey } from '../db/deal-work.ts';
import { setInstallStatus } from '../db/installs.ts';
import { hasCode } from '../errors.ts';
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
    const held = await finishWork(tx, claim.leaseId, { items: finished, now: now() });
    const lost = finished.filter((item) => !held.has(workKey(item)));
    for (const verdict of verdicts) {
      const isHeld = await carryOut(tx, claim, { verdict, now: now() });
      if (!isHeld && mayHaveWritten(verdict)) lost.push(verdict.item);
    }
    await checkAgain(tx, lost, now());
  });
  const stop = verdicts.map(({ decision }) => decision).find(stopsInstall);
  if (stop) await stopInstall(db, claim.installId, { stop, now: now() });
};

const decide = (item: WorkItem, error: unknown, chance: number): Verdict => ({
  item,
  error,
  decision: decideRetry(error, item.attempts, chance),
});

/** A run that found its lease gone sent nothing; any other fault may have come after a write. */
const mayHaveWritten = ({ error }: Verdict): boolean => !hasCode(error, 'LEASE_LOST');

/** What was lost to another worker may have been overwritten by our late write: it is checked and written once more. */
const checkAgain = async (tx: Tx, lost: WorkItem[], now: Date): Promise<void> => {
  const deals = lost.filter((item) => item.kind === 'deal');
  await distrustWrites(
    tx,
    deals.map((item) => item.objectId),
  );
  await markDirty(tx, deals, now);
};

/** True when the lease still held the item. */
const carryOut = async (tx: Tx, claim: Claim, { verdict, now }: { verdict: Verdict; now: Date }): Promise<boolean> => {
  const { item, decision } = verdict;
  if (decision.do === 'give-up') {
    const held = await buryWork(tx, claim.leaseId, { items: [item], reason: decision.reason, now });
    return held.has(workKey(item));
  }
  const isRetry = decision.do === 'retry';
  const runAt = isRetry ? new Date(now.getTime() + decision.afterMs) : now;
  const isCounted = isRetry && decision.isCounted;
  const held = await postponeWork(tx, claim.leaseId, { items: [item], runAt, isCounted });
  return held.has(workKey(item));
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
