import { z } from 'zod';
import { alreadyExists, ApiRefusal, badRequest, batchAnswer, toBatchError } from './api-answer.ts';
import type { ApiAnswer, BatchError } from './api-answer.ts';
import { bodyOf, checkBatchSize, objectTypeOf } from './api-call.ts';
import type { ApiCall, ApiRoute } from './api-call.ts';
import type { ObjectType } from './object-types.ts';
import type { PropertyDefinition } from './property-book.ts';

const BASE = '/crm/properties/2026-09/:objectType';
const LIMIT = 100;
const NAME = /^[a-z][a-z0-9_]*$/;

const OptionInput = z.object({
  label: z.string(),
  value: z.string(),
  displayOrder: z.number().int(),
  hidden: z.boolean(),
  description: z.string().optional(),
});
const PropertyCreate = z.object({
  name: z.string(),
  label: z.string(),
  type: z.enum(['bool', 'date', 'datetime', 'enumeration', 'number', 'phone_number', 'string']),
  fieldType: z.string(),
  groupName: z.string(),
  description: z.string().default(''),
  options: z.array(OptionInput).default([]),
  displayOrder: z.number().int().default(-1),
  hasUniqueValue: z.boolean().default(false),
  hidden: z.boolean().default(false),
  formField: z.boolean().default(false),
});
const PropertyUpdate = PropertyCreate.omit({ name: true, hasUniqueValue: true }).partial();
const Names = z.object({ inputs: z.array(z.object({ name: z.string() })) });

const nowOf = (call: ApiCall): string => new Date(call.portal.clock()).toISOString();

const notFound = (name: string): ApiRefusal =>
  new ApiRefusal(404, { message: `Property ${name} does not exist`, category: 'OBJECT_NOT_FOUND' });

const list = (call: ApiCall): ApiAnswer => {
  const archived = call.query.get('archived') === 'true';
  return { status: 200, body: { results: call.portal.properties.list(objectTypeOf(call), archived) } };
};

const found = (call: ApiCall): PropertyDefinition => {
  const name = call.params['propertyName'] ?? '';
  const archived = call.query.get('archived') === 'true';
  const definition = call.portal.properties.findAny(objectTypeOf(call), name);
  if (!definition || definition.archived !== archived) throw notFound(name);
  return definition;
};

const define = (call: ApiCall, type: ObjectType, input: z.infer<typeof PropertyCreate>): PropertyDefinition => {
  const book = call.portal.properties;
  if (!NAME.test(input.name))
    throw badRequest(`Property name "${input.name}" must be lower case letters, digits and _`);
  if (book.find(type, input.name)) {
    throw alreadyExists(`A property named '${input.name}' already exists.`, 'Properties.PROPERTY_WITH_NAME_EXISTS');
  }
  if (!book.group(type, input.groupName)) throw badRequest(`Property group "${input.groupName}" does not exist`);
  if (input.type === 'enumeration' && input.options.length === 0) {
    throw badRequest(`Property "${input.name}" is an enumeration and needs options`);
  }
  const times = { createdAt: nowOf(call), updatedAt: nowOf(call) };
  const modificationMetadata = { archivable: true, readOnlyDefinition: false, readOnlyValue: false };
  const own = { hubspotDefined: false, calculated: false, archived: false, modificationMetadata };
  const definition: PropertyDefinition = { ...input, ...own, ...times };
  book.put(type, definition);
  return definition;
};

const create = (call: ApiCall): ApiAnswer => ({
  status: 201,
  body: define(call, objectTypeOf(call), bodyOf(call, PropertyCreate)),
});

/** Runs each input; a name that is taken is listed beside the results. */
const each = <Input>(call: ApiCall, inputs: Input[], work: (input: Input) => PropertyDefinition[]): ApiAnswer => {
  checkBatchSize(inputs, LIMIT);
  const errors: BatchError[] = [];
  const results = inputs.flatMap((input) => {
    try {
      return work(input);
    } catch (refusal) {
      if (!(refusal instanceof ApiRefusal)) throw refusal;
      errors.push(toBatchError(refusal));
      return [];
    }
  });
  return batchAnswer(call.portal.clock(), { results, errors });
};

const createBatch = (call: ApiCall): ApiAnswer => {
  const type = objectTypeOf(call);
  const { inputs } = bodyOf(call, z.object({ inputs: z.array(PropertyCreate) }));
  return each(call, inputs, (input) => [define(call, type, input)]);
};

const readBatch = (call: ApiCall): ApiAnswer => {
  const type = objectTypeOf(call);
  return each(call, bodyOf(call, Names).inputs, ({ name }) => {
    const definition = call.portal.properties.find(type, name);
    if (!definition) throw notFound(name);
    return [definition];
  });
};

const update = (call: ApiCall): ApiAnswer => {
  const definition = found(call);
  if (definition.modificationMetadata.readOnlyDefinition)
    throw badRequest(`Property ${definition.name} cannot be changed`);
  const sent = Object.entries(bodyOf(call, PropertyUpdate)).filter(([, value]) => value !== undefined);
  const changed = { ...definition, ...Object.fromEntries(sent), updatedAt: nowOf(call) };
  call.portal.properties.put(objectTypeOf(call), changed);
  return { status: 200, body: changed };
};

const archiveNamed = (call: ApiCall, name: string): void => {
  const type = objectTypeOf(call);
  const definition = call.portal.properties.find(type, name);
  if (!definition) throw notFound(name);
  if (!definition.modificationMetadata.archivable) throw badRequest(`Property ${name} cannot be archived`);
  call.portal.properties.put(type, { ...definition, archived: true });
};

const archive = (call: ApiCall): ApiAnswer => {
  archiveNamed(call, call.params['propertyName'] ?? '');
  return { status: 204 };
};

const archiveBatch = (call: ApiCall): ApiAnswer => {
  for (const { name } of bodyOf(call, Names).inputs) archiveNamed(call, name);
  return { status: 204 };
};

/** Property definitions (properties.2026-09). */
export const PROPERTY_ROUTES: ApiRoute[] = [
  { method: 'get', path: BASE, answer: list },
  { method: 'post', path: BASE, answer: create },
  { method: 'post', path: `${BASE}/batch/create`, answer: createBatch },
  { method: 'post', path: `${BASE}/batch/read`, answer: readBatch },
  { method: 'post', path: `${BASE}/batch/archive`, answer: archiveBatch },
  { method: 'get', path: `${BASE}/:propertyName`, answer: (call) => ({ status: 200, body: found(call) }) },
  { method: 'patch', path: `${BASE}/:propertyName`, answer: update },
  { method: 'delete', path: `${BASE}/:propertyName`, answer: archive },
];
