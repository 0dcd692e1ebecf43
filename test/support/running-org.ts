import { createHash, randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { CapacitySheet } from '../../src/capacity/capacity-sheet.ts';
import { openCrms } from '../../src/cli/open-crms.ts';
import { publishWorkbook } from '../../src/cli/publish-workbook.ts';
import { salesforceConnector } from '../../src/cli/salesforce-mounts.ts';
import type { ServiceParts } from '../../src/cli/service-parts.ts';
import { startChecking, startWeb } from '../../src/cli/start-service.ts';
import type { SalesforceSettings } from '../../src/config.ts';
import { demoKey, readConfig } from '../../src/config.ts';
import type { Crm } from '../../src/crm/crm.ts';
import type { SalesforceApp } from '../../src/crm/salesforce/oauth.ts';
import { authorizeUrl } from '../../src/crm/salesforce/oauth.ts';
import type { Database } from '../../src/db/database.ts';
import type { Install } from '../../src/db/installs.ts';
import { asInstall } from '../../src/db/roles.ts';
import type { Logger } from '../../src/logger.ts';
import { silentLogger } from '../../src/logger.ts';
import type { FieldValues } from '../../src/sandbox/salesforce/field-definition.ts';
import type { OpportunitySeed } from '../../src/sandbox/salesforce/org-people.ts';
import { putOpportunity, userByEmail } from '../../src/sandbox/salesforce/org-people.ts';
import { putUser } from '../../src/sandbox/salesforce/org.ts';
import { updateRecord } from '../../src/sandbox/salesforce/record-writes.ts';
import type { HostedOrg, SalesforceSandbox, SalesforceSandboxOptions } from '../../src/sandbox/salesforce/sandbox.ts';
import { startSalesforceSandbox } from '../../src/sandbox/salesforce/sandbox.ts';
import { connectSalesforce } from '../../src/web/oauth/connect-salesforce.ts';
import type { GrantRequest, SalesforceConnector } from '../../src/web/oauth/connect-salesforce.ts';
import { markChangedDeals } from '../../src/web/oauth/connect-hubspot.ts';
import { hubspotRoute } from '../../webhooks/hubspot/route.ts';
import { salesforceRoute } from '../../webhooks/salesforce/route.ts';
import { aSheet, twoBusyWeeks } from './a-sheet.ts';
import { freshDatabase } from './database.ts';
import { eventually } from './running-demo.ts';

const PACKAGE = fileURLToPath(new URL('../../app-manifest/salesforce/force-app/', import.meta.url));
export const ORG_ID = '00D5e000000ABCDEA4';

/** An opportunity with one line: 100 BRK, wanted on 17 Mar 2026 unless told otherwise. */
type DealFacts = { name?: string; requestedDate?: string; quantity?: number; account?: string };

/** The service with Salesforce alone, beside a pretend org, with helpers that act and look as people in the org do. */
export type RunningOrg = {
  sandbox: SalesforceSandbox;
  database: Database;
  parts: ServiceParts;
  appUrl: string;
  connector: SalesforceConnector;
  install: Install;
  installKey: string;
  putDeal(facts?: DealFacts, org?: HostedOrg['org']): string;
  change(dealId: string, fields: FieldValues): void;
  deal(dealId: string): FieldValues;
  /** Open questions and notes of an opportunity. */
  tasks(dealId: string): FieldValues[];
  complete(dealId: string): void;
  /** The grant that the browser of an admin of the org (or of a neighbour's) comes back with. */
  agree(organization?: string): Promise<GrantRequest>;
  /** The requests since the last time this was asked, as "POST /services/...". */
  newCalls(): string[];
  /** Everything is sent, heard and checked. */
  quiet(timeoutMs?: number): Promise<boolean>;
  openWork(): Promise<number>;
  runsOf(dealId: string): Promise<number>;
  /** The adapter as another process would open it. */
  anotherProcess(): Crm;
  advance(ms: number): void;
  stop(): Promise<void>;
};

type Options = {
  sheet?: CapacitySheet;
  deals?: number;
  env?: Record<string, string>;
  isLive?: boolean;
  logger?: Logger;
  sandbox?: Partial<SalesforceSandboxOptions>;
  /** Connect by our signature for the integration user instead of in a browser. */
  jwtKey?: string;
};

const INTEGRATION_USER = 'integration@plant.example.com';

const seedPeople = ({ org }: SalesforceSandbox): void => {
  putUser(org, { email: 'rep@example.com', firstName: 'R.', lastName: 'Rep' });
  putUser(org, { email: 'line1@example.com', firstName: 'L.', lastName: 'Liaison' });
  putUser(org, { email: 'it@example.com', username: INTEGRATION_USER, firstName: 'Keepable', lastName: 'Integration' });
};

const putDeal = (org: HostedOrg['org'], facts: DealFacts = {}): string => {
  const seed: OpportunitySeed = {
    name: facts.name ?? 'Acme brackets',
    fields: { Keepable_Requested_Date__c: facts.requestedDate ?? '2026-03-17' },
    lines: [{ product: 'BRK', quantity: facts.quantity ?? 100, unitPrice: 12 }],
    ...(facts.account === undefined ? {} : { account: { name: facts.account } }),
  };
  return putOpportunity(org, seed);
};

const aVerifier = (): { verifier: string; challenge: string } => {
  const verifier = randomBytes(48).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
};

/** The grant that the browser of an org's admin comes back with. */
export const grantFrom = async (app: SalesforceApp, organization = ORG_ID): Promise<GrantRequest> => {
  const { verifier, challenge } = aVerifier();
  const consent = new URL(authorizeUrl(app, { state: 'state', challenge }));
  consent.searchParams.set('org', organization);
  const agreed = await fetch(consent, { redirect: 'manual' });
  const code = new URL(agreed.headers.get('location') ?? '').searchParams.get('code') ?? '';
  return { code, verifier };
};

/** Starts it on free ports at 9:00 in Chicago on 2 Mar 2026, connected by a person in a browser. */
export const runOrg = async (options: Options = {}): Promise<RunningOrg> => {
  const { sheet = aSheet({ commitments: twoBusyWeeks() }), deals = 0, env = {}, logger = silentLogger } = options;
  const clock = { ms: Date.parse('2026-03-02T15:00:00Z') };
  const now = (): Date => (options.isLive === true ? new Date() : new Date(clock.ms));
  const database = await freshDatabase();
  const sandbox = await startSalesforceSandbox({
    organizationId: ORG_ID,
    organizationName: 'Sandbox org',
    clientId: 'keepable-test',
    clientSecret: 'secret-of-the-test',
    clock: () => now().getTime(),
    metadataDir: PACKAGE,
    batchWindowMs: 5,
    retryDelayMs: () => 20,
    ...options.sandbox,
  });
  seedPeople(sandbox);
  const { org } = sandbox;
  org.store.quietly(() => {
    for (let index = 0; index < deals; index += 1) putDeal(org, { name: `Deal ${index}`, account: `Account ${index}` });
  });
  const config = readConfig({ PORT: '0', ...env });
  const toParts = (publicUrl: string): ServiceParts => {
    const salesforce: SalesforceSettings = {
      publicUrl,
      encryptionKeys: [demoKey()],
      clientId: 'keepable-test',
      clientSecret: 'secret-of-the-test',
      loginUrl: sandbox.url,
      trustedOrigin: sandbox.url,
      jwtKey: options.jwtKey ?? null,
    };
    const none = { appId: '', clientId: '', clientSecrets: [], apiUrl: sandbox.url, authorizeUrl: sandbox.url };
    const settings = { ...none, publicUrl, encryptionKeys: [demoKey()] };
    const openCrm = openCrms(database.kysely, { settings, salesforce }, now);
    return { config, settings, salesforce, database, openCrm, logger, now };
  };
  const made: { parts?: ServiceParts } = {};
  const doors = { hubspot: hubspotRoute, salesforce: salesforceRoute };
  const web = await startWeb({ config, logger }, doors, (url) => (made.parts = toParts(url)));
  const parts = made.parts ?? toParts(web.url);
  const salesforce = parts.salesforce;
  if (salesforce === null) throw new Error('Salesforce is configured here.');
  const connector = { ...salesforceConnector(parts, salesforce), pause: async () => undefined };

  const agree = (organization?: string): Promise<GrantRequest> => grantFrom(connector.app, organization);
  const request = options.jwtKey === undefined ? await agree() : { username: INTEGRATION_USER };
  const { install, installKey } = await connectSalesforce(connector, request);
  await publishWorkbook(database.kysely, install.id, {
    sheet: { facts: sheet, hash: 'sha256:test', fileName: 'test.xlsx' },
    publishedAt: now(),
  });
  await markChangedDeals({ db: database.kysely, openCrm: parts.openCrm }, install, { since: null, now: now() });
  const worker = startChecking(parts);

  let seenCalls = sandbox.journal.entries.length;
  const find = (type: string, id: string) => {
    const record = org.store.find(type, id);
    if (!record) throw new Error(`No ${type} ${id}.`);
    return record;
  };
  const count = (table: 'deal_work'): Promise<number> =>
    asInstall(
      database.kysely,
      install.id,
      async (tx) => (await tx.selectFrom(table).select('object_id').execute()).length,
    );
  const userId = userByEmail(org, 'rep@example.com').id;
  return {
    sandbox,
    database,
    parts,
    appUrl: web.url,
    connector,
    install,
    installKey: installKey ?? '',
    putDeal: (facts, inOrg = org) => putDeal(inOrg, facts),
    change: (dealId, fields) => updateRecord(org, find('Opportunity', dealId), { sent: fields, userId }),
    deal: (dealId) => find('Opportunity', dealId).fields,
    tasks: (dealId) => org.store.childrenOf('Task', 'WhatId', dealId).map(({ fields }) => fields),
    complete: (dealId) => {
      for (const task of org.store.childrenOf('Task', 'WhatId', dealId)) {
        if (task.fields['IsClosed'] !== true) updateRecord(org, task, { sent: { Status: 'Completed' }, userId });
      }
    },
    agree,
    newCalls: () => {
      const calls = sandbox.journal.entries.slice(seenCalls);
      seenCalls = sandbox.journal.entries.length;
      return calls.map(({ method, url }) => `${method} ${new URL(url).pathname}`);
    },
    quiet: (timeoutMs) =>
      eventually(
        async () => sandbox.sender.isIdle() && (await count('deal_work')) === 0,
        (is) => is,
        timeoutMs,
      ),
    openWork: () => count('deal_work'),
    runsOf: (dealId) =>
      asInstall(database.kysely, install.id, async (tx) => {
        const rows = await tx.selectFrom('check_runs').select('id').where('deal_id', '=', dealId).execute();
        return rows.length;
      }),
    anotherProcess: () =>
      openCrms(database.kysely, { settings: parts.settings, salesforce }, now)(install, 'America/Chicago'),
    advance: (ms) => (clock.ms += ms),
    stop: async () => {
      await worker.stop();
      await web.close();
      await sandbox.close();
      await database.close();
    },
  };
};
