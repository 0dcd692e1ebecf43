import { parseIsoDate, toIsoDate } from '../../deal/day.ts';
import type { IsoDate } from '../../deal/day.ts';
import type { AttributeValue } from '../../deal/deal.ts';
import type { SampleDeal, SampleLine } from '../sample/sample-deals.ts';
import { SAMPLE_PEOPLE } from '../sample/sample-people.ts';
import type { SamplePerson } from '../sample/sample-people.ts';
import { PRODUCTS } from '../sample/sample-plant.ts';
import type { FieldValues } from './field-definition.ts';
import { defineField, putOpportunity, userByEmail } from './org-people.ts';
import type { LineSeed } from './org-people.ts';
import { putUser, setStages } from './org.ts';
import type { Org, StageSeed } from './org.ts';

/** The pipeline of the sample under the names of an org of Salesforce. */
const STAGES: (StageSeed & { name: string })[] = [
  { name: 'qualified', label: 'Qualified', probability: 20 },
  { name: 'scoped', label: 'Scoped', probability: 30 },
  { name: 'proposal', label: 'Proposal', probability: 50 },
  { name: 'negotiation', label: 'Negotiation', probability: 70 },
  { name: 'contract', label: 'Contract sent', probability: 90 },
  { name: 'won', label: 'Closed Won', probability: 100, isWon: true },
  { name: 'lost', label: 'Closed Lost', probability: 0, isLost: true },
];

const PRODUCT_NAMES = new Map(
  PRODUCTS.flatMap(([code, name]) => (typeof code === 'string' && typeof name === 'string' ? [[code, name]] : [])),
);

/** Fills an empty org with stages, people, accounts, opportunities and their lines, without outbound messages. */
export const seedOrg = (org: Org, deals: SampleDeal[], today: IsoDate): void =>
  org.store.quietly(() => {
    setStages(org, STAGES);
    for (const person of Object.values(SAMPLE_PEOPLE)) seedPerson(org, person);
    const [first] = deals;
    if (first) org.pageUserId = userByEmail(org, first.owner.email).id;
    deals.forEach((deal, index) => {
      putOpportunity(org, {
        name: deal.name,
        stage: deal.stage,
        closeDate: closeDateOf(today, index),
        amount: deal.amount,
        ownerEmail: deal.owner.email,
        account: { name: deal.company },
        fields: {
          Keepable_Requested_Date__c: deal.requestedDate,
          ...(Object.keys(deal.facts ?? {}).length === 0 ? {} : { Keepable_Facts__c: JSON.stringify(deal.facts) }),
          ...(org.features.multiCurrency ? { CurrencyIsoCode: 'USD' } : {}),
        },
        lines: linesOf(org, deal),
      });
    });
  });

const seedPerson = (org: Org, { name, email, role }: SamplePerson): void => {
  const [firstName = '', ...rest] = name.split(' ');
  putUser(org, { email, firstName, lastName: rest.join(' '), title: role });
};

/** Opportunities close in the coming weeks, some each week. */
const closeDateOf = (today: IsoDate, index: number): string =>
  toIsoDate((parseIsoDate(today) ?? 0) + 3 + ((index * 5) % 40));

/** Salesforce saves no product without a quantity: the rep adds the products once the customer has said how many. */
const linesOf = (org: Org, { lines }: SampleDeal): LineSeed[] =>
  lines.some(({ quantity }) => quantity === null) ? [] : lines.map((line) => lineOf(org, line));

const lineOf = (org: Org, line: SampleLine): LineSeed => {
  const { sku, quantity, unitPrice } = line;
  const productName = PRODUCT_NAMES.get(sku) ?? sku;
  return { product: sku, productName, quantity: quantity ?? 0, unitPrice, fields: lineFields(org, line) };
};

const lineFields = (org: Org, { unit, attributes }: SampleLine): FieldValues => {
  for (const [name, value] of Object.entries(attributes)) defineAttribute(org, name, value);
  return {
    ...(unit === null ? {} : { Keepable_Unit__c: unit }),
    ...Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`${name}__c`, value])),
  };
};

/** What a customer would have defined: attributes of what is sold, as fields of the org's own. */
const defineAttribute = (org: Org, name: string, value: AttributeValue): void => {
  const object = org.schema.object('OpportunityLineItem');
  if (!object || org.schema.field(object, `${name}__c`)) return;
  defineField(org, object.name, { name: `${name}__c`, type: typeof value === 'number' ? 'double' : 'string' });
};
