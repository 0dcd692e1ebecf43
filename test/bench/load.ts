import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { signV3 } from '../../webhooks/hubspot/signature.ts';

export const SECRET = 'secret-of-the-bench';
export const ACCOUNT = 48_000_003;
export const APP_ID = 4803;

/** What a run of the load saw; times in milliseconds. */
export type LoadReport = { sent: number; refused: number; seconds: number; latencies: number[] };

const agent = new Agent({ keepAlive: true, maxSockets: 512 });
const state = { eventId: 0 };

const aDelivery = (): Buffer => {
  state.eventId += 1;
  const event = {
    eventId: state.eventId,
    subscriptionId: 1,
    portalId: ACCOUNT,
    appId: APP_ID,
    occurredAt: Date.now(),
    subscriptionType: 'object.propertyChange',
    attemptNumber: 0,
    objectId: 1 + (state.eventId % 5000),
    objectTypeId: '0-3',
    propertyName: 'dealstage',
    propertyValue: 'proposal',
    changeSource: 'CRM_UI',
    sourceId: 'userId:101',
  };
  return Buffer.from(JSON.stringify([event]));
};

const deliver = (url: string): Promise<number> =>
  new Promise((resolve) => {
    const body = aDelivery();
    const timestamp = String(Date.now());
    const target = `${url}/webhooks/hubspot`;
    const signature = signV3(SECRET, { method: 'POST', url: target, body, timestamp });
    const headers = {
      'content-type': 'application/json',
      'content-length': body.length,
      'x-hubspot-signature-v3': signature,
      'x-hubspot-request-timestamp': timestamp,
    };
    const call = request(target, { method: 'POST', agent, headers }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode ?? 0));
    });
    call.on('error', () => resolve(0));
    call.end(body);
  });

const timed = async (url: string, report: LoadReport): Promise<void> => {
  const startedAt = performance.now();
  const status = await deliver(url);
  report.latencies.push(performance.now() - startedAt);
  report.sent += 1;
  if (status < 200 || status > 299) report.refused += 1;
};

/** So many deliveries a second, whether or not the earlier ones were answered. */
export const steadyLoad = async (url: string, perSecond: number, seconds: number): Promise<LoadReport> => {
  const report: LoadReport = { sent: 0, refused: 0, seconds, latencies: [] };
  const startedAt = performance.now();
  const calls: Promise<void>[] = [];
  for (let index = 0; index < perSecond * seconds; index += 1) {
    const dueMs = (index / perSecond) * 1000 - (performance.now() - startedAt);
    if (dueMs > 1) await sleep(dueMs);
    calls.push(timed(url, report));
  }
  await Promise.all(calls);
  return report;
};

/** As much as goes through with so many deliveries under way at a time. */
export const fullLoad = async (url: string, atOnce: number, seconds: number): Promise<LoadReport> => {
  const report: LoadReport = { sent: 0, refused: 0, seconds: 0, latencies: [] };
  const startedAt = performance.now();
  const loop = async (): Promise<void> => {
    while (performance.now() - startedAt < seconds * 1000) await timed(url, report);
  };
  await Promise.all(Array.from({ length: atOnce }, loop));
  report.seconds = (performance.now() - startedAt) / 1000;
  return report;
};

/** The value below which this share of the latencies lies. */
export const quantile = ({ latencies }: LoadReport, share: number): number =>
  latencies.toSorted((a, b) => a - b)[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;

/** Runs the work against a door in a process of its own. */
export const withDoor = async <T>(target: string, work: (url: string) => Promise<T>): Promise<T> => {
  const script = fileURLToPath(new URL('door-process.ts', import.meta.url));
  const child = spawn(process.execPath, [script, target], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  try {
    return await work(line.toString().trim());
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
};
