import type { DealReading } from '../crm.ts';
import { readAssociations, readObjects } from './batches.ts';
import type { HubspotCall } from './hubspot-client.ts';
import type { OwnerBook } from './owners.ts';
import { toPropertyName } from './property-names.ts';
import type { FieldMapping } from './property-names.ts';
import { DEAL_FACTS, isClosed, LINE_ITEM_FACTS, toDeal } from './to-deal.ts';
import type { HubspotObject } from './to-deal.ts';

export type DealReader = { call: HubspotCall; owners: OwnerBook; mapping: FieldMapping; timeZone: string };

type Surroundings = { lineItems: Map<string, HubspotObject[]>; companies: Map<string, HubspotObject> };

const byId = (objects: HubspotObject[]): Map<string, HubspotObject> =>
  new Map(objects.map((object) => [object.id, object]));

const readLineItems = async (
  reader: DealReader,
  dealIds: string[],
  attributes: string[],
): Promise<Surroundings['lineItems']> => {
  const { call, mapping } = reader;
  const associated = await readAssociations(call, ['deals', 'line_items'], dealIds);
  const properties = [...LINE_ITEM_FACTS, mapping.productCode, mapping.unit, mapping.requestedDate, mapping.startDate];
  const ids = [...associated.values()].flatMap((entry) => entry.ids);
  const lineItems = byId(
    await readObjects(call, 'line_items', { ids, properties: [...properties, ...attributes.map(toPropertyName)] }),
  );
  return new Map(
    [...associated].map(([dealId, entry]) => [
      dealId,
      entry.ids.map((id) => lineItems.get(id)).filter((one) => one !== undefined),
    ]),
  );
};

const readCompanies = async ({ call, mapping }: DealReader, dealIds: string[]): Promise<Surroundings['companies']> => {
  const associated = await readAssociations(call, ['deals', 'companies'], dealIds);
  const chosen = [...associated].map(([dealId, entry]) => [dealId, entry.primaryId ?? entry.ids[0]] as const);
  const ids = chosen.flatMap(([, id]) => (id === undefined ? [] : [id]));
  const companies = byId(await readObjects(call, 'companies', { ids, properties: ['name', mapping.companyTier] }));
  return new Map(
    chosen.flatMap(([dealId, id]) => {
      const company = id === undefined ? undefined : companies.get(id);
      return company ? [[dealId, company] as const] : [];
    }),
  );
};

/** Where HubSpot still answers for a merged deal, the survivor lists the old id. */
const survivorOf = (deals: HubspotObject[], dealId: string): string | null =>
  deals.find((deal) => (deal.properties['hs_merged_object_ids'] ?? '').split(';').includes(dealId))?.id ?? null;

/** The deals that carry these line items: HubSpot's webhooks name the line item only. */
export const dealsOfLineItems = async (call: HubspotCall, lineItemIds: string[]): Promise<string[]> => {
  const associated = await readAssociations(call, ['line_items', 'deals'], lineItemIds);
  return [...new Set([...associated.values()].flatMap((entry) => entry.ids))];
};

/**
 * Up to 100 deals in five calls and two round trips: deals, their line items (2), their companies (2); owners come from
 * the book. More only where the deals together have more than 100 line items.
 */
export const readDeals = async (
  reader: DealReader,
  dealIds: string[],
  attributes: string[],
): Promise<DealReading[]> => {
  const properties = [...new Set([...DEAL_FACTS, reader.mapping.requestedDate, ...attributes.map(toPropertyName)])];
  const [deals, lineItems, companies] = await Promise.all([
    readObjects(reader.call, 'deals', { ids: dealIds, properties }),
    readLineItems(reader, dealIds, attributes),
    readCompanies(reader, dealIds),
    reader.owners.freshen(),
  ]);
  const found = byId(deals);

  const toReading = async (dealId: string): Promise<DealReading> => {
    const deal = found.get(dealId);
    if (!deal) return { dealId, state: 'missing', mergedInto: survivorOf(deals, dealId) };
    const ownerId = deal.properties['hubspot_owner_id'];
    const hubspotDeal = {
      deal,
      lineItems: lineItems.get(dealId) ?? [],
      company: companies.get(dealId) ?? null,
      owner: ownerId ? await reader.owners.byId(ownerId) : null,
    };
    const { mapping, timeZone } = reader;
    return {
      dealId,
      state: 'found',
      deal: toDeal(hubspotDeal, { mapping, attributes, timeZone }),
      isClosed: isClosed(deal),
    };
  };
  // One after the other: the first unknown owner reads the book for all.
  const readings: DealReading[] = [];
  for (const dealId of dealIds) readings.push(await toReading(dealId));
  return readings;
};
