import type { AttributeValue, Deal, LineItem } from '../../deal/deal.ts';
import { readDealFacts } from '../../deal/deal-facts.ts';
import { INPUT_FIELDS } from './field-names.ts';
import type { SalesforceRecord } from './query.ts';
import { related, textOf } from './query.ts';
import { toRecordId } from './record-id.ts';

/** An attribute as the sheet names it, and the field that holds it in this org. */
export type AttributeField = { name: string; field: string };

/** What to look for besides the standard facts. */
export type FactsWanted = { ofDeal: readonly AttributeField[]; ofLine: readonly AttributeField[] };

const numberOf = (record: SalesforceRecord, field: string): number | null => {
  const number = Number(textOf(record, field) ?? NaN);
  return Number.isFinite(number) ? number : null;
};

const idOf = (record: SalesforceRecord, field: string): string => toRecordId(textOf(record, field) ?? '') ?? '';

const attributesOf = (record: SalesforceRecord, wanted: readonly AttributeField[]): Record<string, AttributeValue> =>
  Object.fromEntries(
    wanted.map(({ name, field }) => [name, textOf(record, field)] as const).filter(([, value]) => value !== null),
  );

/** A quantity that is no number stays as it was typed: the check says so (QTY_INVALID). */
const quantityOf = (line: SalesforceRecord): number | string | null =>
  numberOf(line, 'Quantity') ?? textOf(line, 'Quantity');

const toLine = (line: SalesforceRecord, wanted: readonly AttributeField[]): LineItem => {
  const product = related(line, 'Product2');
  return {
    id: idOf(line, 'Id'),
    product: textOf(product, 'ProductCode') ?? textOf(product, 'Name'),
    quantity: quantityOf(line),
    unit: textOf(line, INPUT_FIELDS.unit),
    unitPrice: numberOf(line, 'UnitPrice'),
    requestedDate: textOf(line, INPUT_FIELDS.requestedDate),
    startDate: textOf(line, INPUT_FIELDS.startDate),
    attributes: attributesOf(line, wanted),
  };
};

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Lines in the order that the rep gave them, then of creation: S14 depends on a stable order. */
const bySortOrder = (a: SalesforceRecord, b: SalesforceRecord): number =>
  (numberOf(a, 'SortOrder') ?? 0) - (numberOf(b, 'SortOrder') ?? 0) ||
  compareText(textOf(a, 'CreatedDate') ?? '', textOf(b, 'CreatedDate') ?? '') ||
  compareText(idOf(a, 'Id'), idOf(b, 'Id'));

/** True when the stage is won or lost: the record says so, whatever the org calls its stages. */
export const isClosed = (record: SalesforceRecord): boolean => record['IsClosed'] === true;

/** A moment as Salesforce writes it (`+0000` without a colon) in ISO 8601; null when it is none. */
export const toMoment = (text: string | null): string | null => {
  const ms = Date.parse((text ?? '').replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
};

/**
 * The moment the order date comes from (S2). A closed opportunity: when it entered its last stage (CloseDate is only a
 * plan). An open one: none, so that the check's own clock counts. Never SystemModstamp: our own writes move it.
 */
const eventAtOf = (record: SalesforceRecord): string | null =>
  isClosed(record) ? toMoment(textOf(record, 'LastStageChangeDate') ?? textOf(record, 'CreatedDate')) : null;

const toOwner = (record: SalesforceRecord): Deal['owner'] => {
  const owner = related(record, 'Owner');
  const id = idOf(record, 'OwnerId');
  return owner === null || id === '' ? null : { id, name: textOf(owner, 'Name'), email: textOf(owner, 'Email') };
};

/** A person account has its name in the same place. */
const toCompany = (record: SalesforceRecord): Deal['company'] => {
  const account = related(record, 'Account');
  const id = idOf(record, 'AccountId');
  if (account === null || id === '') return null;
  return { id, name: textOf(account, 'Name'), tier: textOf(account, INPUT_FIELDS.tier) };
};

const probabilityOf = (record: SalesforceRecord): number | null => {
  const percent = numberOf(record, 'Probability');
  return percent === null ? null : percent / 100;
};

/** An opportunity with what belongs to it as one CRM-neutral deal. Stages and record types by API name, never by label. */
export const toDeal = (record: SalesforceRecord, lines: readonly SalesforceRecord[], wanted: FactsWanted): Deal => ({
  id: idOf(record, 'Id'),
  name: textOf(record, 'Name'),
  stage: textOf(record, 'StageName'),
  pipeline: textOf(related(record, 'RecordType'), 'DeveloperName') ?? 'default',
  amount: numberOf(record, 'Amount'),
  currency: textOf(record, 'CurrencyIsoCode'),
  probability: probabilityOf(record),
  owner: toOwner(record),
  company: toCompany(record),
  eventAt: eventAtOf(record),
  requestedDate: textOf(record, INPUT_FIELDS.requestedDate),
  attributes: attributesOf(record, wanted.ofDeal),
  lines: lines.toSorted(bySortOrder).map((line) => toLine(line, wanted.ofLine)),
  ...readDealFacts(textOf(record, INPUT_FIELDS.facts)),
});
