import { FilterOperatorEnum } from '@hubspot/api-client/lib/codegen/crm/objects/models/Filter.js';
import type { HubspotCall } from './hubspot-client.ts';
import { dealsOfLineItems } from './read-deals.ts';

const PAGE_SIZE = 200;
/** HubSpot gives at most 10,000 results of one search; after that the next search starts at the last moment seen. */
const LONGEST_SEARCH = 10_000;
const CHANGED_AT = 'hs_lastmodifieddate';

type ChangedDeal = { dealId: string; changedAt: string };
type ChangedRecord = { id: string; changedAt: string };
/** The search API of one object type. */
type Search = { call: HubspotCall; objectType: 'deals' | 'line_items' };

const searchFrom = async (
  { call, objectType }: Search,
  sinceMs: number | null,
): Promise<{ records: ChangedRecord[]; isCut: boolean }> => {
  const records: ChangedRecord[] = [];
  const filters =
    sinceMs === null ? [] : [{ propertyName: CHANGED_AT, operator: FilterOperatorEnum.Gte, value: String(sinceMs) }];
  let after: string | undefined = '0';
  while (after !== undefined && records.length < LONGEST_SEARCH) {
    const from: string = after;
    const page = await call(
      (crm) =>
        crm.objects.searchApi.doSearch(objectType, {
          filterGroups: filters.length === 0 ? [] : [{ filters }],
          sorts: [CHANGED_AT],
          properties: [CHANGED_AT],
          limit: PAGE_SIZE,
          after: from,
        }),
      { kind: 'search' },
    );
    records.push(...page.results.map((record) => ({ id: record.id, changedAt: changedAtOf(record) })));
    after = page.paging?.next?.after;
  }
  return { records, isCut: after !== undefined };
};

const changedAtOf = (record: { properties: Record<string, string | null>; updatedAt: Date }): string =>
  new Date(record.properties[CHANGED_AT] ?? record.updatedAt).toISOString();

const changedRecords = async (search: Search, since: string | null): Promise<ChangedRecord[]> => {
  const seen = new Map<string, ChangedRecord>();
  let sinceMs = since === null ? null : Date.parse(since);
  for (;;) {
    const { records, isCut } = await searchFrom(search, sinceMs);
    for (const record of records) seen.set(record.id, record);
    const last = records.at(-1);
    if (!isCut || !last || Date.parse(last.changedAt) === sinceMs) return [...seen.values()];
    sinceMs = Date.parse(last.changedAt);
  }
};

/** HubSpot does not touch a deal when one of its line items changes, and no webhook tells of a portal's own properties. */
const dealsOfChangedLineItems = async (call: HubspotCall, since: string): Promise<ChangedDeal[]> => {
  const lineItems = await changedRecords({ call, objectType: 'line_items' }, since);
  const newest = lineItems.at(-1);
  if (!newest) return [];
  const dealIds = await dealsOfLineItems(
    call,
    lineItems.map(({ id }) => id),
  );
  return dealIds.map((dealId) => ({ dealId, changedAt: newest.changedAt }));
};

/**
 * Deals that changed since the moment, or whose line items did, oldest change first; all deals when there is no moment.
 * The search index lags by seconds, so the caller should ask again from a little before the last moment it has seen.
 */
export const changedDeals = async (call: HubspotCall, since: string | null): Promise<ChangedDeal[]> => {
  const deals = await changedRecords({ call, objectType: 'deals' }, since);
  const changed = new Map(deals.map(({ id, changedAt }) => [id, { dealId: id, changedAt }]));
  if (since === null) return [...changed.values()];
  for (const deal of await dealsOfChangedLineItems(call, since)) {
    if (!changed.has(deal.dealId)) changed.set(deal.dealId, deal);
  }
  return [...changed.values()].sort((a, b) => Date.parse(a.changedAt) - Date.parse(b.changedAt));
};
