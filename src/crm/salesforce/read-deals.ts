import type { DealReading } from '../crm.ts';
import { AppError, hasCode } from '../../errors.ts';
import type { FieldBook, OrgFields } from './field-book.ts';
import { INPUT_FIELDS } from './field-names.ts';
import type { SalesforceRecord } from './query.ts';
import { readRecords, related, restOf, textOf, toPage } from './query.ts';
import { toRecordId, toRecordIds } from './record-id.ts';
import type { SalesforceCall } from './salesforce-client.ts';
import type { Statement } from './soql.ts';
import { idCondition } from './soql.ts';
import type { AttributeField, FactsWanted } from './to-deal.ts';
import { isClosed, toDeal } from './to-deal.ts';

export type DealReader = {
  call: SalesforceCall;
  fields: FieldBook;
  /** Told of each opportunity's account, so that writes to one account go one after the other. */
  onAccount: (dealId: string, accountId: string | null) => void;
};

const fieldsFor = (org: OrgFields, object: 'Opportunity' | 'OpportunityLineItem', names: string[]): AttributeField[] =>
  names.flatMap((name) => {
    const field = org.find(object, name);
    return field === null ? [] : [{ name, field }];
  });

const DEAL_FACTS = [
  'Id',
  'Name',
  'StageName',
  'Amount',
  'Probability',
  'IsClosed',
  'CreatedDate',
  'OwnerId',
  'AccountId',
];
const DEAL_RELATIONS = ['Owner.Name', 'Owner.Email', 'Account.Name'];
const LINE_FACTS = ['Id', 'Product2.ProductCode', 'Product2.Name', 'Quantity', 'UnitPrice'];

/** Fields that not every org has, or that its admin may hide from us: asked for only where they are. */
const where = (org: OrgFields, object: Parameters<OrgFields['has']>[0], fields: readonly string[]): string[] =>
  fields.filter((field) => org.has(object, field));

const statementFor = (org: OrgFields, ids: string[], { ofDeal, ofLine }: FactsWanted): Statement => ({
  select: [
    ...DEAL_FACTS,
    ...DEAL_RELATIONS,
    ...where(org, 'Opportunity', [
      'LastStageChangeDate',
      'CurrencyIsoCode',
      INPUT_FIELDS.requestedDate,
      INPUT_FIELDS.facts,
    ]),
    ...(org.has('Opportunity', 'RecordTypeId') ? ['RecordType.DeveloperName'] : []),
    ...(org.has('Account', INPUT_FIELDS.tier) ? [`Account.${INPUT_FIELDS.tier}`] : []),
    ...ofDeal.map(({ field }) => field),
  ],
  children: {
    from: 'OpportunityLineItems',
    select: [
      ...LINE_FACTS,
      ...where(org, 'OpportunityLineItem', ['SortOrder', 'CreatedDate']),
      ...where(org, 'OpportunityLineItem', [INPUT_FIELDS.unit, INPUT_FIELDS.requestedDate, INPUT_FIELDS.startDate]),
      ...ofLine.map(({ field }) => field),
    ],
  },
  from: 'Opportunity',
  where: [idCondition('Id', ids)],
});

/** A field that was there an hour ago and is not now: the book is read anew, once. */
const withFreshFields = async <T>(fields: FieldBook, work: (org: OrgFields) => Promise<T>): Promise<T> => {
  const org = await fields.read();
  try {
    return await work(org);
  } catch (error) {
    if (!hasCode(error, 'CRM_REJECTED_FIELD') || error.details['code'] !== 'INVALID_FIELD') throw error;
  }
  fields.forget();
  return work(await fields.read()).catch((error: unknown) => {
    if (!hasCode(error, 'CRM_REJECTED_FIELD')) throw error;
    throw new AppError('CRM_FORBIDDEN', 'The integration user may not read what a check needs.', { cause: error });
  });
};

const linesOf = async (call: SalesforceCall, record: SalesforceRecord): Promise<SalesforceRecord[]> => {
  const children = related(record, 'OpportunityLineItems');
  return children === null ? [] : restOf(call, toPage(children));
};

/** Up to 100 opportunities with line items, account and owner in one call, plus one an hour for the names of the fields. */
export const readDeals = (reader: DealReader, dealIds: string[], attributes: string[]): Promise<DealReading[]> =>
  withFreshFields(reader.fields, async (org) => {
    const ids = toRecordIds(dealIds);
    const wanted = {
      ofDeal: fieldsFor(org, 'Opportunity', attributes),
      ofLine: fieldsFor(org, 'OpportunityLineItem', attributes),
    };
    const records = ids.length === 0 ? [] : await readRecords(reader.call, statementFor(org, ids, wanted));
    const found = new Map(records.map((record) => [toRecordId(textOf(record, 'Id') ?? ''), record]));
    const readings: DealReading[] = [];
    for (const dealId of dealIds) {
      const record = found.get(toRecordId(dealId));
      if (!record) {
        readings.push({ dealId, state: 'missing', mergedInto: null });
        continue;
      }
      reader.onAccount(dealId, textOf(record, 'AccountId'));
      const deal = { ...toDeal(record, await linesOf(reader.call, record), wanted), id: dealId };
      readings.push({ dealId, state: 'found', deal, isClosed: isClosed(record) });
    }
    return readings;
  });

/** The opportunities that carry these line items. */
export const dealsOfLineItems = async (call: SalesforceCall, lineItemIds: string[]): Promise<string[]> => {
  const ids = toRecordIds(lineItemIds);
  const dealIds: string[] = [];
  for (let start = 0; start < ids.length; start += 200) {
    const where = [idCondition('Id', ids.slice(start, start + 200))];
    const statement = { select: ['OpportunityId'], from: 'OpportunityLineItem', where };
    const records = await readRecords(call, statement);
    dealIds.push(...records.map((record) => textOf(record, 'OpportunityId') ?? ''));
  }
  return toRecordIds(dealIds);
};
