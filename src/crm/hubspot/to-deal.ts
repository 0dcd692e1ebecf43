import type { AttributeValue, Deal, LineItem } from '../../deal/deal.ts';
import { readDealFacts } from '../../deal/deal-facts.ts';
import { toCivilDate, toTimestamp } from './hubspot-date.ts';
import { FACTS_PROPERTY, toPropertyName } from './property-names.ts';
import type { FieldMapping } from './property-names.ts';

/** A CRM object as HubSpot gives it: every value is text or null. */
export type HubspotObject = { id: string; properties: Record<string, string | null> };

export type HubspotOwner = { id: string; name: string; email: string | null; team: string | null };

/** A deal with everything that belongs to it. */
export type HubspotDeal = {
  deal: HubspotObject;
  lineItems: HubspotObject[];
  company: HubspotObject | null;
  owner: HubspotOwner | null;
};

/** What to look for in a deal. Attributes are named as the sheet names them and keep that name. */
export type FactsWanted = { mapping: FieldMapping; attributes: string[]; timeZone: string };

/** The deal properties that every reading needs besides the mapped ones. */
export const DEAL_FACTS = [
  'dealname',
  'dealstage',
  'pipeline',
  'amount',
  'deal_currency_code',
  'closedate',
  'hubspot_owner_id',
  'hs_deal_stage_probability',
  'hs_is_closed',
  'hs_merged_object_ids',
  FACTS_PROPERTY,
];

/** The line item properties that every reading needs besides the mapped ones. */
export const LINE_ITEM_FACTS = ['name', 'quantity', 'price', 'hs_position_on_quote'];

const textOf = (object: HubspotObject, property: string): string | null => {
  if (!Object.hasOwn(object.properties, property)) return null;
  return object.properties[property]?.trim() || null;
};

const numberOf = (object: HubspotObject, property: string): number | null => {
  const text = textOf(object, property);
  const number = Number(text);
  return text === null || !Number.isFinite(number) ? null : number;
};

/** A quantity that is no number stays as it was typed: the check says so (QTY_INVALID). */
const quantityOf = (lineItem: HubspotObject): number | string | null =>
  numberOf(lineItem, 'quantity') ?? textOf(lineItem, 'quantity');

const attributesOf = (object: HubspotObject, names: string[]): Record<string, AttributeValue> => {
  const stated = names
    .map((name) => [name, textOf(object, toPropertyName(name))] as const)
    .filter(([, value]) => value !== null);
  return Object.fromEntries(stated);
};

const toLine = (lineItem: HubspotObject, { mapping, attributes, timeZone }: FactsWanted): LineItem => ({
  id: lineItem.id,
  product: textOf(lineItem, mapping.productCode),
  quantity: quantityOf(lineItem),
  unit: textOf(lineItem, mapping.unit),
  unitPrice: numberOf(lineItem, 'price'),
  requestedDate: toCivilDate(lineItem.properties[mapping.requestedDate], timeZone),
  startDate: toCivilDate(lineItem.properties[mapping.startDate], timeZone),
  attributes: attributesOf(lineItem, attributes),
});

/** Lines in the order of the quote, then of creation: S14 depends on a stable order. */
const byPosition = (a: HubspotObject, b: HubspotObject): number =>
  (numberOf(a, 'hs_position_on_quote') ?? 0) - (numberOf(b, 'hs_position_on_quote') ?? 0) ||
  Number(a.id) - Number(b.id);

/** True when the deal is won or lost. */
export const isClosed = (deal: HubspotObject): boolean => deal.properties['hs_is_closed'] === 'true';

/**
 * The moment the order date comes from (S2). A closed deal: when it was closed (HubSpot sets closedate at the win). An
 * open deal: none, so that the check's own clock counts, because nobody has started work on it. Never
 * hs_lastmodifieddate: our own writes move it, and the verdict would follow its own echo.
 */
const eventAtOf = (deal: HubspotObject): string | null =>
  isClosed(deal) ? toTimestamp(deal.properties['closedate']) : null;

/** HubSpot's objects as one CRM-neutral deal. */
export const toDeal = ({ deal, lineItems, company, owner }: HubspotDeal, reading: FactsWanted): Deal => ({
  id: deal.id,
  name: textOf(deal, 'dealname'),
  stage: textOf(deal, 'dealstage'),
  pipeline: textOf(deal, 'pipeline'),
  amount: numberOf(deal, 'amount'),
  currency: textOf(deal, 'deal_currency_code'),
  probability: numberOf(deal, 'hs_deal_stage_probability'),
  owner,
  company: company && {
    id: company.id,
    name: textOf(company, 'name'),
    tier: textOf(company, reading.mapping.companyTier),
  },
  eventAt: eventAtOf(deal),
  requestedDate: toCivilDate(deal.properties[reading.mapping.requestedDate], reading.timeZone),
  attributes: attributesOf(deal, reading.attributes),
  lines: lineItems.toSorted(byPosition).map((lineItem) => toLine(lineItem, reading)),
  ...readDealFacts(textOf(deal, FACTS_PROPERTY)),
});
