import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';

type Operation = { responses: Record<string, { content?: Record<string, unknown> }> };
type Spec = { paths: Record<string, Record<string, Operation>> };
type Known = { method: string; match: RegExp; template: string; file: string; operation: Operation };

const SPECS = path.resolve('../shared/platform/hubspot-specs');

/** HubSpot's published OpenAPI files lie beside a developer's checkout; without them answers are not compared. */
const hasSpecs = existsSync(SPECS);

const ajv = new Ajv({ strict: false, allErrors: true });
(addFormats as unknown as (ajv: Ajv) => void)(ajv);
for (const format of ['int32', 'int64', 'binary', 'double', 'float']) ajv.addFormat(format, true);

const fileOrder = (file: string): number => (file.startsWith('objects.') ? 0 : 1);

const loadOperations = (): Known[] =>
  readdirSync(SPECS)
    .filter((file) => file.endsWith('2026-09.json') || file === 'oauth.2026-03.json')
    .toSorted((a, b) => fileOrder(a) - fileOrder(b))
    .flatMap((file) => {
      const spec = JSON.parse(readFileSync(path.join(SPECS, file), 'utf8')) as Spec;
      ajv.addSchema(spec, file);
      return Object.entries(spec.paths).flatMap(([template, methods]) =>
        Object.entries(methods).map(([method, operation]) => ({
          method,
          match: patternOf(template),
          template,
          file,
          operation,
        })),
      );
    })
    .toSorted((a, b) => parameters(a.template) - parameters(b.template));

const parameters = (template: string): number => template.split('{').length;

const patternOf = (template: string): RegExp =>
  new RegExp(`^${template.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{[^}]+\}/g, '[^/]+')}/?$`);

let operations: Known[] | null = null;

/** How the answer differs from the published schema; empty when it conforms or when the specs are not here. */
export const specProblems = (method: string, pathname: string, answer: { status: number; body: unknown }): string[] => {
  if (!hasSpecs) return [];
  operations ??= loadOperations();
  const known = operations.find((one) => one.method === method.toLowerCase() && one.match.test(pathname));
  if (!known) return [`no operation ${method} ${pathname}`];
  const { responses } = known.operation;
  // The specs list no 207; it has the schema of the success it stands for.
  const status =
    answer.status === 207 ? Object.keys(responses).find((code) => code.startsWith('20')) : String(answer.status);
  const documented =
    status !== undefined && status in responses ? status : answer.status >= 400 ? 'default' : undefined;
  if (documented === undefined)
    return [`${method} ${pathname} answers ${answer.status}, not ${Object.keys(responses).join(', ')}`];
  return schemaProblems(known, documented, answer.body);
};

const schemaProblems = (known: Known, status: string, body: unknown): string[] => {
  const pointer = status === 'default' ? '#/components/schemas/Error' : bodyPointer(known, status);
  if (pointer === null) return body === undefined ? [] : ['a body where the spec has none'];
  const reference = encodeURI(`${known.file}${pointer}`);
  const validate = ajv.getSchema(reference) ?? ajv.compile({ $ref: reference });
  void validate(body);
  return (validate.errors ?? [])
    .filter((error) => !isSpecQuirk(error.instancePath))
    .slice(0, 10)
    .map((error) => `${error.instancePath || '/'} ${error.message} ${JSON.stringify(error.params)}`);
};

/** The specs declare the subCategory of a batch error as an object; the real API sends text. */
const isSpecQuirk = (instancePath: string): boolean => /^\/errors\/\d+\/subCategory$/.test(instancePath);

const bodyPointer = (known: Known, status: string): string | null => {
  const type = Object.keys(known.operation.responses[status]?.content ?? {})[0];
  if (type === undefined) return null;
  const [template, media] = [known.template, type].map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1'));
  return `#/paths/${template}/${known.method}/responses/${status}/content/${media}/schema`;
};
