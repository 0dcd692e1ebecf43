import type { Kysely } from 'kysely';
import type { DealReading, PlannedWrite, WriteOutcome } from '../crm/crm.ts';
import { recordRuns } from '../db/check-runs.ts';
import { linkSurvivor } from '../db/deal-aliases.ts';
import { adoptMerged, rememberShown, shownBy } from '../db/deals-shown.ts';
import { closeMissing } from '../db/open-pipeline.ts';
import { markDirty, stillHeld } from '../db/deal-work.ts';
import { asInstall } from '../db/roles.ts';
import type { Tx } from '../db/roles.ts';
import type { Schema } from '../db/schema.ts';
import { asksOf, openAsksByPerson } from '../db/signoff-asks.ts';
import type { StoredAsk } from '../db/signoff-asks.ts';
import type { LinkMaking } from '../db/signoff-links.ts';
import type { StoredWrite, WriteResult } from '../db/write-backs.ts';
import { recordOutcomes, storeIntents, writesOf } from '../db/write-backs.ts';
import { AppError } from '../errors.ts';
import type { PreviouslyShown } from '../write-back/previously-shown.ts';
import type { HashedWrite, PlannedDeal } from './planned-writes.ts';
import { withLinks } from './answer-links.ts';
import { storeAsks } from './store-asks.ts';

/** What is known of some deals before they are checked. */
export type Recalled = {
  shown: Map<string, PreviouslyShown>;
  writes: StoredWrite[];
  /** Their questions to operations, by deal. */
  asks: Map<string, StoredAsk[]>;
  /** Open questions of the whole account by person. */
  openByPerson: Map<string, number>;
};

/** What is known of deals and what becomes of their writes. All of it is of one install and under one lease. */
export type DealRecords = {
  recall(dealIds: string[]): Promise<Recalled>;
  noteMissing(readings: DealReading[]): Promise<void>;
  /** Stores runs and intents of the deals that the lease still holds; returns the writes that may be sent. */
  storeIntents(deals: PlannedDeal[], writes: HashedWrite[]): Promise<PlannedWrite[]>;
  /** Throws LEASE_LOST when the lease has ended meanwhile: asked last thing before a write, because a process may freeze. */
  confirmHeld(): Promise<void>;
  storeOutcomes(outcomes: WriteOutcome[]): Promise<void>;
};

type Lease = { installId: number; leaseId: string; now: () => Date; links?: LinkMaking | null };

/** The records of one lease in the database. */
export const dealRecords = (db: Kysely<Schema>, lease: Lease): DealRecords => {
  const run = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => asInstall(db, lease.installId, work);
  return {
    recall: (dealIds) =>
      run(async (tx) => {
        await adoptMerged(tx, dealIds);
        return {
          shown: await shownBy(tx, dealIds),
          writes: await writesOf(tx, dealIds),
          asks: Map.groupBy(await asksOf(tx, dealIds), ({ dealId }) => dealId),
          openByPerson: await openAsksByPerson(tx),
        };
      }),
    noteMissing: async (readings) => {
      const moved = readings.flatMap((reading) =>
        reading.state === 'missing' && reading.mergedInto !== null
          ? [{ oldId: reading.dealId, newId: reading.mergedInto }]
          : [],
      );
      if (moved.length > 0) await run((tx) => noteMoved(tx, lease, moved));
      const gone = readings.filter(({ state }) => state === 'missing').map(({ dealId }) => dealId);
      if (gone.length > 0) await run((tx) => closeMissing(tx, gone));
    },
    storeIntents: (deals, writes) => run((tx) => storeHeld(tx, lease, { deals, writes })),
    confirmHeld: async () => {
      const held = await run((tx) => stillHeld(tx, lease.leaseId, lease.now()));
      if (held.length === 0) throw leaseLost();
    },
    storeOutcomes: async (outcomes) => {
      const by = { leaseId: lease.leaseId, now: lease.now() };
      if (outcomes.length > 0) await run((tx) => recordOutcomes(tx, outcomes.map(toResult), by));
    },
  };
};

const noteMoved = async (tx: Tx, lease: Lease, moved: { oldId: string; newId: string }[]): Promise<void> => {
  for (const link of moved) await linkSurvivor(tx, lease.installId, link);
  const survivors = moved.map(({ newId }) => ({ kind: 'deal' as const, objectId: newId }));
  await markDirty(tx, survivors, lease.now());
};

/** The fence: what another worker has taken over meanwhile is neither recorded nor sent by us. */
const storeHeld = async (
  tx: Tx,
  lease: Lease,
  { deals, writes }: { deals: PlannedDeal[]; writes: HashedWrite[] },
): Promise<PlannedWrite[]> => {
  const now = lease.now();
  const items = await stillHeld(tx, lease.leaseId, now);
  const held = new Set(items.filter((item) => item.kind === 'deal').map((item) => item.objectId));
  if (held.size === 0) throw leaseLost();
  const mine = deals.filter(({ dealId }) => held.has(dealId));
  const intents = writes.filter(({ dealId }) => held.has(dealId));
  await recordRuns(tx, lease.installId, mine.map(toRun));
  await rememberShown(tx, lease.installId, mine);
  await storeAsks(
    tx,
    { installId: lease.installId, now },
    mine.flatMap(({ asks = [] }) => asks),
  );
  const rows = intents.map(({ dealId, externalKey, writeBack, contentHash }) => ({
    dealId,
    key: writeBack.key,
    externalKey,
    content: writeBack,
    contentHash,
  }));
  await storeIntents(tx, rows, { ...lease, now });
  const sendable = intents.map(({ dealId, externalKey, writeBack, objectId }) => ({
    dealId,
    externalKey,
    writeBack,
    objectId,
  }));
  return withLinks(tx, { installId: lease.installId, now, links: lease.links ?? null }, sendable);
};

const leaseLost = (): AppError => new AppError('LEASE_LOST', 'The lease ended before the deals were checked.');

const toRun = (planned: PlannedDeal) => ({
  dealId: planned.dealId,
  snapshot: planned.deal,
  sheetHash: planned.result.sheetVersion,
  rulesVersion: planned.result.rulesVersion,
  checkedAt: planned.checkedAt,
  result: planned.result,
  isClosed: planned.isClosed,
  sourceFailingSince: planned.sourceFailingSince ?? null,
  pipelineSeen: planned.pipelineSeen ?? null,
});

const toResult = (outcome: WriteOutcome): WriteResult => {
  const { dealId, key } = outcome;
  if (outcome.status === 'written') return { dealId, key, state: 'written', objectId: outcome.objectId, reason: null };
  if (outcome.status === 'rejected') return { dealId, key, state: 'rejected', objectId: null, reason: outcome.reason };
  return { dealId, key, state: 'sending', objectId: null, reason: null };
};
