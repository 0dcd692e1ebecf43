import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestOrg } from './pretend-org.ts';
import { V, startOrg } from './pretend-org.ts';

type Field = { name: string; type: string; [trait: string]: unknown };
type Recorded = { name: string; fields: Field[] };

const RECORDINGS = path.resolve('../shared/platform/salesforce-fixtures/rest');

/** What Salesforce answered once, where the recordings lie beside the checkout; otherwise there is nothing to compare. */
const recorded = (object: string): Recorded | null => {
  const file = path.join(RECORDINGS, `${object}.describe.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Recorded) : null;
};

let org: TestOrg;
beforeAll(async () => {
  org = await startOrg({
    metadataDir: path.resolve('app-manifest/salesforce/force-app'),
    features: { multiCurrency: true, recordTypes: true },
  });
});
afterAll(() => org.close());

const describeOf = async (object: string): Promise<Map<string, Field>> => {
  const { body } = await org.call('GET', `${V}/sobjects/${object}/describe`);
  return new Map((body.fields as unknown as Field[]).map((field) => [field.name, field]));
};

const TRAITS = [
  'type',
  'length',
  'precision',
  'scale',
  'nillable',
  'createable',
  'updateable',
  'referenceTo',
  'relationshipName',
  'filterable',
  'sortable',
  'groupable',
  'soapType',
];

describe('describe', () => {
  it.each(['Opportunity', 'Account'])(
    'tells of the standard fields of %s what Salesforce told once',
    async (object) => {
      const known = await describeOf(object);
      const other = recorded(object)?.fields.filter(({ name }) => known.has(name)) ?? [];
      const pick = (field: Field | undefined) =>
        Object.fromEntries(['name', ...TRAITS].map((trait) => [trait, field?.[trait]]));
      expect(other.map(({ name }) => pick(known.get(name)))).toEqual(other.map(pick));
      const [first] = other;
      expect(first ? Object.keys(first).filter((key) => !Object.hasOwn(known.get(first.name) ?? {}, key)) : []).toEqual(
        [],
      );
      expect(known.get('Name')).toMatchObject({ type: 'string', nillable: false, nameField: true });
      expect(known.get('OwnerId')).toMatchObject({
        type: 'reference',
        referenceTo: ['User'],
        relationshipName: 'Owner',
      });
    },
  );

  it('tells of the fields that the package brings, with their choices', async () => {
    const opportunity = await describeOf('Opportunity');
    expect(opportunity.get('Keepable_Verdict__c')).toMatchObject({
      type: 'picklist',
      custom: true,
      restrictedPicklist: true,
    });
    const values = opportunity.get('Keepable_Verdict__c')?.['picklistValues'] as { value: string }[];
    expect(values.map(({ value }) => value)).toContain('not_feasible');
    expect(opportunity.get('Keepable_Brief__c')).toMatchObject({
      type: 'textarea',
      htmlFormatted: true,
      length: 32_768,
    });
    expect((await describeOf('Task')).get('Keepable_Key__c')).toMatchObject({ type: 'string', length: 255 });
  });

  it('shows currencies and record types where the org has them', async () => {
    const known = await describeOf('Opportunity');
    expect(known.get('CurrencyIsoCode')).toMatchObject({ type: 'picklist', restrictedPicklist: true });
    expect(known.get('RecordTypeId')).toMatchObject({ type: 'reference', relationshipName: 'RecordType' });
  });
});
