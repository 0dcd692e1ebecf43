import { parseIsoDate, toIsoDate } from '../../deal/day.ts';
import type { IsoDate } from '../../deal/day.ts';
import type { AttributeValue } from '../../deal/deal.ts';
import type { SampleDeal, SampleLine } from '../sample/sample-deals.ts';
import { SAMPLE_PEOPLE } from '../sample/sample-people.ts';
import type { SamplePerson } from '../sample/sample-people.ts';
import { PRODUCTS } from '../sample/sample-plant.ts';
import { associationType } from './association-types.ts';
import type { PropertyValues } from './calculated.ts';
import type { Actor } from './changes.ts';
import type { ObjectType } from './object-types.ts';
import { makePipeline } from './pipelines.ts';
import type { Portal, PortalOwner } from './portal.ts';
import { standardDefinition, standardGroup } from './property-book.ts';
import type { PortalObject } from './portal-object.ts';

const STAGES = [
  { id: 'qualified', label: 'Qualified', probability: 0.2 },
  { id: 'scoped', label: 'Scoped', probability: 0.3 },
  { id: 'proposal', label: 'Proposal', probability: 0.5 },
  { id: 'negotiation', label: 'Negotiation', probability: 0.7 },
  { id: 'contract', label: 'Contract sent', probability: 0.9 },
  { id: 'won', label: 'Won', probability: 1 },
  { id: 'lost', label: 'Lost', probability: 0 },
];

const PRODUCT_NAMES = new Map(
  PRODUCTS.flatMap(([code, name]) => (typeof code === 'string' && typeof name === 'string' ? [[code, name]] : [])),
);

const PRIMARY_COMPANY = 5;
const LINE_OF_DEAL = 19;

type Company = { name: string; record: PortalObject };

/** Fills an empty portal with a pipeline, people, companies, deals and their lines, without webhooks. `today`: YYYY-MM-DD. */
export const seedPortal = (portal: Portal, deals: SampleDeal[], today: IsoDate): void => {
  portal.pipelines = [makePipeline('default', 'Sales pipeline', STAGES)];
  portal.currency = 'USD';
  portal.timeZone = 'America/Chicago';
  portal.owners = ownersOf(deals);
  const first = portal.owners[0];
  if (first) portal.user = { id: first.userId, email: first.email };
  portal.store.quietly(() => {
    const companies: Company[] = [];
    deals.forEach((deal, index) => seedDeal(portal, deal, { closeDate: closeDateOf(today, index), companies }));
  });
};

/** Deals close in the coming weeks, some each week. */
const closeDateOf = (today: IsoDate, index: number): string =>
  `${toIsoDate((parseIsoDate(today) ?? 0) + 3 + ((index * 5) % 40))}T00:00:00.000Z`;

/** Owner ids and user ids are two different numbers in HubSpot. */
const ownersOf = (deals: SampleDeal[]): PortalOwner[] => {
  const people = new Map<string, SamplePerson>(
    [...deals.map(({ owner }) => owner), ...Object.values(SAMPLE_PEOPLE)].map((person) => [person.email, person]),
  );
  return [...people.values()].map(({ name, email }, index) => {
    const [firstName = '', ...rest] = name.split(' ');
    return { id: String(7001 + index), userId: 501 + index, email, firstName, lastName: rest.join(' ') };
  });
};

const actorOf = (portal: Portal): Actor => ({ source: 'CRM_UI', userId: portal.user.id });

type Around = { closeDate: string; companies: Company[] };

const seedDeal = (portal: Portal, deal: SampleDeal, { closeDate, companies }: Around): void => {
  const record = portal.store.create('deals', dealProperties(portal, deal, closeDate), actorOf(portal));
  const company = companyNamed(portal, deal.company, companies);
  associate(portal, record, { other: company, typeId: PRIMARY_COMPANY });
  deal.lines.forEach((line, index) => {
    const other = portal.store.create('line_items', lineProperties(portal, line, index), actorOf(portal));
    associate(portal, record, { other, typeId: LINE_OF_DEAL });
  });
};

const associate = (
  portal: Portal,
  deal: PortalObject,
  { other, typeId }: { other: PortalObject; typeId: number },
): void => {
  const type = associationType('deals', other.type, typeId);
  if (type) portal.store.associations.add(deal, other, type);
};

const companyNamed = (portal: Portal, name: string, companies: Company[]): PortalObject => {
  const known = companies.find((company) => company.name === name);
  if (known) return known.record;
  const record = portal.store.create('companies', { name }, actorOf(portal));
  companies.push({ name, record });
  return record;
};

const dealProperties = (portal: Portal, deal: SampleDeal, closedate: string): PropertyValues => ({
  dealname: deal.name,
  pipeline: 'default',
  dealstage: deal.stage,
  amount: String(deal.amount),
  deal_currency_code: portal.currency,
  closedate,
  hubspot_owner_id: portal.owners.find(({ email }) => email === deal.owner.email)?.id ?? null,
  // Defined only once the app has provisioned them; the values wait until then.
  keepable_requested_date: deal.requestedDate,
  ...(Object.keys(deal.facts ?? {}).length === 0 ? {} : { keepable_facts: JSON.stringify(deal.facts) }),
});

const lineProperties = (portal: Portal, line: SampleLine, index: number): PropertyValues => {
  for (const [name, value] of Object.entries(line.attributes)) defineAttribute(portal, 'line_items', { name, value });
  if (line.unit !== null) defineAttribute(portal, 'line_items', { name: 'keepable_unit', value: line.unit });
  const attributes = Object.entries(line.attributes).map(([name, value]) => [name, textOf(value)] as const);
  return {
    name: PRODUCT_NAMES.get(line.sku) ?? line.sku,
    hs_sku: line.sku,
    quantity: textOf(line.quantity),
    price: String(line.unitPrice),
    hs_position_on_quote: String(index),
    ...(line.unit === null ? {} : { keepable_unit: line.unit }),
    ...Object.fromEntries(attributes),
  };
};

const textOf = (value: AttributeValue): string | null => (value === null ? null : String(value));

/** What a customer would have defined: attributes of what is sold, as properties of the portal's own. */
const defineAttribute = (
  portal: Portal,
  type: ObjectType,
  { name, value }: { name: string; value: AttributeValue },
): void => {
  if (portal.properties.find(type, name)) return;
  const kind = typeof value === 'number' ? 'number' : 'string';
  const now = new Date(portal.clock()).toISOString();
  const label = name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' ');
  const definition = standardDefinition({ name, label, type: kind }, standardGroup(type), now);
  portal.properties.put(type, { ...definition, hubspotDefined: false });
};
