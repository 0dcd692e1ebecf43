import { entityIsDeleted, noSuchColumn, notFound, refuse } from './api-answer.ts';
import type { FieldDefinition, FieldValues, ObjectDefinition } from './field-definition.ts';
import { toFieldValue, toMoment } from './field-values.ts';
import { addHistory, deriveLine, deriveOpportunity, deriveTask, rollUpLines } from './opportunity-automation.ts';
import type { Org } from './org.ts';
import type { SObject } from './org-store.ts';
import { toId18 } from './record-ids.ts';

/** What was sent for one record, before anything is checked. */
export type Sent = Record<string, unknown>;

/** The record with this id. Throws 404 when it is not there or in the recycle bin. */
export const recordOf = (org: Org, object: ObjectDefinition, id: string): SObject => {
  const id18 = toId18(id);
  if (id18 === null || !id18.startsWith(object.keyPrefix))
    throw notFound('Provided external ID field does not exist or is not accessible: ' + id);
  const record = org.store.find(object.name, id18);
  if (!record) throw notFound();
  if (record.fields['IsDeleted'] === true) throw entityIsDeleted();
  return record;
};

/** Creates a record as a user does: checked, derived, with everything that follows from it. Throws the refusal. */
export const createRecord = (
  org: Org,
  object: ObjectDefinition,
  { sent, userId }: { sent: Sent; userId: string },
): SObject =>
  org.store.transaction(() => {
    const values = read(org, object, { sent, isNew: true });
    const id = org.ids.next(object.keyPrefix);
    const now = toMoment(org.clock());
    const fallbacks = Object.fromEntries(object.fields.map(({ name, fallback }) => [name, fallback]));
    const after: FieldValues = {
      ...fallbacks,
      ...values,
      Id: id,
      IsDeleted: false,
      CreatedDate: now,
      CreatedById: userId,
      ...stamp(now, userId),
    };
    if ('OwnerId' in after) after['OwnerId'] ??= userId;
    requireAll(org, object, after);
    beforeSave(org, object, { after, before: null });
    const record = org.store.insert(object.name, id, after);
    afterSave(org, record, { before: null, userId });
    return record;
  });

/** Changes a record as a user does. Throws the refusal. */
export const updateRecord = (org: Org, record: SObject, { sent, userId }: { sent: Sent; userId: string }): void =>
  org.store.transaction(() => {
    const object = objectOf(org, record);
    const values = read(org, object, { sent, isNew: false });
    if (record.fields['HasOpportunityLineItem'] === true) delete values['Amount'];
    const before = { ...record.fields };
    const after = { ...before, ...values, ...stamp(toMoment(org.clock()), userId) };
    requireAll(org, object, after);
    beforeSave(org, object, { after, before });
    org.store.set(record, after);
    afterSave(org, record, { before, userId });
  });

/** Puts a record and what hangs on it into the recycle bin. */
export const deleteRecord = (org: Org, record: SObject, userId: string): void =>
  org.store.transaction(() => {
    checkLocks(org, record.fields);
    const gone = { IsDeleted: true, ...stamp(toMoment(org.clock()), userId) };
    org.store.set(record, gone);
    if (record.type === 'OpportunityLineItem') touchOpportunity(org, record, userId);
    if (record.type !== 'Opportunity') return;
    for (const type of ['OpportunityLineItem', 'OpportunityHistory']) {
      for (const child of org.store.childrenOf(type, 'OpportunityId', record.id)) org.store.set(child, gone);
    }
    for (const task of org.store.childrenOf('Task', 'WhatId', record.id)) org.store.set(task, gone);
  });

const objectOf = (org: Org, { type }: SObject): ObjectDefinition => {
  const object = org.schema.object(type);
  if (!object) throw new Error(`The sandbox has no object ${type}.`);
  return object;
};

const stamp = (now: string, userId: string): FieldValues => ({
  LastModifiedDate: now,
  LastModifiedById: userId,
  SystemModstamp: now,
});

