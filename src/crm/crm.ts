import type { Deal } from '../deal/deal.ts';
import type { WriteBack } from '../write-back/write-back.ts';

/** What the CRM says of a deal right now. `missing`: deleted, or never there; `mergedInto` where the CRM tells. */
export type DealReading =
  | { dealId: string; state: 'found'; deal: Deal; isClosed: boolean }
  | { dealId: string; state: 'missing'; mergedInto: string | null };

/** A write-back together with what we know of an earlier one under the same key. */
export type PlannedWrite = {
  dealId: string;
  /** Globally unique text of ours for (install, deal, key); the CRM object carries it. */
  externalKey: string;
  writeBack: WriteBack;
  /** Id of the CRM object that carries the key, when an earlier write told us. */
  objectId: string | null;
};

export type WriteOutcome = { dealId: string; key: string } & (
  | { status: 'written'; objectId: string | null }
  /** An admin's rule or a missing field refuses it: shown, never looped. */
  | { status: 'rejected'; reason: string }
  /** To be tried again. */
  | { status: 'failed'; error: unknown }
);

/** The one interface both CRMs stand behind. Batches hold up to 100 deals of one install. Faults are AppErrors with CRM_* codes. */
export type Crm = {
  /** Deals with line items, company and owner, in few calls. `attributes`: which deal and line item properties to read as attributes. */
  readDeals(dealIds: string[], attributes: string[]): Promise<DealReading[]>;
  /** The deals that carry these line items; a line item that is gone belongs to none. */
  dealsOfLineItems(lineItemIds: string[]): Promise<string[]>;
  /** Ensures each write: idempotent by externalKey. One outcome per planned write, in order. */
  applyWrites(writes: PlannedWrite[]): Promise<WriteOutcome[]>;
  /** Creates the fields we write; repeatable. */
  provision(): Promise<void>;
  /** Deals that changed since the moment (ISO), or whose line items did, newest last: ids and when. For reconciliation and the first look at a new install. */
  changedDeals(since: string | null): Promise<{ dealId: string; changedAt: string }[]>;
};
