import { refuse } from './api-answer.ts';
import type { FieldDefinition, FieldValue } from './field-definition.ts';
import { toId18 } from './record-ids.ts';

/** A moment as the REST API writes it: full seconds, "2026-03-02T09:00:00.000+0000". */
export const toMoment = (ms: number): string =>
  `${new Date(Math.floor(ms / 1000) * 1000).toISOString().slice(0, -1)}+0000`;

/** Milliseconds of a moment or day as the API reads it; null when it is none. */
export const momentMs = (text: string): number | null => {
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2}))?$/i.test(text)) return null;
  const ms = Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  return Number.isNaN(ms) ? null : ms;
};

const unreadable = (kind: string, value: unknown): Error =>
  refuse(
    'JSON_PARSER_ERROR',
    `Cannot deserialize instance of ${kind} from VALUE_STRING value ${JSON.stringify(value)} or request may be missing a required field at [line:1, column:1]`,
  );

const toText = (field: FieldDefinition, value: unknown): string | null => {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
    throw unreadable('string', value);
  }
  const text = String(value).trim();
  if (text.length > field.length) {
    const shown = text.slice(0, 256);
    throw refuse('STRING_TOO_LONG', `${field.label}: data value too large: ${shown} (max length=${field.length})`, [
      field.name,
    ]);
  }
  return text === '' ? null : text;
};

const toChoice = (field: FieldDefinition, value: unknown): string | null => {
  const text = toText(field, value);
  if (text !== null && field.restricted && !field.picklist.some((one) => one.value === text)) {
    throw refuse(
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
      `${field.label}: bad value for restricted picklist field: ${text}`,
      [field.name],
    );
  }
  return text;
};

const toNumber = (field: FieldDefinition, value: unknown): number => {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) throw unreadable(field.type, value);
  const limit = 10 ** (field.precision > 0 ? field.precision - field.scale : 10);
  if (Math.abs(number) >= limit) {
    const message = `${field.label}: value outside of valid range on numeric field: ${number}`;
    throw refuse('NUMBER_OUTSIDE_VALID_RANGE', message, [field.name]);
  }
  return Number(number.toFixed(field.scale));
};

const toBoolean = (_field: FieldDefinition, value: unknown): boolean => {
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw unreadable('boolean', value);
};

const toDay = (_field: FieldDefinition, value: unknown): string => {
  const ms = typeof value === 'string' ? momentMs(value) : null;
  if (ms === null || new Date(ms).toISOString().slice(0, 10) !== String(value).slice(0, 10)) {
    throw unreadable('date', value);
  }
  return String(value).slice(0, 10);
};

const toDatetime = (_field: FieldDefinition, value: unknown): string => {
  const ms = typeof value === 'string' ? momentMs(value) : null;
  if (ms === null) throw unreadable('datetime', value);
  return toMoment(ms);
};

const toReference = (field: FieldDefinition, value: unknown): string => {
  const id = typeof value === 'string' ? toId18(value) : null;
  if (id === null) {
    const message = `${field.label}: id value of incorrect type: ${String(value)}`;
    throw refuse('MALFORMED_ID', message, [field.name]);
  }
  return id;
};

const READERS: Record<FieldDefinition['type'], (field: FieldDefinition, value: unknown) => FieldValue> = {
  id: toReference,
  reference: toReference,
  boolean: toBoolean,
  string: toText,
  textarea: toText,
  email: toText,
  url: toText,
  combobox: toText,
  picklist: toChoice,
  currency: toNumber,
  percent: toNumber,
  double: toNumber,
  int: toNumber,
  date: toDay,
  datetime: toDatetime,
};

/** The value as it is stored. Throws the refusal that Salesforce gives for a wrong type, length, range or choice. */
export const toFieldValue = (field: FieldDefinition, value: unknown): FieldValue => {
  if (value === null || value === undefined || value === '') return field.type === 'boolean' ? false : null;
  return READERS[field.type](field, value);
};
