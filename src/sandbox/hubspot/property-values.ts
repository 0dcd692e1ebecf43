import type { SentValues } from './api-call.ts';
import { invalidValues } from './api-answer.ts';
import type { PropertyValues } from './calculated.ts';
import type { Actor } from './changes.ts';
import type { ObjectType } from './object-types.ts';
import type { Portal } from './portal.ts';
import type { PropertyDefinition } from './property-book.ts';
import type { PortalObject } from './portal-object.ts';
import { brokenRules } from './validation-rules.ts';
import type { ValueProblem } from './validation-rules.ts';

const MAX_TEXT = 65_536;

type Checked = { value: string | null } | { problem: ValueProblem };

type Sent = { name: string; raw: SentValues[string] | undefined };

type Write = { type: ObjectType; sent: SentValues; current: PortalObject | null; actor: Actor };

/** The values of a write, as they will be stored; refuses with 400 what the portal does not take. */
export const checkedValues = (portal: Portal, { type, sent, current, actor }: Write): PropertyValues => {
  const values: PropertyValues = {};
  const problems: ValueProblem[] = [];
  for (const [name, raw] of Object.entries(sent)) {
    const checked = checkValue(portal, type, { name, raw });
    if ('problem' in checked) problems.push(checked.problem);
    else values[name] = checked.value;
  }
  const after = { ...(current?.properties ?? requiredDefaults(type)), ...values };
  problems.push(...conflicts(portal, { type, values, current }), ...missing(type, after));
  if (actor.source === 'INTEGRATION') {
    problems.push(...brokenRules(portal.validationRules, type, { after, creating: current === null }));
  }
  if (problems.length > 0) throw invalidValues(portal.id, problems);
  return values;
};

const requiredDefaults = (type: ObjectType): PropertyValues =>
  type === 'tasks' ? { hs_task_status: 'NOT_STARTED' } : {};

const missing = (type: ObjectType, after: PropertyValues): ValueProblem[] =>
  (type === 'tasks' || type === 'notes') && !after['hs_timestamp']
    ? [{ name: 'hs_timestamp', code: 'REQUIRED_FIELD', message: 'hs_timestamp is required' }]
    : [];

const checkValue = (portal: Portal, type: ObjectType, { name, raw }: Sent): Checked => {
  const definition = portal.properties.find(type, name);
  if (!definition) return refuse(name, 'PROPERTY_DOESNT_EXIST', `Property "${name}" does not exist`);
  if (definition.modificationMetadata.readOnlyValue) {
    return refuse(name, 'READ_ONLY_VALUE', `"${name}" is a read only property; its value cannot be set.`);
  }
  if (raw === undefined || raw === null || raw === '') return { value: null };
  return checkReference(portal, name, String(raw)) ?? checkType(definition, String(raw));
};

const refuse = (name: string, code: string, message: string): Checked => ({ problem: { name, code, message } });

const checkReference = (portal: Portal, name: string, value: string): Checked | null => {
  if (name === 'dealstage' && !portal.pipelines.some(({ stages }) => stages.some(({ id }) => id === value))) {
    return refuse(name, 'INVALID_OPTION', `${value} was not one of the allowed options: stages of the deal pipelines`);
  }
  if (name === 'pipeline' && !portal.pipelines.some(({ id }) => id === value)) {
    return refuse(name, 'INVALID_OPTION', `${value} was not one of the allowed options: deal pipelines`);
  }
  if (name === 'hubspot_owner_id' && !portal.owners.some(({ id }) => id === value)) {
    return refuse(name, 'INVALID_OWNER_ID', `Owner ${value} does not exist`);
  }
  return null;
};

const checkType = (definition: PropertyDefinition, value: string): Checked => {
  const { name, type } = definition;
  if (type === 'number') return checkNumber(name, value);
  if (type === 'date' || type === 'datetime') return checkDate(name, type, value);
  if (type === 'enumeration' || type === 'bool') return checkOption(definition, value);
  if (value.length > MAX_TEXT) return refuse(name, 'VALUE_TOO_LONG', `${name} is longer than ${MAX_TEXT} characters`);
  return { value };
};

const checkNumber = (name: string, value: string): Checked =>
  value.trim() !== '' && Number.isFinite(Number(value))
    ? { value }
    : refuse(name, 'INVALID_INTEGER', `${value} was not a valid number.`);

const checkDate = (name: string, type: 'date' | 'datetime', value: string): Checked => {
  const at = /^-?\d+$/.test(value) ? Number(value) : Date.parse(value);
  if (Number.isNaN(at) || (!/^-?\d+$/.test(value) && !/^\d{4}-\d{2}-\d{2}/.test(value))) {
    return refuse(name, 'INVALID_DATE', `${value} was not a valid date.`);
  }
  const iso = new Date(at).toISOString();
  if (type === 'datetime') return { value: iso };
  if (!iso.endsWith('T00:00:00.000Z')) return refuse(name, 'INVALID_DATE', `${value} is not at midnight UTC!`);
  return { value: iso.slice(0, 10) };
};

const checkOption = (definition: PropertyDefinition, value: string): Checked => {
  const allowed = definition.type === 'bool' ? ['true', 'false'] : definition.options.map((option) => option.value);
  const chosen = definition.fieldType === 'checkbox' ? value.split(';').filter(Boolean) : [value];
  const wrong = chosen.find((one) => !allowed.includes(one));
  if (wrong === undefined) return { value };
  const options = allowed.map((option) => `value: ${option}`).join(', ');
  return refuse(definition.name, 'INVALID_OPTION', `${wrong} was not one of the allowed options: [${options}]`);
};

const conflicts = (
  portal: Portal,
  { type, values, current }: { type: ObjectType; values: PropertyValues; current: PortalObject | null },
): ValueProblem[] =>
  Object.entries(values).flatMap(([name, value]) => {
    if (value === null || !portal.properties.find(type, name)?.hasUniqueValue) return [];
    const holder = portal.store.findBy(type, name, value);
    if (!holder || holder.id === current?.id) return [];
    const message = `Cannot set PropertyValueCoordinates{portalId=${portal.id}, propertyName=${name}, value=${value}}. ${holder.id} already has that value.`;
    return [{ name, code: 'CONFLICTING_UNIQUE_VALUE', message }];
  });
