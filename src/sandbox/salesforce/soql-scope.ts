import { refuse } from './api-answer.ts';
import type { FieldDefinition, FieldValue, ObjectDefinition } from './field-definition.ts';
import type { Org } from './org.ts';
import type { SObject } from './org-store.ts';

/** A field as a query names it, resolved: the lookups to follow, then the field. */
export type FieldPath = { parents: FieldDefinition[]; field: FieldDefinition };

/** 400 for a field that a query names and the object does not have. */
const noSuchQueryColumn = (name: string, object: ObjectDefinition): Error =>
  refuse(
    'INVALID_FIELD',
    `No such column '${name}' on entity '${object.name}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`,
  );

/** The object named in FROM; 400 for one that the org does not have. */
export const queriedObject = (org: Org, name: string | undefined): ObjectDefinition => {
  const object = org.schema.object(name ?? '');
  if (object) return object;
  throw refuse(
    'INVALID_TYPE',
    `sObject type '${name ?? ''}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`,
  );
};

/** Resolves "Owner.Name" from the object of the query. A lookup to several objects leads to the first of them. */
export const fieldPath = (org: Org, object: ObjectDefinition, name: string): FieldPath => {
  const steps = name.split('.');
  const last = steps.pop() ?? '';
  // "Opportunity.Name" in a query on Opportunity means the object itself
  if (steps[0]?.toLowerCase() === object.name.toLowerCase() && !org.schema.parent(object, steps[0])) steps.shift();
  const parents: FieldDefinition[] = [];
  let at = object;
  for (const step of steps) {
    const next = parentStep(org, at, step);
    parents.push(next.parent);
    at = next.target;
  }
  const field = org.schema.field(at, last);
  if (!field) throw noSuchQueryColumn(last, at);
  return { parents, field };
};

const parentStep = (
  org: Org,
  object: ObjectDefinition,
  step: string,
): { parent: FieldDefinition; target: ObjectDefinition } => {
  const parent = org.schema.parent(object, step);
  const target = parent && org.schema.object(parent.referenceTo.find((one) => org.schema.object(one)) ?? '');
  if (parent && target) return { parent, target };
  throw refuse(
    'INVALID_FIELD',
    `Didn't understand relationship '${step}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name.`,
  );
};

/** The record that a lookup points to; deleted ones are still reached. */
export const parentOf = (org: Org, record: SObject, { name }: FieldDefinition): SObject | undefined => {
  const id = record.fields[name];
  const object = typeof id === 'string' ? org.schema.objectOfId(id) : undefined;
  return object && typeof id === 'string' ? org.store.find(object.name, id) : undefined;
};

/** The value at the end of a path; null where a lookup is empty. */
export const valueAt = (org: Org, record: SObject, { parents, field }: FieldPath): FieldValue => {
  let at: SObject | undefined = record;
  for (const parent of parents) at = at && parentOf(org, at, parent);
  return at?.fields[field.name] ?? null;
};
