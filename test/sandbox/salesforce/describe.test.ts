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
      filterable: false,
      sortable: false,
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

type Interaction = { method: string; uri: string; requestBody: string | null; status: number; body: unknown };

/** Calls to Salesforce that somebody recorded, where they lie beside the checkout. */
const recordedCalls = (): Interaction[] => {
  const file = path.join(RECORDINGS, 'cumulusci-interactions.json');
  if (!existsSync(file)) return [];
  const byTest = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Interaction[]>;
  return Object.values(byTest).flat();
};

/** Keys in their order and kinds of values; of lists the first element stands for all. */
const shapeOf = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf);
  if (value === null || typeof value !== 'object') return value === null ? 'null' : typeof value;
  return Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]);
};

/** What concerns objects that this org has not. */
const isAboutOthers = ({ uri, requestBody }: Interaction): boolean => /Contact/.test(`${uri}${requestBody ?? ''}`);

/** Ids of the recording are those of another org: the record is named by its place instead. */
const withOwnIds = (text: string | null, ids: string[]): string | undefined => {
  if (text === null) return undefined;
  const known = [...new Set(text.match(/"Id": "(\w{18})"/g))];
  return known.reduce((body, old, index) => body.replaceAll(old, `"Id": "${ids[index % ids.length]}"`), text);
};

describe('answers', () => {
  it('have the shape of those that Salesforce gave', async () => {
    const names = ['Recorded 1', 'Recorded 2', 'Recorded 3', 'Recorded 4', 'Recorded 5', 'Recorded 6'];
    const made = await org.call('POST', `${V}/composite/sobjects`, {
      records: names.map((Name) => ({ attributes: { type: 'Account' }, Name, AccountNumber: '420' })),
    });
    expect(shapeOf(made.body)).toEqual([
      [
        ['id', 'string'],
        ['success', 'boolean'],
        ['errors', []],
      ],
    ]);
    const ids = made.body.map(({ id }) => id);
    for (const call of recordedCalls().filter((one) => !isAboutOthers(one))) {
      const target = call.uri.replace(/^https:\/\/[^/]+\/services\/data\/v[^/]+/, V);
      const sent = withOwnIds(call.requestBody, ids);
      const answer = await org.call(call.method, target, sent === undefined ? undefined : JSON.parse(sent));
      const isEmpty = /"totalSize":\s*0/.test(JSON.stringify(call.body));
      expect([call.uri, answer.status]).toEqual([call.uri, call.status]);
      if (!isEmpty) expect([call.uri, shapeOf(answer.body)]).toEqual([call.uri, shapeOf(call.body)]);
    }
  });
});
