import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CapacitySheet } from '../../src/capacity/capacity-sheet.ts';
import type { Demo, DemoParts } from '../../src/cli/start-demo.ts';
import { startDemo } from '../../src/cli/start-demo.ts';
import type { DemoOrgParts } from '../../src/cli/start-demo-org.ts';
import { readConfig } from '../../src/config.ts';
import type { Logger } from '../../src/logger.ts';
import { silentLogger } from '../../src/logger.ts';
import type { ObjectType } from '../../src/sandbox/hubspot/object-types.ts';
import type { PortalObject } from '../../src/sandbox/hubspot/portal-object.ts';
import { hubspotRoute } from '../../webhooks/hubspot/route.ts';
import { salesforceRoute } from '../../webhooks/salesforce/route.ts';
import type { SignedRequest } from '../../webhooks/hubspot/signature.ts';
import { signV3 } from '../../webhooks/hubspot/signature.ts';
import { aSheet, twoBusyWeeks } from './a-sheet.ts';
import { freshDatabase } from './database.ts';
import type { DealFacts } from './portal-seed.ts';
import { putDeal, REP, seedPortal } from './portal-seed.ts';

export { REP } from './portal-seed.ts';

/** The whole product, running, with helpers that act and look as people in the portal do. */
export type RunningDemo = Demo & {
  journalPath: string;
  putDeal(facts?: DealFacts): string;
  change(dealId: string, properties: Record<string, string>): void;
  deal(dealId: string): PortalObject['properties'];
  tied(dealId: string, type: ObjectType): PortalObject[];
  /** Sends events to the door as HubSpot does; returns the status of the answer. */
  deliver(events: object[], change?: Partial<SignedRequest>): Promise<number>;
  advance(ms: number): void;
  stop(): Promise<void>;
};

type Options = {
  sheet?: CapacitySheet;
  deals?: number;
  /** Fills the portal instead of the usual people, stages and deals. */
  seed?: DemoParts['seed'];
  env?: Record<string, string>;
  /** Built pages of the portal, for tests in a browser. */
  pagesDir?: string;
  /** A pretend Salesforce beside the portal; absent = none. */
  salesforce?: DemoOrgParts;
  /** The real clock instead of one that stands still. */
  isLive?: boolean;
  logger?: Logger;
};

/** Starts it on free ports at 9:00 in Chicago on 2 Mar 2026, with a fresh database and one product on one busy line. */
export const runDemo = async ({
  sheet = aSheet({ commitments: twoBusyWeeks() }),
  deals = 0,
  seed,
  env = {},
  pagesDir,
  salesforce,
  isLive = false,
  logger = silentLogger,
}: Options = {}): Promise<RunningDemo> => {
  const clock = { ms: Date.parse('2026-03-02T15:00:00Z') };
  const now = (): Date => (isLive ? new Date() : new Date(clock.ms));
  const journalPath = path.join(mkdtempSync(path.join(tmpdir(), 'keepable-flow-')), 'hubspot.jsonl');
  const database = await freshDatabase();
  const demo = await startDemo({
    config: readConfig({ PORT: '0', SANDBOX_PORT: '0', ...env }),
    database,
    doors: { hubspot: hubspotRoute, salesforce: salesforceRoute },
    logger,
    sheet: { facts: sheet, hash: 'sha256:test', fileName: 'test.xlsx' },
    now,
    seed:
      seed ??
      ((sandbox) => {
        seedPortal(sandbox.portal);
        for (let index = 0; index < deals; index += 1) putDeal(sandbox.portal, { name: `Deal ${index}` });
      }),
    journalPath,
    ...(pagesDir === undefined ? {} : { pagesDir }),
    ...(salesforce === undefined ? {} : { org: salesforce }),
  }).catch(async (fault: unknown) => {
    await database.close();
    throw fault;
  });
  const { sandbox } = demo;
  const find = (type: ObjectType, id: string): PortalObject => {
    const object = sandbox.portal.store.find(type, id);
    if (!object) throw new Error(`No ${type} ${id}.`);
    return object;
  };
  return {
    ...demo,
    journalPath,
    putDeal: (facts) => putDeal(sandbox.portal, facts),
    change: (dealId, properties) => sandbox.portal.store.update(find('deals', dealId), properties, REP),
    deal: (dealId) => find('deals', dealId).properties,
    tied: (dealId, type) =>
      sandbox.portal.store.associations.of({ type: 'deals', id: dealId }, type).map(({ id }) => find(type, id)),
    deliver: (events, change) => deliver(demo, events, { now: now(), change: change ?? {} }),
    advance: (ms) => (clock.ms += ms),
    stop: async () => {
      await demo.close();
      await database.close();
    },
  };
};

const deliver = async (
  { parts, appUrl }: Demo,
  events: object[],
  { now, change }: { now: Date; change: Partial<SignedRequest> },
): Promise<number> => {
  const request = {
    method: 'POST',
    url: `${appUrl}/webhooks/hubspot`,
    body: Buffer.from(JSON.stringify(events)),
    timestamp: String(now.getTime()),
  };
  const signature = signV3(parts.settings.clientSecrets[0] ?? '', request);
  const sent = { ...request, signature, ...change };
  const answer = await fetch(sent.url, {
    method: sent.method,
    headers: {
      'x-hubspot-signature-v3': sent.signature ?? '',
      'x-hubspot-request-timestamp': sent.timestamp ?? '',
    },
    body: new Uint8Array(sent.body),
  });
  return answer.status;
};

/** Looks again and again until it is so; the time limit is generous because two cores are shared by all tests. */
export const eventually = async <T>(
  look: () => T | Promise<T>,
  isSo: (seen: T) => boolean,
  timeoutMs = 60_000,
): Promise<T> => {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const seen = await look();
    if (isSo(seen) || Date.now() > end) return seen;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};
