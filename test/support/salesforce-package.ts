import { execFile } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';

/** The folder of the Salesforce DX project. */
export const PACKAGE = fileURLToPath(new URL('../../app-manifest/salesforce/', import.meta.url));

const SOURCE = `${PACKAGE}force-app/main/default/`;

const LISTS = ['fieldPermissions', 'value', 'classAccesses', 'objectPermissions', 'userPermissions', 'parameters'];

const parser = new XMLParser({
  parseTagValue: false,
  isArray: (name) => LISTS.some((list) => name === list || name.endsWith('Parameters')),
});

/** The text of a file of the project. */
export const readSource = (path: string): string => readFileSync(SOURCE + path, 'utf8');

const parseXml = (path: string): unknown => parser.parse(readSource(path));

const Picklist = z.object({
  valueSetDefinition: z.object({ value: z.array(z.object({ fullName: z.string(), default: z.string() })) }),
});

const FieldFile = z.object({
  CustomField: z.object({
    fullName: z.string(),
    label: z.string(),
    description: z.string(),
    type: z.string(),
    length: z.coerce.number().optional(),
    valueSet: Picklist.optional(),
  }),
});

/** One custom field: `Opportunity.Keepable_Verdict__c` with its type, longest text and picklist values. */
export type PackageField = {
  name: string;
  label: string;
  type: string;
  length: number | null;
  values: string[];
  initial: string | null;
};

const toField = (path: string): PackageField => {
  const { CustomField: field } = FieldFile.parse(parseXml(path));
  const values = field.valueSet?.valueSetDefinition.value ?? [];
  return {
    name: `${basename(dirname(dirname(path)))}.${field.fullName}`,
    label: field.label,
    type: field.type,
    length: field.length ?? null,
    values: values.map(({ fullName }) => fullName),
    initial: values.find((value) => value.default === 'true')?.fullName ?? null,
  };
};

/** Every field that the package adds, by object. */
export const packageFields = (): PackageField[] =>
  globSync('objects/*/fields/*.field-meta.xml', { cwd: SOURCE }).sort().map(toField);

const SetFile = z.object({
  PermissionSet: z.object({
    label: z.string(),
    fieldPermissions: z.array(z.object({ field: z.string(), readable: z.string(), editable: z.string() })),
    classAccesses: z.array(z.object({ apexClass: z.string() })).default([]),
    externalCredentialPrincipalAccesses: z.object({ externalCredentialPrincipal: z.string() }).optional(),
    objectPermissions: z.array(z.record(z.string(), z.string())).default([]),
    userPermissions: z.array(z.object({ name: z.string() })).default([]),
  }),
});

export type PermissionSet = z.infer<typeof SetFile>['PermissionSet'] & { name: string };

/** Every permission set of the package, by name. */
export const permissionSets = (): PermissionSet[] =>
  globSync('permissionsets/*.permissionset-meta.xml', { cwd: SOURCE })
    .sort()
    .map((path) => ({
      name: basename(path).replace('.permissionset-meta.xml', ''),
      ...SetFile.parse(parseXml(path)).PermissionSet,
    }));

const run = promisify(execFile);

/** What a command of the package printed, and whether it was content. */
export type ToolRun = { isContent: boolean; printed: string };

const Failure = z.object({ stdout: z.string(), stderr: z.string() });

/** Runs a script of the package's own package.json; a complaint is an answer, not a fault. */
export const runScript = async (script: string, args: string[] = []): Promise<ToolRun> => {
  const command = ['run', '--silent', script, '--', ...args];
  try {
    const { stdout } = await run('npm', command, { cwd: PACKAGE, maxBuffer: 64 * 1024 * 1024 });
    return { isContent: true, printed: stdout };
  } catch (error) {
    const { stdout, stderr } = Failure.parse(error);
    return { isContent: false, printed: stdout.trim() === '' ? stderr : stdout };
  }
};
