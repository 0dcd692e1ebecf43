import { FilterOperatorEnum } from '@hubspot/api-client/lib/codegen/crm/objects/models/Filter.js';
import type { HubspotCall } from './hubspot-client.ts';

const PAGE_SIZE = 200;
/** HubSpot gives at most 10,000 results of one search; after that the next search starts at the last moment seen. */
const LONGEST_SEARCH = 10_000;
const CHANGED_AT = 'hs_lastmodifieddate';

type ChangedDeal = { dealId: string; changedAt: string };

const searchFrom = async (
  call: HubspotCall,
  sinceMs: number | null,
): Promise<{ deals: ChangedDeal[]; isCut: boolean }> => {
  const deals: ChangedDeal[] = [];
  const filters =
    sinceMs === null ? [] : [{ propertyName: CHANGED_AT, operator: FilterOperatorEnum.Gte, value: String(sinceMs) }];
  let after: string | undefined = '0';
  while (after !== undefined && deals.length < LONGEST_SEARCH) {
    const from: string = after;
    const page = await call(
      (crm) =>
        crm.objects.searchApi.doSearch('deals', {
          filterGroups: filters.length === 0 ? [] : [{ filters }],
          sorts: [CHANGED_AT],
          properties: [CHANGED_AT],
          limit: PAGE_SIZE,
          after: from,
        }),
      { kind: 'search' },
    );
    deals.push(...page.results.map((deal) => ({ dealId: deal.id, changedAt: changedAtOf(deal) })));
    after = page.paging?.next?.after;
  }
  return { deals, isCut: after !== undefined };
};

const changedAtOf = (deal: { properties: Record<string, string | null>; updatedAt: Date }): string =>
  new Date(deal.properties[CHANGED_AT] ?? deal.updatedAt).toISOString();

/**
 * Deals changed since the moment, oldest change first. The search index lags by seconds, so the caller should ask again
 * from a little before the last moment it has seen.
 */
export const changedDeals = async (call: HubspotCall, since: string | null): Promise<ChangedDeal[]> => {
  const seen = new Map<string, ChangedDeal>();
  let sinceMs = since === null ? null : Date.parse(since);
  for (;;) {
    const { deals, isCut } = await searchFrom(call, sinceMs);
    for (const deal of deals) seen.set(deal.dealId, deal);
    const last = deals.at(-1);
    if (!isCut || !last || Date.parse(last.changedAt) === sinceMs) return [...seen.values()];
    sinceMs = Date.parse(last.changedAt);
  }
};
