import type { Kysely } from 'kysely';
import type { CheckTools } from '../check-deal.ts';
import { checkDeals } from '../check-deal.ts';
import type { Claim, WorkItem } from '../db/deal-work.ts';
import { markDirty, renewLease, workKey } from '../db/deal-work.ts';
import { asInstall } from '../db/roles.ts';
import type { Schema } from '../db/schema.ts';
import { dealsOfTasks } from '../db/write-backs.ts';
import type { Logger } from '../logger.ts';
import { settleWork } from './settle-work.ts';

export type ClaimRunner = {
  db: Kysely<Schema>;
  /** Everything that a check of this install needs, under this lease. */
  toolsFor: (claim: Claim) => Promise<CheckTools>;
  now: () => Date;
  chance: () => number;
  leaseMs: number;
  logger: Logger;
};

/** Works on one claim and settles every item of it: done, to be tried again, or given up. */
export const runClaim = async (claim: Claim, runner: ClaimRunner): Promise<void> => {
  const stopRenewing = keepLease(claim, runner);
  const faults = new Map<string, unknown>();
  // What is passed on is done, whatever becomes of the deals of the same claim.
  let unfinished = claim.items;
  try {
    const tools = await runner.toolsFor(claim);
    tools.crashPoint('after-claim');
    await passOn(claim, tools, runner);
    unfinished = claim.items.filter((item) => item.kind === 'deal');
    const dealIds = idsOf(claim, 'deal');
    const failed = dealIds.length === 0 ? [] : await checkDeals(dealIds, tools);
    for (const { dealId, error } of failed) faults.set(workKey({ kind: 'deal', objectId: dealId }), error);
    tools.crashPoint('before-finish');
  } catch (error) {
    for (const item of unfinished) faults.set(workKey(item), error);
  } finally {
    stopRenewing();
  }
  await settleWork(claim, faults, runner);
};

/** Changed line items and tasks become changed deals. */
const passOn = async (claim: Claim, { crm }: CheckTools, { db, now }: ClaimRunner): Promise<void> => {
  const lineItemIds = idsOf(claim, 'line_item');
  const taskIds = idsOf(claim, 'task');
  if (lineItemIds.length + taskIds.length === 0) return;
  const ofLineItems = lineItemIds.length === 0 ? [] : await crm.dealsOfLineItems(lineItemIds);
  await asInstall(db, claim.installId, async (tx) => {
    const dealIds = new Set([...ofLineItems, ...(await dealsOfTasks(tx, taskIds))]);
    const deals = [...dealIds].map((objectId) => ({ kind: 'deal' as const, objectId }));
    await markDirty(tx, deals, now());
  });
};

const idsOf = (claim: Claim, kind: WorkItem['kind']): string[] =>
  claim.items.filter((item) => item.kind === kind).map((item) => item.objectId);

const keepLease = (claim: Claim, { db, leaseMs, now, logger }: ClaimRunner): (() => void) => {
  const renew = (): void => {
    asInstall(db, claim.installId, (tx) => renewLease(tx, claim.leaseId, { now: now(), leaseMs })).catch(
      (error: unknown) => logger.warn({ err: error, installId: claim.installId }, 'lease not renewed'),
    );
  };
  const timer = setInterval(renew, leaseMs / 3);
  timer.unref();
  return () => clearInterval(timer);
};
