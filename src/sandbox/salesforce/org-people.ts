import { field } from './field-definition.ts';
import type { FieldType, FieldValue, FieldValues, ObjectDefinition } from './field-definition.ts';
import { put } from './org.ts';
import type { Org } from './org.ts';
import type { SObject } from './org-store.ts';
import { createRecord, deleteRecord, updateRecord } from './record-writes.ts';

/** A line of an opportunity as a person enters it. */
export type LineSeed = {
  /** Product code; the product is made when the org does not have it. */
  product: string;
  productName?: string;
  quantity: number;
  unitPrice: number;
  /** Further fields by API name. */
  fields?: FieldValues;
};

/** An opportunity as a person enters it; absent = the org's fallback. */
export type OpportunitySeed = {
  name: string;
  stage?: string;
  closeDate?: string;
  /** Absent = the total of the lines. */
  amount?: number | null;
  ownerEmail?: string;
  account?: { name: string; fields?: FieldValues };
  /** Further fields by API name. */
  fields?: FieldValues;
  lines?: LineSeed[];
};

const objectNamed = (org: Org, name: string): ObjectDefinition => {
  const object = org.schema.object(name);
  if (!object) throw new Error(`The sandbox has no object ${name}.`);
  return object;
};

/** Adds a custom field, as the org's admin would. Text of 255 letters or a number with two decimals. */
export const defineField = (
  org: Org,
  objectName: string,
  { name, type = 'string' }: { name: string; type?: FieldType },
): void => {
  const isNumber = ['double', 'currency', 'percent'].includes(type);
  const size = isNumber ? { precision: 18, scale: 2 } : { length: type === 'textarea' ? 32_768 : 255 };
  org.schema.addFields(objectName, [field(name, type, { custom: true, ...size })]);
};

/** The user with this e-mail address. Throws when the org has none. */
export const userByEmail = (org: Org, email: string): SObject => {
  const user = org.store.list('User').find(({ fields }) => fields['Email'] === email);
  if (!user) throw new Error(`The org has no user ${email}.`);
  return user;
};

/** Creates a record as the person in front of the org does; flows and rules run. */
export const create = (org: Org, objectName: string, sent: FieldValues): SObject =>
  createRecord(org, objectNamed(org, objectName), { sent, userId: org.pageUserId });

/** The opportunity with this id. Throws when it is not there. */
const opportunityOf = (org: Org, id: string): SObject => recordNamed(org, 'Opportunity', id);

const recordNamed = (org: Org, type: string, id: string): SObject => {
  const record = org.store.find(type, id);
  if (!record) throw new Error(`The org has no ${type} ${id}.`);
  return record;
};

/** Enters an opportunity with its account and lines; the answer is its id. */
export const putOpportunity = (org: Org, seed: OpportunitySeed): string =>
  org.store.transaction(() => {
    const ownerId = seed.ownerEmail === undefined ? org.pageUserId : userByEmail(org, seed.ownerEmail).id;
    const stage = seed.stage ?? String(org.store.list('OpportunityStage')[0]?.fields['ApiName']);
    const opportunity = create(org, 'Opportunity', {
      Name: seed.name,
      StageName: stage,
      CloseDate: seed.closeDate ?? '2026-12-31',
      OwnerId: ownerId,
      AccountId: seed.account ? accountNamed(org, seed.account).id : null,
      ...seed.fields,
    });
    (seed.lines ?? []).forEach((line, index) =>
      addLine(org, opportunity.id, { SortOrder: index + 1, ...lineOf(org, line) }),
    );
    if (seed.amount !== undefined) org.store.set(opportunity, { Amount: seed.amount });
    return opportunity.id;
  });

const accountNamed = (org: Org, { name, fields = {} }: { name: string; fields?: FieldValues }): SObject =>
  org.store.list('Account').find((account) => account.fields['Name'] === name) ??
  create(org, 'Account', { Name: name, ...fields });

const addLine = (org: Org, opportunityId: string, sent: FieldValues): SObject =>
  create(org, 'OpportunityLineItem', { OpportunityId: opportunityId, ...sent });

const lineOf = (org: Org, { product, productName, quantity, unitPrice, fields }: LineSeed): FieldValues => ({
  PricebookEntryId: priceOf(org, { code: product, name: productName ?? product, unitPrice }).id,
  Quantity: quantity,
  UnitPrice: unitPrice,
  ...fields,
});

/** The product's entry in the standard price book, made with the product when the org does not have it. */
const priceOf = (org: Org, { code, name, unitPrice }: { code: string; name: string; unitPrice: number }): SObject => {
  const known = org.store.list('Product2').find(({ fields }) => fields['ProductCode'] === code);
  const product = known ?? put(org, 'Product2', { Name: name, ProductCode: code, IsActive: true });
  const [entry] = org.store.childrenOf('PricebookEntry', 'Product2Id', product.id);
  const book = org.store.list('Pricebook2')[0]?.id ?? null;
  return (
    entry ??
    put(org, 'PricebookEntry', {
      Pricebook2Id: book,
      Product2Id: product.id,
      UnitPrice: unitPrice,
      Name: name,
      IsActive: true,
    })
  );
};

/** Changes a record as a person does in the org; flows and rules run. */
const change = (org: Org, { type, id }: { type: string; id: string }, sent: Record<string, FieldValue>): void =>
  updateRecord(org, recordNamed(org, type, id), { sent, userId: org.pageUserId });

export const changeOpportunity = (org: Org, id: string, sent: FieldValues): void =>
  change(org, { type: 'Opportunity', id }, sent);

/** The lines of an opportunity in their order. */
export const linesOf = (org: Org, opportunityId: string): SObject[] =>
  org.store
    .childrenOf('OpportunityLineItem', 'OpportunityId', opportunityId)
    .toSorted((a, b) => Number(a.fields['SortOrder']) - Number(b.fields['SortOrder']));

/** The tasks of an opportunity, oldest first. */
export const tasksOf = (org: Org, opportunityId: string): SObject[] =>
  org.store.childrenOf('Task', 'WhatId', opportunityId);

/** A person deletes the opportunity. */
export const deleteOpportunity = (org: Org, id: string): void =>
  deleteRecord(org, opportunityOf(org, id), org.pageUserId);

/** From now on a validation rule of the admin refuses saves of this opportunity by others than the page's user. */
export const refuseUpdates = (
  org: Org,
  id: string,
  { message, field: at }: { message: string; field?: string },
): void => {
  org.validationRules.push({
    object: 'Opportunity',
    refuses: (after, before) => before !== null && after['Id'] === id && after['LastModifiedById'] !== org.pageUserId,
    message,
    ...(at === undefined ? {} : { field: at }),
  });
};

/** The next so many writes to a record, or to what hangs on it, find its row locked. */
export const lockRow = (org: Org, id: string, times = 1): void => {
  org.locks.set(id, times);
};
