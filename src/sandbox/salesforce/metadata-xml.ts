import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';

const Text = z.string();
const List = z.array(Text).default([]);

/** An outbound message of the org: where it goes, and which fields it carries. `fullName` is Object.Name. */
export type OutboundMessage = {
  id: string;
  object: string;
  fullName: string;
  name: string;
  endpointUrl: string;
  integrationUser: string;
  fields: string[];
};

/** A condition of a flow's start: field, operator, value (null for an empty one). */
export type FlowFilter = { field: string; operator: string; value: string | null };

/** A record-triggered flow, as far as it sends outbound messages. */
export type RecordFlow = {
  name: string;
  isActive: boolean;
  object: string;
  on: 'Create' | 'Update' | 'CreateAndUpdate';
  joint: 'and' | 'or';
  filters: FlowFilter[];
  /** Full names of the messages that its actions send. */
  messages: string[];
};

const ARRAYS = new Set(['outboundMessages', 'fields', 'actionCalls', 'filters', 'types', 'members']);

const parser = new XMLParser({
  parseTagValue: false,
  ignoreAttributes: true,
  isArray: (name) => ARRAYS.has(name),
});

const root = (xml: string, name: string): unknown => {
  const document = parser.parse(xml) as Record<string, unknown>;
  if (document[name] === undefined) throw new Error(`The file has no element ${name}.`);
  return document[name] === '' ? {} : document[name];
};

const Workflow = z.object({
  outboundMessages: z
    .array(
      z.object({
        fullName: Text,
        apiVersion: Text,
        endpointUrl: Text,
        fields: List,
        includeSessionId: Text,
        integrationUser: Text,
        name: Text,
        protected: Text,
      }),
    )
    .default([]),
});

/** The outbound messages in the text of a .workflow file. Throws when a required element is missing. */
export const readOutboundMessages = (object: string, xml: string): OutboundMessage[] =>
  Workflow.parse(root(xml, 'Workflow')).outboundMessages.map((message) => ({
    id: '',
    object,
    fullName: `${object}.${message.fullName}`,
    name: message.name,
    endpointUrl: message.endpointUrl.trim(),
    integrationUser: message.integrationUser,
    fields: message.fields,
  }));

const Connector = z.object({ targetReference: Text }).optional();

const Value = z
  .object({ stringValue: Text.optional(), booleanValue: Text.optional(), elementReference: Text.optional() })
  .optional();

const Flow = z.object({
  processType: z.literal('AutoLaunchedFlow'),
  status: Text,
  actionCalls: z.array(z.object({ name: Text, actionName: Text, actionType: Text, connector: Connector })).default([]),
  start: z.object({
    connector: Connector,
    object: Text,
    recordTriggerType: z.enum(['Create', 'Update', 'CreateAndUpdate']),
    triggerType: z.literal('RecordAfterSave'),
    filterLogic: Text.default('and'),
    filters: z.array(z.object({ field: Text, operator: Text, value: Value })).default([]),
  }),
});
type Flow = z.infer<typeof Flow>;

const OPERATORS = new Set(['EqualTo', 'NotEqualTo', 'IsChanged', 'IsNull']);

/** A flow from the text of its .flow file. Throws on what Salesforce, or this sandbox, does not take. */
export const readRecordFlow = (name: string, xml: string): RecordFlow => {
  const flow = Flow.parse(root(xml, 'Flow'));
  const { start } = flow;
  const unknown = start.filters.find(({ operator }) => !OPERATORS.has(operator));
  if (unknown) throw new Error(`The sandbox does not know the filter operator ${unknown.operator}.`);
  if (start.recordTriggerType !== 'Update' && start.filters.some(({ operator }) => operator === 'IsChanged')) {
    throw new Error('The operator IsChanged can be used only in flows that run when a record is updated.');
  }
  return {
    name,
    isActive: flow.status === 'Active',
    object: start.object,
    on: start.recordTriggerType,
    joint: start.filterLogic === 'or' ? 'or' : 'and',
    filters: start.filters.map(({ field, operator, value }) => ({
      field,
      operator,
      value: value?.stringValue ?? value?.booleanValue ?? null,
    })),
    messages: messagesReached(flow),
  };
};

/** The actions that the start leads to, one after the other. */
const messagesReached = ({ start, actionCalls }: Flow): string[] => {
  const messages: string[] = [];
  const seen = new Set<string>();
  let next = start.connector?.targetReference;
  while (next !== undefined && !seen.has(next)) {
    seen.add(next);
    const target: string = next;
    const action = actionCalls.find((one) => one.name === target);
    if (!action) throw new Error(`The flow leads to ${target}, which it does not have.`);
    if (action.actionType === 'outboundMessage') messages.push(action.actionName);
    next = action.connector?.targetReference;
  }
  return messages;
};

const Package = z.object({
  types: z.array(z.object({ members: List, name: Text })).default([]),
  version: Text.optional(),
});

export type PackageList = { type: string; members: string[] }[];

/** What a package.xml or destructiveChanges.xml lists. */
export const readPackageList = (xml: string): PackageList =>
  Package.parse(root(xml, 'Package')).types.map(({ name, members }) => ({ type: name, members }));

/** The active version in the text of a .flowDefinition file; 0 = none. */
export const readActiveVersion = (xml: string): number =>
  Number(z.object({ activeVersionNumber: Text.default('0') }).parse(root(xml, 'FlowDefinition')).activeVersionNumber);
