import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from '@jest/globals';
import { makePipeline } from '../../../src/sandbox/hubspot/pipelines.ts';
import { startHubspotSandbox } from '../../../src/sandbox/hubspot/sandbox.ts';
import type { HubspotSandbox, HubspotSandboxOptions } from '../../../src/sandbox/hubspot/sandbox.ts';
import { specProblems } from './spec-conformance.ts';

export const APP = { clientId: 'client', clientSecret: 'secret-of-the-app', appId: 4242 };

type Failure = { message: string; category: string; code: string; context: Record<string, string[]> };
type AssociatedBody = { toObjectId: string; associationTypes: { typeId: number }[] };
type RecordBody = {
  id: string;
  name: string;
  new: boolean;
  groupName: string;
  properties: Record<string, string | null>;
  propertiesWithHistory: Record<string, { value: string }[]>;
  associations: unknown;
  to: AssociatedBody[];
  stages: { metadata: Record<string, string> }[];
};

/** What the API may answer; a test reads the fields that its operation has. */
type Body = RecordBody &
  Failure & {
    results: RecordBody[];
    errors: Failure[];
    numErrors: number;
    total: number;
    paging?: { next: { after: string } };
    policyName: string;
    email: string;
    utcOffset: string;
  };

export type Answer = { status: number; headers: Headers; body: Body };

/** A running portal and a client that holds a valid token and compares every answer with the published specs. */
export type TestPortal = HubspotSandbox & {
  call: (method: string, path: string, body?: unknown) => Promise<Answer>;
  token: string;
};

const STAGES = [
  { id: 'qualified', label: 'Qualified', probability: 0.2 },
  { id: 'proposal', label: 'Proposal', probability: 0.6 },
  { id: 'won', label: 'Won', probability: 1 },
  { id: 'lost', label: 'Lost', probability: 0 },
];

export const startPortal = async (options: Partial<HubspotSandboxOptions> = {}): Promise<TestPortal> => {
  const sandbox = await startHubspotSandbox({
    portalId: 147,
    portalName: 'Test portal',
    ...APP,
    limits: { perTenSeconds: null, searchPerSecond: null },
    batchWindowMs: 5,
    retryDelayMs: () => 5,
    ...options,
  });
  sandbox.portal.pipelines.push(makePipeline('default', 'Sales', STAGES));
  sandbox.portal.owners.push({ id: '901', userId: 101, email: 'rep@example.com', firstName: 'Rosa', lastName: 'Rep' });
  const token = sandbox.install().accessToken;
  return { ...sandbox, token, call: (method, path, body) => callApi(`${sandbox.url}${path}`, { method, token, body }) };
};

type Call = { method: string; token?: string; body?: unknown };

/** Calls the API and expects the answer to conform to the published specs. */
export const callApi = async (url: string, { method, token, body }: Call): Promise<Answer> => {
  const response = await fetch(url, {
    method,
    headers: {
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const answer = {
    status: response.status,
    headers: response.headers,
    body: (text === '' ? undefined : JSON.parse(text)) as Body,
  };
  expect(specProblems(method, new URL(url).pathname, answer)).toEqual([]);
  return answer;
};

/** Waits until the condition holds; fails after five seconds. */
export const until = async (holds: () => boolean): Promise<void> => {
  const deadline = Date.now() + 5000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error('waited five seconds in vain');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
};

type WebhookBody = {
  eventId: number;
  objectId: number;
  subscriptionType: string;
  attemptNumber: number;
  changeFlag?: string;
  propertyName?: string;
};

export type Received = { method: string; url: string; headers: IncomingHttpHeaders; body: string };

/** An app that records what it is sent and answers as told; `null` = cuts the connection. */
export const startReceiver = async (answer: (received: Received, count: number) => number | null = () => 200) => {
  const received: Received[] = [];
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const one = {
        method: req.method ?? '',
        url: req.url ?? '',
        headers: req.headers,
        body: Buffer.concat(chunks).toString(),
      };
      received.push(one);
      const status = answer(one, received.length);
      if (status === null) req.socket.destroy();
      else res.writeHead(status, { 'Content-Type': 'application/json' }).end('{"ok":true}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url, received, close, events: () => received.flatMap(({ body }) => JSON.parse(body) as WebhookBody[]) };
};