const read = (org: Org, object: ObjectDefinition, { sent, isNew }: { sent: Sent; isNew: boolean }): FieldValues => {
  const values: FieldValues = {};
  const locked: string[] = [];
  for (const [name, value] of Object.entries(sent)) {
    if (name === 'attributes') continue;
    const field = org.schema.field(object, name);
    if (!field) throw noSuchColumn(name, object.name);
    if (!(isNew ? field.createable : field.updateable)) locked.push(field.name);
    else values[field.name] = toFieldValue(field, value);
  }
  if (locked.length > 0) {
    const message = `Unable to create/update fields: ${locked.join(', ')}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`;
    throw refuse('INVALID_FIELD_FOR_INSERT_UPDATE', message, locked);
  }
  return values;
};

const isMissing = (field: FieldDefinition, after: FieldValues): boolean =>
  !field.nillable && field.createable && !field.defaultedOnCreate && (after[field.name] ?? null) === null;

const requireAll = (org: Org, object: ObjectDefinition, after: FieldValues): void => {
  const missing = object.fields.filter((field) => isMissing(field, after)).map(({ name }) => name);
  if (missing.length > 0) {
    throw refuse('REQUIRED_FIELD_MISSING', `Required fields are missing: [${missing.join(', ')}]`, missing);
  }
  for (const field of object.fields) checkReference(org, field, after);
};

const checkReference = (
  org: Org,
  { name, type, referenceTo, createable }: FieldDefinition,
  after: FieldValues,
): void => {
  const id = after[name];
  if (type !== 'reference' || !createable || typeof id !== 'string') return;
  const target = org.schema.objectOfId(id);
  const record = target && referenceTo.includes(target.name) ? org.store.live(target.name, id) : undefined;
  if (!record) throw refuse('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', []);
  if (name === 'OwnerId' && record.fields['IsActive'] === false) {
    throw refuse('INACTIVE_OWNER_OR_USER', `operation performed with inactive user [${id}] as owner of record`, []);
  }
};

type Save = { after: FieldValues; before: FieldValues | null };

const beforeSave = (org: Org, object: ObjectDefinition, { after, before }: Save): void => {
  checkLocks(org, after);
  if (object.name === 'OpportunityLineItem') {
    if (after['Quantity'] === 0) {
      throw refuse('FIELD_INTEGRITY_EXCEPTION', 'field integrity exception: Quantity (Quantity must be nonzero)', [
        'Quantity',
      ]);
    }
    deriveLine(org, after, before);
  }
  if (object.name === 'Task') deriveTask(org, after, before);
  if (object.name === 'Opportunity') deriveOpportunity(org, after, before);
  for (const trigger of org.triggers.filter((one) => one.object === object.name)) {
    const refusal = trigger.run(after, before);
    if (refusal !== null) throw refuse('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', refusal, []);
  }
  const rule = org.validationRules.find((one) => one.object === object.name && one.refuses(after, before));
  if (rule) {
    throw refuse('FIELD_CUSTOM_VALIDATION_EXCEPTION', rule.message, rule.field === undefined ? [] : [rule.field]);
  }
};

/** A write takes the row itself and the rows above it. */
const checkLocks = (org: Org, fields: FieldValues): void => {
  for (const name of ['Id', 'AccountId', 'OpportunityId', 'WhatId']) {
    const id = fields[name];
    const left = typeof id === 'string' ? (org.locks.get(id) ?? 0) : 0;
    if (typeof id !== 'string' || left <= 0) continue;
    org.locks.set(id, left - 1);
    throw refuse('UNABLE_TO_LOCK_ROW', `unable to obtain exclusive access to this record or 1 records: ${id}`, []);
  }
};

const afterSave = (
  org: Org,
  record: SObject,
  { before, userId }: { before: FieldValues | null; userId: string },
): void => {
  if (record.type === 'Opportunity') addHistory(org, record, { before, userId });
  if (record.type === 'OpportunityLineItem') touchOpportunity(org, record, userId);
};

/** Brings the sums of an opportunity up to date; it counts as changed only when one of them did. */
const touchOpportunity = (org: Org, line: SObject, userId: string): void => {
  const opportunity = org.store.live('Opportunity', line.fields['OpportunityId']);
  if (!opportunity) return;
  const sums = rollUpLines(org, opportunity.id);
  if (Object.entries(sums).every(([name, value]) => opportunity.fields[name] === value)) return;
  const before = { ...opportunity.fields };
  const after = { ...before, ...sums, ...stamp(toMoment(org.clock()), userId) };
  deriveOpportunity(org, after, before);
  org.store.set(opportunity, after);
  addHistory(org, opportunity, { before, userId });
};
