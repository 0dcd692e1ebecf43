import { createHash } from 'node:crypto';
import { contentHash } from '../crm/content-hash.ts';
import type { PlannedWrite } from '../crm/crm.ts';
import type { CheckResult } from '../checks/check-result.ts';
import type { StoredWrite } from '../db/write-backs.ts';
import type { Deal } from '../deal/deal.ts';
import type { PreviouslyShown } from '../write-back/previously-shown.ts';
import type { WriteBack } from '../write-back/write-back.ts';
import type { AskChangeToStore } from './store-asks.ts';

/** A checked deal and what it should show. */
export type PlannedDeal = {
  dealId: string;
  deal: Deal;
  result: CheckResult;
  writeBacks: WriteBack[];
  shown: PreviouslyShown;
  checkedAt: Date;
  isClosed: boolean;
  /** Questions that are new or different; absent: none. */
  asks?: AskChangeToStore[];
  /** Since when the sheet's address gave no sheet; null or absent: it did, or there is none. */
  sourceFailingSince?: Date | null;
  /** The moment that names the open deals that informed the check; null or absent: none. */
  pipelineSeen?: string | null;
};

/** A write that differs from what the CRM shows, with the hash of its content. */
export type HashedWrite = PlannedWrite & { contentHash: string };

/**
 * What must be sent: everything whose content differs from what was written, and everything whose outcome is unknown.
 * Unchanged content is no call; what the CRM rejected is sent again only when it changes.
 */
export const plannedWrites = (account: string, deals: PlannedDeal[], stored: StoredWrite[]): HashedWrite[] =>
  deals.flatMap(({ dealId, writeBacks }) => {
    const known = new Map(stored.filter((write) => write.dealId === dealId).map((write) => [write.key, write]));
    const planned = new Set(writeBacks.map((writeBack) => writeBack.key));
    const unfinished = [...known.values()].filter((write) => !isSettled(write) && !planned.has(write.key));
    return [...writeBacks, ...unfinished.map((write) => write.content)]
      .map((writeBack) => toWrite(account, dealId, { writeBack, before: known.get(writeBack.key) }))
      .filter((write) => isNeeded(write, known.get(write.writeBack.key)));
  });

const toWrite = (
  account: string,
  dealId: string,
  { writeBack, before }: { writeBack: WriteBack; before: StoredWrite | undefined },
): HashedWrite => ({
  dealId,
  externalKey: before?.externalKey ?? externalKeyOf(account, dealId, writeBack.key),
  writeBack,
  objectId: before?.objectId ?? null,
  contentHash: contentHash(writeBack),
});

const isNeeded = (write: HashedWrite, before: StoredWrite | undefined): boolean => {
  // Nobody was asked: there is nothing to withdraw.
  if (!before) return !(write.writeBack.kind === 'task' && write.writeBack.state === 'withdrawn');
  return !isSettled(before) || before.contentHash !== write.contentHash;
};

const isSettled = ({ state }: StoredWrite): boolean => state === 'written' || state === 'rejected';

/** The name under which the CRM keeps the object for good: the same for the same account, deal and key, whoever writes it. */
const externalKeyOf = (account: string, dealId: string, key: string): string =>
  `keepable-${createHash('sha256')
    .update(JSON.stringify([account, dealId, key]))
    .digest('hex')
    .slice(0, 40)}`;
