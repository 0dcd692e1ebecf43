import type { Deal } from '../../deal/deal.ts';
import { AppError } from '../../errors.ts';
import type { VerdictFields, WriteBack } from '../../write-back/write-back.ts';
import type { Crm, DealReading, PlannedWrite, WriteOutcome } from '../crm.ts';

type Activity = Exclude<WriteBack, { kind: 'fields' }>;

/** A task or note as the memory CRM keeps it; a person may have completed the task. */
export type MemoryActivity = { id: string; externalKey: string; content: Activity; isDone: boolean };

type MemoryDeal = {
  deal: Deal;
  isClosed: boolean;
  changedAt: string;
  mergedInto: string | null;
  isDeleted: boolean;
  fields: VerdictFields | null;
  activities: MemoryActivity[];
  /** Why an admin's rule refuses updates of the deal; null = it does not. */
  refusal: string | null;
};

/** A CRM in memory: the same interface, nothing else; `deals` is there to seed and to look at. */
export type MemoryCrm = Crm & {
  deals: Map<string, MemoryDeal>;
  put(deal: Deal, facts?: Partial<MemoryDeal>): void;
};

const picked = (attributes: Deal['attributes'], names: string[]): NonNullable<Deal['attributes']> =>
  Object.fromEntries(Object.entries(attributes ?? {}).filter(([name]) => names.includes(name)));

const toReading = (dealId: string, entry: MemoryDeal | undefined, names: string[]): DealReading => {
  if (!entry || entry.isDeleted) return { dealId, state: 'missing', mergedInto: entry?.mergedInto ?? null };
  const { deal, isClosed } = entry;
  const lines = deal.lines.map((line) => ({ ...line, attributes: picked(line.attributes, names) }));
  return { dealId, state: 'found', isClosed, deal: { ...deal, attributes: picked(deal.attributes, names), lines } };
};

const ensureActivity = (entry: MemoryDeal, { externalKey }: PlannedWrite, content: Activity): string => {
  const isOver = content.kind === 'task' && (content.state === 'withdrawn' || content.state === 'answered');
  const known = entry.activities.find((activity) => activity.externalKey === externalKey);
  if (known) {
    Object.assign(known, {
      content,
      isDone: content.kind === 'task' && content.state === 'reopened' ? false : known.isDone || isOver,
    });
    return known.id;
  }
  const id = `${entry.deal.id}/${entry.activities.length + 1}`;
  entry.activities.push({ id, externalKey, content, isDone: isOver });
  return id;
};

const applyWrite = (entry: MemoryDeal | undefined, write: PlannedWrite): WriteOutcome => {
  const { dealId, writeBack } = write;
  const common = { dealId, key: writeBack.key };
  if (!entry || entry.isDeleted) {
    return { ...common, status: 'failed', error: new AppError('CRM_NOT_FOUND', `Deal ${dealId} is not there.`) };
  }
  if (writeBack.kind !== 'fields') {
    return { ...common, status: 'written', objectId: ensureActivity(entry, write, writeBack) };
  }
  if (entry.refusal !== null) return { ...common, status: 'rejected', reason: entry.refusal };
  entry.fields = writeBack.fields;
  return { ...common, status: 'written', objectId: dealId };
};

/** A CRM for tests that need one but not HubSpot's or Salesforce's ways. `now` in epoch milliseconds. */
export const createMemoryCrm = (now: () => number): MemoryCrm => {
  const deals = new Map<string, MemoryDeal>();
  const put: MemoryCrm['put'] = (deal, facts = {}) => {
    const fresh = { isClosed: false, mergedInto: null, isDeleted: false, fields: null, activities: [], refusal: null };
    const changedAt = new Date(now()).toISOString();
    deals.set(deal.id, { ...fresh, ...deals.get(deal.id), ...facts, deal, changedAt });
  };
  return {
    deals,
    put,
    readDeals: async (dealIds, attributes) => dealIds.map((id) => toReading(id, deals.get(id), attributes)),
    dealsOfLineItems: async (lineItemIds) =>
      [...deals.values()]
        .filter(({ deal, isDeleted }) => !isDeleted && deal.lines.some(({ id }) => lineItemIds.includes(id)))
        .map(({ deal }) => deal.id),
    applyWrites: async (writes) => writes.map((write) => applyWrite(deals.get(write.dealId), write)),
    provision: async () => undefined,
    changedDeals: async (since) =>
      [...deals.values()]
        .filter((entry) => !entry.isDeleted && (since === null || entry.changedAt >= since))
        .map(({ deal, changedAt }) => ({ dealId: deal.id, changedAt }))
        .sort((a, b) => (a.changedAt < b.changedAt ? -1 : a.changedAt > b.changedAt ? 1 : 0)),
  };
};
