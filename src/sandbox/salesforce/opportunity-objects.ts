import { choice, field, lookup, readOnly, systemFields } from './field-definition.ts';
import type { ObjectDefinition } from './field-definition.ts';

const MONEY = { precision: 18, scale: 2 };
const FORECAST = ['Omitted', 'Pipeline', 'BestCase', 'MostLikely', 'Forecast', 'Closed'];
const FORECAST_NAMES = ['Omitted', 'Pipeline', 'Best Case', 'Commit', 'Closed'];

export const OPPORTUNITY: ObjectDefinition = {
  name: 'Opportunity',
  label: 'Opportunity',
  labelPlural: 'Opportunities',
  keyPrefix: '006',
  childRelationships: { AccountId: 'Opportunities' },
  fields: [
    ...systemFields(),
    lookup('AccountId', 'Account'),
    field('IsPrivate', 'boolean'),
    field('Name', 'string', { length: 120, nillable: false }),
    field('Description', 'textarea', { length: 32_000 }),
    field('StageName', 'picklist', { label: 'Stage', nillable: false }),
    field('Amount', 'currency', MONEY),
    field('Probability', 'percent', { precision: 3, label: 'Probability (%)', defaultedOnCreate: true }),
    readOnly('ExpectedRevenue', 'currency', { ...MONEY, label: 'Expected Amount' }),
    field('TotalOpportunityQuantity', 'double', { ...MONEY, label: 'Quantity' }),
    field('CloseDate', 'date', { nillable: false }),
    choice('Type', ['Existing Customer - Upgrade', 'Existing Customer - Replacement', 'New Customer']),
    field('NextStep', 'string', { length: 255 }),
    choice('LeadSource', ['Web', 'Phone Inquiry', 'Partner Referral', 'Purchased List', 'Other']),
    readOnly('IsClosed', 'boolean', { label: 'Closed' }),
    readOnly('IsWon', 'boolean', { label: 'Won' }),
    readOnly('ForecastCategory', 'picklist', {
      length: 40,
      nillable: false,
      picklist: choice('', FORECAST).picklist,
    }),
    choice('ForecastCategoryName', FORECAST_NAMES, { label: 'Forecast Category', defaultedOnCreate: true }),
    readOnly('HasOpportunityLineItem', 'boolean', { label: 'Has Line Item' }),
    lookup('Pricebook2Id', 'Pricebook2', { label: 'Price Book ID', defaultedOnCreate: true }),
    lookup('OwnerId', 'User', { nillable: false, defaultedOnCreate: true }),
    readOnly('LastActivityDate', 'date', { label: 'Last Activity' }),
    readOnly('LastStageChangeDate', 'datetime'),
    readOnly('FiscalQuarter', 'int'),
    readOnly('FiscalYear', 'int'),
    readOnly('Fiscal', 'string', { length: 6, label: 'Fiscal Period' }),
    readOnly('LastViewedDate', 'datetime'),
    readOnly('LastReferencedDate', 'datetime'),
  ],
};

export const OPPORTUNITY_LINE_ITEM: ObjectDefinition = {
  name: 'OpportunityLineItem',
  label: 'Opportunity Product',
  labelPlural: 'Opportunity Products',
  keyPrefix: '00k',
  childRelationships: { OpportunityId: 'OpportunityLineItems' },
  fields: [
    ...systemFields(),
    lookup('OpportunityId', 'Opportunity', { nillable: false, updateable: false }),
    field('SortOrder', 'int'),
    lookup('PricebookEntryId', 'PricebookEntry', { updateable: false }),
    lookup('Product2Id', 'Product2', { updateable: false }),
    readOnly('ProductCode', 'string', { length: 255, calculated: true }),
    readOnly('Name', 'string', { length: 376, calculated: true, label: 'Opportunity Product Name' }),
    field('Quantity', 'double', { precision: 12, scale: 2, nillable: false }),
    field('TotalPrice', 'currency', MONEY),
    field('UnitPrice', 'currency', { ...MONEY, label: 'Sales Price' }),
    readOnly('ListPrice', 'currency', MONEY),
    field('ServiceDate', 'date', { label: 'Date' }),
    field('Description', 'string', { length: 255, label: 'Line Description' }),
  ],
};

export const OPPORTUNITY_HISTORY: ObjectDefinition = {
  name: 'OpportunityHistory',
  label: 'Opportunity: Stage History',
  labelPlural: 'Opportunity: Stage History',
  keyPrefix: '008',
  childRelationships: { OpportunityId: 'OpportunityHistories' },
  fields: [
    ...systemFields().filter(({ name }) => !name.startsWith('LastModified')),
    { ...lookup('OpportunityId', 'Opportunity'), createable: false, updateable: false, nillable: false },
    readOnly('StageName', 'picklist', { nillable: false }),
    readOnly('Amount', 'currency', MONEY),
    readOnly('ExpectedRevenue', 'currency', MONEY),
    readOnly('CloseDate', 'date'),
    readOnly('Probability', 'percent', { precision: 3 }),
    readOnly('ForecastCategory', 'picklist', { length: 40 }),
    readOnly('PrevAmount', 'currency', MONEY),
    readOnly('PrevCloseDate', 'date'),
  ],
};

export const OPPORTUNITY_STAGE: ObjectDefinition = {
  name: 'OpportunityStage',
  label: 'Opportunity Stage',
  labelPlural: 'Opportunity Stages',
  keyPrefix: '01J',
  childRelationships: {},
  fields: [
    ...systemFields().filter(({ name }) => name !== 'IsDeleted'),
    readOnly('MasterLabel', 'string', { length: 255, nillable: false }),
    readOnly('ApiName', 'string', { length: 255, nillable: false }),
    readOnly('IsActive', 'boolean', { fallback: true }),
    readOnly('SortOrder', 'int'),
    readOnly('IsClosed', 'boolean'),
    readOnly('IsWon', 'boolean'),
    readOnly('ForecastCategory', 'picklist', { length: 40 }),
    readOnly('ForecastCategoryName', 'picklist'),
    readOnly('DefaultProbability', 'percent', { precision: 3 }),
    readOnly('Description', 'string', { length: 255 }),
  ],
};
