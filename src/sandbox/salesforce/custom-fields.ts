import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import { field } from './field-definition.ts';
import type { FieldDefinition, FieldType } from './field-definition.ts';

const Text = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const CustomField = z.object({
  fullName: Text,
  label: Text.optional(),
  type: Text,
  length: Text.optional(),
  precision: Text.optional(),
  scale: Text.optional(),
  required: Text.optional(),
  externalId: Text.optional(),
  defaultValue: Text.optional(),
  valueSet: z
    .object({
      restricted: Text.optional(),
      valueSetDefinition: z.object({
        value: z.array(z.object({ fullName: Text, default: Text.optional(), label: Text.optional() })),
      }),
    })
    .optional(),
});
type CustomField = z.infer<typeof CustomField>;

const TYPES: Record<string, FieldType> = {
  Checkbox: 'boolean',
  Currency: 'currency',
  Date: 'date',
  DateTime: 'datetime',
  Email: 'email',
  Html: 'textarea',
  LongTextArea: 'textarea',
  Number: 'double',
  Percent: 'percent',
  Picklist: 'picklist',
  Text: 'string',
  TextArea: 'textarea',
};

const parser = new XMLParser({ parseTagValue: false, isArray: (name) => name === 'value' });

const isTrue = (text: string | undefined): boolean => text?.trim() === 'true';

/** One field from the text of its field-meta.xml. Throws on a type that this sandbox does not know. */
const toCustomField = (xml: string): FieldDefinition => {
  const { CustomField: parsed } = parser.parse(xml) as { CustomField: unknown };
  const source = CustomField.parse(parsed);
  const type = TYPES[source.type];
  if (!type) throw new Error(`The sandbox knows no field type ${source.type} (${source.fullName}).`);
  const picklist = picklistOf(source);
  const isRequired = isTrue(source.required);
  return field(source.fullName, type, {
    label: source.label ?? source.fullName,
    custom: true,
    length: lengthOf(source),
    precision: Number(source.precision ?? 0),
    scale: Number(source.scale ?? 0),
    nillable: !isRequired && type !== 'boolean',
    html: source.type === 'Html',
    externalId: isTrue(source.externalId),
    restricted: isTrue(source.valueSet?.restricted),
    picklist,
    ...(type === 'boolean'
      ? { fallback: isTrue(source.defaultValue) }
      : { fallback: picklist.find(({ isDefault }) => isDefault)?.value ?? null }),
  });
};

const lengthOf = ({ type, length }: CustomField): number => {
  if (length !== undefined) return Number(length);
  return type === 'Picklist' || type === 'TextArea' ? 255 : type === 'Email' ? 80 : 0;
};

const picklistOf = ({ valueSet }: CustomField): FieldDefinition['picklist'] =>
  (valueSet?.valueSetDefinition.value ?? []).map((value) => ({
    value: value.fullName,
    label: value.label ?? value.fullName,
    isDefault: isTrue(value.default),
  }));

/** The custom fields of a source folder (force-app) by object; those of Activity belong to tasks. */
export const readCustomFields = (metadataDir: string): Map<string, FieldDefinition[]> => {
  const objects = path.join(metadataDir, 'main', 'default', 'objects');
  const names = existsSync(objects) ? readdirSync(objects) : [];
  return new Map(
    names.map((name) => [name === 'Activity' ? 'Task' : name, fieldsIn(path.join(objects, name, 'fields'))]),
  );
};

const fieldsIn = (dir: string): FieldDefinition[] =>
  (existsSync(dir) ? readdirSync(dir) : [])
    .filter((file) => file.endsWith('.field-meta.xml'))
    .toSorted()
    .map((file) => toCustomField(readFileSync(path.join(dir, file), 'utf8')));
