import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { strToU8, zipSync } from 'fflate';
import { defineField, putOpportunity } from '../../../src/sandbox/salesforce/org-people.ts';
import { putUser } from '../../../src/sandbox/salesforce/org.ts';
import type { SalesforceSandbox, SalesforceSandboxOptions } from '../../../src/sandbox/salesforce/sandbox.ts';
import { startSalesforceSandbox } from '../../../src/sandbox/salesforce/sandbox.ts';

export const V = '/services/data/v66.0';

type Failure = { message: string; errorCode: string; statusCode: string; fields: string[] };

/** What the API may answer; a test reads the fields that its operation has. */
export type Body = Failure & {
  id: string;
  Id: string;
  success: boolean;
  created: boolean;
  totalSize: number;
  done: boolean;
  nextRecordsUrl: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- records have whatever the query asks for
  records: any[];
  ids: string[];
  errors: Failure[];
  deletedRecords: { id: string; deletedDate: string }[];
  compositeResponse: { httpStatusCode: number; referenceId: string; body: Body & Body[] }[];
  deployResult: {
    done: boolean;
    status: string;
    success: boolean;
    details: { componentFailures: { problem: string }[] };
  };
  access_token: string;
  refresh_token?: string;
  instance_url: string;
  error: string;
  error_description: string;
};

export type Answer = { status: number; headers: Headers; body: Body & Body[] };

/** A running org with the fields of a customer, and a client that holds a session. */
export type TestOrg = SalesforceSandbox & {
  call: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;
  query: (soql: string) => Promise<Answer>;
  now: { ms: number };
};

export const APP = { clientId: '3MVG9client', clientSecret: 'secret-of-the-app' };

