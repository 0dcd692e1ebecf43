import { choice, field, lookup, readOnly, systemFields } from './field-definition.ts';
import type { ObjectDefinition } from './field-definition.ts';
import { OPPORTUNITY, OPPORTUNITY_HISTORY, OPPORTUNITY_LINE_ITEM, OPPORTUNITY_STAGE } from './opportunity-objects.ts';

const NUMBER = { precision: 18, scale: 2 };
const own = { updateable: true, nillable: false, defaultedOnCreate: true };

const ACCOUNT: ObjectDefinition = {
  name: 'Account',
  label: 'Account',
  labelPlural: 'Accounts',
  keyPrefix: '001',
  childRelationships: { ParentId: 'ChildAccounts' },
  fields: [
    ...systemFields(),
    field('Name', 'string', { length: 255, nillable: false }),
    field('AccountNumber', 'string', { length: 40 }),
    field('BillingStreet', 'textarea', { length: 255 }),
    field('Description', 'textarea', { length: 32_000 }),
    choice('Industry', ['Construction', 'Manufacturing', 'Technology'], { length: 40 }),
    field('NumberOfEmployees', 'int'),
    lookup('OwnerId', 'User', own),
    lookup('ParentId', 'Account'),
    choice('Type', ['Prospect', 'Customer - Direct', 'Other'], { length: 40 }),
    field('Website', 'url', { length: 255 }),
  ],
};

const PRODUCT: ObjectDefinition = {
  name: 'Product2',
  label: 'Product',
  labelPlural: 'Products',
  keyPrefix: '01t',
  childRelationships: {},
  fields: [
    ...systemFields(),
    field('Name', 'string', { length: 255, nillable: false }),
    field('ProductCode', 'string', { length: 255 }),
    field('Description', 'textarea', { length: 4000 }),
    field('IsActive', 'boolean', { fallback: true }),
    choice('Family', ['None']),
    choice('QuantityUnitOfMeasure', ['Each']),
    field('StockKeepingUnit', 'string', { length: 180 }),
  ],
};

const PRICEBOOK: ObjectDefinition = {
  name: 'Pricebook2',
  label: 'Price Book',
  labelPlural: 'Price Books',
  keyPrefix: '01s',
  childRelationships: {},
  fields: [
    ...systemFields(),
    field('Name', 'string', { length: 255, nillable: false }),
    field('IsActive', 'boolean', { fallback: true }),
    readOnly('IsStandard', 'boolean'),
  ],
};

const PRICEBOOK_ENTRY: ObjectDefinition = {
  name: 'PricebookEntry',
  label: 'Price Book Entry',
  labelPlural: 'Price Book Entries',
  keyPrefix: '01u',
  childRelationships: { Product2Id: 'PricebookEntries', Pricebook2Id: 'PricebookEntries' },
  fields: [
    ...systemFields(),
    readOnly('Name', 'string', { length: 255, calculated: true }),
    lookup('Pricebook2Id', 'Pricebook2', { nillable: false, updateable: false }),
    lookup('Product2Id', 'Product2', { nillable: false, updateable: false }),
    field('UnitPrice', 'currency', { ...NUMBER, nillable: false }),
    field('IsActive', 'boolean', { fallback: true }),
    readOnly('ProductCode', 'string', { length: 255, calculated: true }),
  ],
};

