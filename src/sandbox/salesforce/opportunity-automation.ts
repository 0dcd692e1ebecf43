import type { FieldValue, FieldValues } from './field-definition.ts';
import { toMoment } from './field-values.ts';
import type { Org } from './org.ts';
import { put, stageNamed } from './org.ts';
import type { SObject } from './org-store.ts';

const numberOf = (value: FieldValue | undefined): number | null => (typeof value === 'number' ? value : null);

/** What Salesforce itself derives on an opportunity from its stage, amount and close date. */
export const deriveOpportunity = (org: Org, after: FieldValues, before: FieldValues | null): void => {
  if (before === null || before['StageName'] !== after['StageName']) {
    const stage = stageNamed(org, after['StageName'])?.fields ?? {};
    const wasSent = before === null ? after['Probability'] !== null : after['Probability'] !== before['Probability'];
    if (!wasSent) after['Probability'] = stage['DefaultProbability'] ?? 0;
    after['IsClosed'] = stage['IsClosed'] ?? false;
    after['IsWon'] = stage['IsWon'] ?? false;
    after['ForecastCategory'] = stage['ForecastCategory'] ?? 'Pipeline';
    after['ForecastCategoryName'] = stage['ForecastCategoryName'] ?? 'Pipeline';
    if (before !== null) after['LastStageChangeDate'] = toMoment(org.clock());
  }
  const amount = numberOf(after['Amount']);
  after['ExpectedRevenue'] = amount === null ? null : (amount * (numberOf(after['Probability']) ?? 0)) / 100;
  const closeDate = String(after['CloseDate'] ?? '');
  after['FiscalYear'] = Number(closeDate.slice(0, 4));
  after['FiscalQuarter'] = Math.ceil(Number(closeDate.slice(5, 7)) / 3);
  after['Fiscal'] = `${after['FiscalYear']} ${after['FiscalQuarter']}`;
};

const TRACKED = ['StageName', 'Amount', 'Probability', 'CloseDate'];

/** Adds the row of the stage history that a change of stage, amount, probability or close date leaves. */
export const addHistory = (org: Org, { id, fields }: SObject, before: FieldValues | null, userId: string): void => {
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
  const entry =
    org.store.live('PricebookEntry', after['PricebookEntryId']) ??
    org.store.childrenOf('PricebookEntry', 'Product2Id', String(after['Product2Id']))[0];
  if (entry) {
    after['PricebookEntryId'] = entry.id;
    after['Product2Id'] = entry.fields['Product2Id'] ?? null;
    after['ListPrice'] = entry.fields['UnitPrice'] ?? null;
  }
  const product = org.store.live('Product2', after['Product2Id'])?.fields ?? {};
  const opportunity = org.store.live('Opportunity', after['OpportunityId'])?.fields ?? {};
  after['ProductCode'] = product['ProductCode'] ?? null;
  after['Name'] = `${opportunity['Name'] ?? ''} ${product['Name'] ?? ''}`.trim();
  const quantity = numberOf(after['Quantity']) ?? 0;
  const total = numberOf(after['TotalPrice']);
  const hasNewTotal = total !== null && total !== numberOf(before?.['TotalPrice']);
  if (hasNewTotal && after['UnitPrice'] === (before?.['UnitPrice'] ?? null)) {
    after['UnitPrice'] = quantity === 0 ? 0 : Number((total / quantity).toFixed(2));
  }
  after['TotalPrice'] = Number((quantity * (numberOf(after['UnitPrice']) ?? 0)).toFixed(2));
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