export const startOrg = async (options: Partial<SalesforceSandboxOptions> = {}): Promise<TestOrg> => {
  const now = { ms: Date.parse('2026-03-02T09:00:00Z') };
  const sandbox = await startSalesforceSandbox({
    organizationId: '00D5e000000KpAB',
    organizationName: 'Test org',
    ...APP,
    clock: () => now.ms,
    batchWindowMs: 5,
    retryDelayMs: () => 5,
    ...options,
  });
  const { org } = sandbox;
  putUser(org, { email: 'rep@example.com', firstName: 'Rosa', lastName: 'Rep' });
  defineField(org, 'Opportunity', { name: 'Verdict__c' });
  defineField(org, 'Opportunity', { name: 'Warnings__c', type: 'textarea' });
  defineField(org, 'Task', { name: 'Key__c' });
  const session = sandbox.install().accessToken;
  const call: TestOrg['call'] = async (method, path, body, headers = {}) => {
    const response = await fetch(`${sandbox.url}${path}`, {
      method,
      headers: { Authorization: `Bearer ${session}`, 'Content-Type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return answerOf(response);
  };
  const query: TestOrg['query'] = (soql) => call('GET', `${V}/query?q=${encodeURIComponent(soql)}`);
  return { ...sandbox, call, query, now };
};

export const answerOf = async (response: Response): Promise<Answer> => {
  const text = await response.text();
  const body = (text === '' ? undefined : JSON.parse(text)) as Answer['body'];
  return { status: response.status, headers: response.headers, body };
};

/** An opportunity of Acme with two lines. */
export const seedOpportunity = ({ org }: TestOrg, name = 'Acme brackets'): string =>
  putOpportunity(org, {
    name,
    stage: 'Proposal',
    closeDate: '2026-06-30',
    ownerEmail: 'rep@example.com',
    account: { name: 'Acme' },
    lines: [
      { product: 'BRK', productName: 'Bracket', quantity: 100, unitPrice: 12 },
      { product: 'PLT', productName: 'Plate', quantity: 2.5, unitPrice: 4 },
    ],
  });

const NAMESPACE = 'http://soap.sforce.com/2006/04/metadata';

const workflow = (endpointUrl: string, user: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<Workflow xmlns="${NAMESPACE}"><outboundMessages><fullName>Changed</fullName><apiVersion>66.0</apiVersion>
<endpointUrl>${endpointUrl}</endpointUrl><fields>Amount</fields><fields>Id</fields><fields>Name</fields><fields>StageName</fields>
<includeSessionId>false</includeSessionId><integrationUser>${user}</integrationUser><name>Changed</name>
<protected>false</protected><useDeadLetterQueue>false</useDeadLetterQueue></outboundMessages></Workflow>`;

const flow = (on: string, filters: string, status: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<Flow xmlns="${NAMESPACE}"><actionCalls><name>Tell</name><label>Tell</label><actionName>Opportunity.Changed</actionName>
<actionType>outboundMessage</actionType></actionCalls><apiVersion>66.0</apiVersion><label>F</label>
<processType>AutoLaunchedFlow</processType><start><connector><targetReference>Tell</targetReference></connector>
${filters}<object>Opportunity</object><recordTriggerType>${on}</recordTriggerType>
<triggerType>RecordAfterSave</triggerType></start><status>${status}</status></Flow>`;

const STAGE_CHANGED =
  '<filterLogic>and</filterLogic><filters><field>StageName</field><operator>IsChanged</operator><value><booleanValue>true</booleanValue></value></filters>';

const list = (types: Record<string, string[]>): string =>
  `<?xml version="1.0" encoding="UTF-8"?><Package xmlns="${NAMESPACE}">${Object.entries(types)
    .map(
      ([name, members]) =>
        `<types>${members.map((one) => `<members>${one}</members>`).join('')}<name>${name}</name></types>`,
    )
    .join('')}<version>66.0</version></Package>`;

const EVENTS = { Flow: ['Made', 'Moved'], WorkflowOutboundMessage: ['Opportunity.Changed'] };

/** The package that makes the org tell new opportunities and changed stages. */
export const eventPackage = (
  endpointUrl: string,
  { user = 'admin@example.com', types = EVENTS, status = 'Active', on = 'Update' } = {},
): Record<string, string> => ({
  'package.xml': list(types),
  'workflows/Opportunity.workflow': workflow(endpointUrl, user),
  'flows/Made.flow': flow('Create', '', status),
  'flows/Moved.flow': flow(on, STAGE_CHANGED, status),
});

/** The package that takes it back; `isCareful` ends the flows first. */
export const removalPackage = (isCareful: boolean): Record<string, string> => ({
  'package.xml': list(isCareful ? { FlowDefinition: EVENTS.Flow } : {}),
  'destructiveChangesPost.xml': list(EVENTS),
  'flowDefinitions/Made.flowDefinition': `<FlowDefinition xmlns="${NAMESPACE}"><activeVersionNumber>0</activeVersionNumber></FlowDefinition>`,
  'flowDefinitions/Moved.flowDefinition': `<FlowDefinition xmlns="${NAMESPACE}"><activeVersionNumber>0</activeVersionNumber></FlowDefinition>`,
});

/** Deploys files as a client does: a zip in a form, then asks until it is done. */
export const deployTo = async (org: TestOrg, files: Record<string, string>): Promise<Body['deployResult']> => {
  const zip = zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)])));
  const form = new FormData();
  form.set('json', new Blob(['{"deployOptions":{"singlePackage":true}}'], { type: 'application/json' }));
  form.set('file', new Blob([zip], { type: 'application/zip' }), 'deploy.zip');
  const { accessToken } = org.install();
  const started = await fetch(`${org.url}${V}/metadata/deployRequest`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${accessToken}` },
    body: form,
  });
  const { id } = (await started.json()) as { id: string };
  for (;;) {
    const { body } = await org.call('GET', `${V}/metadata/deployRequest/${id}?includeDetails=true`);
    if (body.deployResult.done) return body.deployResult;
  }
};

const ACK =
  '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body><notificationsResponse xmlns="http://soap.sforce.com/2005/09/outbound"><Ack>true</Ack></notificationsResponse></soapenv:Body></soapenv:Envelope>';

type Received = { headers: Record<string, unknown>; body: string; notifications: string[] };

/** A listener that records what it is sent and answers as told; `null` = cuts the connection. */
export const startListener = async (
  answer: (count: number) => { status: number; body: string } | null = () => ({ status: 200, body: ACK }),
) => {
  const received: Received[] = [];
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const notifications = [...body.matchAll(/<Notification><Id>(\w+)</g)].map(([, id = '']) => id);
      received.push({ headers: req.headers, body, notifications });
      const told = answer(received.length);
      if (told === null) req.socket.destroy();
      else res.writeHead(told.status, { 'Content-Type': 'text/xml' }).end(told.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/outbound`;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url, received, close };
};

/** Waits until the condition holds; fails after ten seconds. */
export const until = async (holds: () => boolean): Promise<void> => {
  const deadline = Date.now() + 10_000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error('waited ten seconds in vain');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
};