const TASK: ObjectDefinition = {
  name: 'Task',
  label: 'Task',
  labelPlural: 'Tasks',
  keyPrefix: '00T',
  childRelationships: { WhatId: 'Tasks' },
  fields: [
    ...systemFields(),
    lookup('WhoId', ['Contact', 'Lead']),
    lookup('WhatId', ['Account', 'Opportunity']),
    field('Subject', 'combobox', { length: 255 }),
    field('ActivityDate', 'date', { label: 'Due Date Only' }),
    choice('Status', ['Not Started', 'In Progress', 'Completed', 'Waiting on someone else', 'Deferred'], {
      nillable: false,
      defaultedOnCreate: true,
      fallback: 'Not Started',
    }),
    choice('Priority', ['High', 'Normal', 'Low'], { nillable: false, defaultedOnCreate: true, fallback: 'Normal' }),
    readOnly('IsHighPriority', 'boolean'),
    lookup('OwnerId', ['User', 'Group'], own),
    field('Description', 'textarea', { length: 32_000 }),
    choice('Type', ['Call', 'Email', 'Meeting', 'Other']),
    readOnly('AccountId', 'reference', { referenceTo: ['Account'], relationshipName: 'Account' }),
    readOnly('IsClosed', 'boolean'),
    readOnly('IsArchived', 'boolean'),
    field('ReminderDateTime', 'datetime'),
    field('IsReminderSet', 'boolean'),
    choice('TaskSubtype', ['Task', 'Email', 'Call'], { updateable: false, fallback: 'Task' }),
    readOnly('CompletedDateTime', 'datetime'),
  ],
};

const USER: ObjectDefinition = {
  name: 'User',
  label: 'User',
  labelPlural: 'Users',
  keyPrefix: '005',
  childRelationships: {},
  fields: [
    ...systemFields().filter(({ name }) => name !== 'IsDeleted'),
    field('Username', 'string', { length: 80, nillable: false }),
    field('LastName', 'string', { length: 80, nillable: false }),
    field('FirstName', 'string', { length: 40 }),
    readOnly('Name', 'string', { length: 121, calculated: true }),
    field('Email', 'email', { length: 128, nillable: false }),
    field('Alias', 'string', { length: 8 }),
    field('Title', 'string', { length: 80 }),
    field('IsActive', 'boolean', { fallback: true }),
    field('TimeZoneSidKey', 'picklist', { fallback: 'America/Chicago' }),
    field('LocaleSidKey', 'picklist', { fallback: 'en_US' }),
    readOnly('UserType', 'picklist', { fallback: 'Standard' }),
  ],
};

const RECORD_TYPE: ObjectDefinition = {
  name: 'RecordType',
  label: 'Record Type',
  labelPlural: 'Record Types',
  keyPrefix: '012',
  childRelationships: {},
  fields: [
    ...systemFields().filter(({ name }) => name !== 'IsDeleted'),
    field('Name', 'string', { length: 80, nillable: false }),
    field('DeveloperName', 'string', { length: 80, nillable: false }),
    field('SobjectType', 'picklist', { nillable: false }),
    field('IsActive', 'boolean', { fallback: true }),
  ],
};

const ORGANIZATION: ObjectDefinition = {
  name: 'Organization',
  label: 'Organization',
  labelPlural: 'Organizations',
  keyPrefix: '00D',
  childRelationships: {},
  fields: [
    ...systemFields().filter(({ name }) => name !== 'IsDeleted'),
    readOnly('Name', 'string', { length: 80, nillable: false }),
    readOnly('IsSandbox', 'boolean'),
    readOnly('OrganizationType', 'picklist', { fallback: 'Enterprise Edition' }),
    readOnly('InstanceName', 'string', { length: 5, fallback: 'NA999' }),
    readOnly('TimeZoneSidKey', 'picklist', { fallback: 'America/Chicago' }),
    readOnly('DefaultLocaleSidKey', 'picklist', { fallback: 'en_US' }),
    readOnly('LanguageLocaleKey', 'picklist', { fallback: 'en_US' }),
  ],
};

/** Every object that this sandbox knows, with its standard fields; their types are those of the recorded describe. */
export const standardObjects = (): ObjectDefinition[] =>
  structuredClone([
    ACCOUNT,
    OPPORTUNITY,
    OPPORTUNITY_HISTORY,
    OPPORTUNITY_LINE_ITEM,
    OPPORTUNITY_STAGE,
    ORGANIZATION,
    PRICEBOOK,
    PRICEBOOK_ENTRY,
    PRODUCT,
    RECORD_TYPE,
    TASK,
    USER,
  ]);
