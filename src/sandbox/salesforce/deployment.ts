import { unzipSync } from 'fflate';
import { z } from 'zod';
import { readActiveVersion, readPackageList } from './metadata-xml.ts';
import type { PackageList } from './metadata-xml.ts';
import type { Org } from './org.ts';
import type { ComponentFailure, OrgMetadata } from './org-metadata.ts';

/** What came of a deployment. */
export type DeployOutcome = { failures: ComponentFailure[]; deployed: number };

type Files = Map<string, string>;

type Step = { type: string; fullName: string; fileName: string; run: (draft: OrgMetadata) => void };

/** Carries a zipped package into the org: all of it, or nothing when one component fails. */
export const deploy = (org: Org, zip: Uint8Array, { checkOnly = false } = {}): DeployOutcome => {
  const files = filesOf(zip);
  const list = files.get('package.xml');
  if (list === undefined) return { deployed: 0, failures: [failure('', 'package.xml', 'No package.xml found')] };
  const draft = org.metadata.draft();
  const steps = [
    ...removals(org, files, 'destructiveChanges.xml'),
    ...removals(org, files, 'destructiveChangesPre.xml'),
    ...additions(org, files, readPackageList(list)),
    ...removals(org, files, 'destructiveChangesPost.xml'),
  ];
  const failures = steps.flatMap((step) => tried(step, draft));
  failures.push(...dangling(org, draft));
  if (failures.length === 0 && !checkOnly) org.metadata.adopt(draft);
  return { failures, deployed: failures.length === 0 ? steps.length : 0 };
};

/** Files by path, without the folder that `singlePackage` allows above them. */
const filesOf = (zip: Uint8Array): Files => {
  const entries = Object.entries(unzipSync(zip)).map(
    ([path, bytes]) => [path, Buffer.from(bytes).toString('utf8')] as const,
  );
  const manifest = entries.find(([path]) => /(^|\/)package\.xml$/.test(path))?.[0] ?? '';
  const folder = manifest.slice(0, -'package.xml'.length);
  return new Map(entries.map(([path, text]) => [path.slice(path.startsWith(folder) ? folder.length : 0), text]));
};

const failure = (type: string, fullName: string, problem: string): ComponentFailure => ({
  componentType: type,
  fullName,
  fileName: fullName,
  problem,
  problemType: 'Error',
  success: false,
});

const tried = ({ type, fullName, fileName, run }: Step, draft: OrgMetadata): ComponentFailure[] => {
  try {
    run(draft);
    return [];
  } catch (fault) {
    const problem = fault instanceof z.ZodError ? z.prettifyError(fault) : (fault as Error).message;
    return [{ ...failure(type, fullName, problem), fileName }];
  }
};

/** Where the package must hold what package.xml lists. */
const FOLDERS: Record<string, (member: string) => string> = {
  Flow: (member) => `flows/${member}.flow`,
  FlowDefinition: (member) => `flowDefinitions/${member}.flowDefinition`,
  Workflow: (member) => `workflows/${member}.workflow`,
  WorkflowOutboundMessage: (member) => `workflows/${member.split('.')[0] ?? ''}.workflow`,
};

const additions = (org: Org, files: Files, list: PackageList): Step[] => {
  const wanted = list.flatMap(({ type, members }) => members.map((member) => ({ type, member })));
  const order = ['Workflow', 'WorkflowOutboundMessage', 'Flow', 'FlowDefinition'];
  return wanted
    .toSorted((a, b) => order.indexOf(a.type) - order.indexOf(b.type))
    .map(({ type, member }) => {
      const fileName = FOLDERS[type]?.(member) ?? '';
      const run = (draft: OrgMetadata): void => {
        if (!FOLDERS[type]) throw new Error(`Unknown type name '${type}' specified in package.xml`);
        const xml = files.get(fileName) ?? files.get(`${fileName}-meta.xml`);
        if (xml === undefined)
          throw new Error(
            `An object '${member}' of type ${type} was named in package.xml, but was not found in zipped directory`,
          );
        addOne(org, draft, { type, member, xml });
      };
      return { type, fullName: member, fileName, run };
    });
};

const addOne = (
  org: Org,
  draft: OrgMetadata,
  { type, member, xml }: { type: string; member: string; xml: string },
): void => {
  if (type === 'Flow') draft.putFlow(member, xml);
  else if (type === 'FlowDefinition') {
    if (readActiveVersion(xml) === 0 && !draft.deactivate(member)) throw new Error(`no Flow named ${member} found`);
  } else draft.putWorkflow(member.split('.')[0] ?? '', xml, () => org.ids.next('04k'));
};

/** What the org would be left with that cannot work: a flow without its message, a message with a wrong address. */
const dangling = (org: Org, draft: OrgMetadata): ComponentFailure[] => [
  ...draft
    .flows()
    .flatMap(({ name, messages }) =>
      messages
        .filter((fullName) => !draft.message(fullName))
        .map((fullName) =>
          failure('Flow', name, `The flow uses the outbound message ${fullName}, which the org does not have.`),
        ),
    ),
  ...draft
    .messages()
    .flatMap(({ fullName, ...message }) =>
      problemsOf(org, message).map((problem) => failure('WorkflowOutboundMessage', fullName, problem)),
    ),
];

type Checked = { object: string; endpointUrl: string; integrationUser: string; fields: string[] };

const problemsOf = (org: Org, { object: name, endpointUrl, integrationUser, fields }: Checked): string[] => {
  const object = org.schema.object(name);
  const problems: string[] = [];
  if (!URL.canParse(endpointUrl)) problems.push('Endpoint URL: not a valid URL');
  if (!org.store.list('User').some((user) => user.fields['Username'] === integrationUser)) {
    problems.push(`In field: integrationUser - no User named ${integrationUser} found`);
  }
  for (const field of fields) {
    if (!object || !org.schema.field(object, field))
      problems.push(`In field: field - no CustomField named ${name}.${field} found`);
  }
  return problems;
};

const removals = (org: Org, files: Files, fileName: string): Step[] => {
  const xml = files.get(fileName);
  if (xml === undefined) return [];
  return readPackageList(xml).flatMap(({ type, members }) =>
    members.map((member) => ({
      type,
      fullName: member,
      fileName,
      run: (draft: OrgMetadata) => removeOne(draft, type, member),
    })),
  );
};

/** A flow that runs cannot be removed, and no more can a message that a flow still sends. What is not there is no fault. */
const removeOne = (draft: OrgMetadata, type: string, member: string): void => {
  if (type === 'Flow') {
    const name = member.replace(/-\d+$/, '');
    if (draft.flow(name)?.isActive) throw new Error(`The flow ${name} is active: deactivate it before you delete it.`);
    draft.removeFlow(name);
  } else if (type === 'WorkflowOutboundMessage') draft.removeMessage(member);
  else if (type !== 'FlowDefinition') throw new Error(`The sandbox does not remove components of type ${type}.`);
};
