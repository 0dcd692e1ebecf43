import type { FieldValue, FieldValues } from './field-definition.ts';
import { toMoment } from './field-values.ts';
import type { Org } from './org.ts';
import { put, stageNamed } from './org.ts';
import type { SObject } from './org-store.ts';

const numberOf = (value: FieldValue | undefined): number | null => (typeof value === 'number' ? value : null);

/** What Salesforce itself derives on an opportunity from its stage, amount and close date. */
export const deriveOpportunity = (org: Org, after: FieldValues, before: FieldValues | null): void => {
  if (before?.['StageName'] !== after['StageName']) followStage(org, after, before);
  const amount = numberOf(after['Amount']);
  after['ExpectedRevenue'] = amount === null ? null : (amount * (numberOf(after['Probability']) ?? 0)) / 100;
  const [year, month] = String(after['CloseDate']).split('-').map(Number);
  after['FiscalYear'] = year ?? null;
  after['FiscalQuarter'] = Math.ceil((month ?? 1) / 3);
  after['Fiscal'] = `${after['FiscalYear']} ${after['FiscalQuarter']}`;
};

const UNKNOWN_STAGE: FieldValues = {
  DefaultProbability: 0,
  IsClosed: false,
  IsWon: false,
  ForecastCategory: 'Pipeline',
  ForecastCategoryName: 'Pipeline',
};

/** A new stage brings its own probability unless one was sent with it. */
const followStage = (org: Org, after: FieldValues, before: FieldValues | null): void => {
  const { DefaultProbability = 0, ...stage } = stageNamed(org, after['StageName'])?.fields ?? UNKNOWN_STAGE;
  if (after['Probability'] === (before?.['Probability'] ?? null)) after['Probability'] = DefaultProbability;
  for (const name of ['IsClosed', 'IsWon', 'ForecastCategory', 'ForecastCategoryName'])
    after[name] = stage[name] ?? null;
  if (before !== null) after['LastStageChangeDate'] = toMoment(org.clock());
};

/** A save that is done: the record before it, and who saved. */
export type Saved = { before: FieldValues | null; userId: string };

const TRACKED = ['StageName', 'Amount', 'Probability', 'CloseDate'];

/** Adds the row of the stage history that a change of stage, amount, probability or close date leaves. */
export const addHistory = (org: Org, { id, fields }: SObject, { before, userId }: Saved): void => {
  if (before !== null && TRACKED.every((name) => before[name] === fields[name])) return;
  const copied = Object.fromEntries(
    [...TRACKED, 'ExpectedRevenue', 'ForecastCategory', 'CurrencyIsoCode']
      .filter((name) => fields[name] !== undefined)
      .map((name) => [name, fields[name] ?? null]),
  );
  const row = put(org, 'OpportunityHistory', {
    OpportunityId: id,
    ...copied,
    PrevAmount: before?.['Amount'] ?? null,
    PrevCloseDate: before?.['CloseDate'] ?? null,
    CreatedById: userId,
  });
  org.store.set(row, { SystemModstamp: row.fields['CreatedDate'] ?? null });
};

/** What Salesforce derives on a line from its product and prices. */
export const deriveLine = (org: Org, after: FieldValues, before: FieldValues | null): void => {
  takeProduct(org, after);
  const [quantity, total, price] = ['Quantity', 'TotalPrice', 'UnitPrice'].map(
    (name) => numberOf(after[name]) ?? 0,
  ) as [number, number, number];
  const [oldTotal, oldPrice] = ['TotalPrice', 'UnitPrice'].map((name) => numberOf(before?.[name]) ?? 0);
  const isPricedByTotal = quantity !== 0 && total !== oldTotal && price === oldPrice;
  if (isPricedByTotal) after['UnitPrice'] = Number((total / quantity).toFixed(2));
  after['TotalPrice'] = Number((quantity * (numberOf(after['UnitPrice']) ?? 0)).toFixed(2));
};

const valueIn = (record: SObject | undefined, name: string): FieldValue => record?.fields[name] ?? null;

const takeProduct = (org: Org, after: FieldValues): void => {
  const entry =
    org.store.live('PricebookEntry', after['PricebookEntryId']) ??
    org.store.childrenOf('PricebookEntry', 'Product2Id', String(after['Product2Id']))[0];
  if (entry) Object.assign(after, { PricebookEntryId: entry.id, Product2Id: valueIn(entry, 'Product2Id') });
  const product = org.store.live('Product2', after['Product2Id']);
  const opportunity = org.store.live('Opportunity', after['OpportunityId']);
  after['ListPrice'] = valueIn(entry, 'UnitPrice');
  after['ProductCode'] = valueIn(product, 'ProductCode');
  after['Name'] = [valueIn(opportunity, 'Name'), valueIn(product, 'Name')].filter(Boolean).join(' ');
};

/** What the opportunity sums up from its lines. The amount of one with lines is their total. */
export const rollUpLines = (org: Org, opportunityId: string): FieldValues => {
  const lines = org.store.childrenOf('OpportunityLineItem', 'OpportunityId', opportunityId);
  const sum = (name: string): number =>
    Number(lines.reduce((total, { fields }) => total + (numberOf(fields[name]) ?? 0), 0).toFixed(2));
  if (lines.length === 0) return { HasOpportunityLineItem: false };
  return { HasOpportunityLineItem: true, Amount: sum('TotalPrice'), TotalOpportunityQuantity: sum('Quantity') };
};

/** What Salesforce derives on a task. */
export const deriveTask = (org: Org, after: FieldValues, before: FieldValues | null): void => {
  const isClosed = after['Status'] === 'Completed';
  after['IsClosed'] = isClosed;
  after['IsHighPriority'] = after['Priority'] === 'High';
  if (isClosed !== (before?.['IsClosed'] ?? false)) {
    after['CompletedDateTime'] = isClosed ? toMoment(org.clock()) : null;
  }
  const what = String(after['WhatId'] ?? '');
  after['AccountId'] = org.store.live('Opportunity', what)?.fields['AccountId'] ?? null;
};
