import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openCrms } from '../../../src/cli/open-crms.ts';
import { startWeb } from '../../../src/cli/start-service.ts';
import { readConfig, requireService } from '../../../src/config.ts';
import type { Database } from '../../../src/db/database.ts';
import { addSecret } from '../../../src/db/install-secrets.ts';
import { connectInstall, setInstallStatus } from '../../../src/db/installs.ts';
import { silentLogger } from '../../../src/logger.ts';
import { hubspotRoute } from '../../../webhooks/hubspot/route.ts';
import { salesforceRoute } from '../../../webhooks/salesforce/route.ts';
import { freshDatabase } from '../../support/database.ts';
import { readSource } from '../../support/salesforce-package.ts';

const ORG = '00D7F00000107XsUAI';
const USER = '0057F000003pmdWQAQ';
const OPPORTUNITY = '0067F000003pmdWQAQ';
const NOW = new Date('2026-03-02T15:20:00Z');

const controller = readSource('classes/KeepableController.cls');

/** The only piece of the controller that fits the pattern. */
const onlyPart = (pattern: RegExp): string => {
  const parts = [...controller.matchAll(pattern)].map((match) => match[1] ?? '');
  if (parts.length !== 1) throw new Error(`The controller has ${parts.length} places that fit ${String(pattern)}.`);
  return parts[0] ?? '';
};

/** What Apex knows of the call, read out of the controller: the service must understand just that. */
const address = onlyPart(/'callout:Keepable_API([^']+)'/g);
const orgHeader = onlyPart(/setHeader\('([^']+)', Id\.valueOf\(UserInfo\.getOrganizationId\(\)\)\)/g);
const userHeader = onlyPart(/setHeader\('([^']+)', Id\.valueOf\(UserInfo\.getUserId\(\)\)\)/g);
const body = onlyPart(/setBody\('([^']+)'\)/g);
const statusOf = (name: string): number => Number(onlyPart(new RegExp(`Integer ${name} = (\\d+);`, 'g')));

let database: Database;
let service: Awaited<ReturnType<typeof startWeb>>;
let installId: number;
let installKey: string;

beforeAll(async () => {
  database = await freshDatabase();
  const config = readConfig({
    PORT: '0',
    PUBLIC_URL: 'https://keepable.test',
    ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
    SALESFORCE_CLIENT_ID: 'client',
    SALESFORCE_CLIENT_SECRET: 'secret',
  });
  const { settings, salesforce } = requireService(config);
  const now = (): Date => NOW;
  const openCrm = openCrms(database.kysely, { settings, salesforce }, now);
  const logger = silentLogger;
  service = await startWeb({ config, logger }, { hubspot: hubspotRoute, salesforce: salesforceRoute }, () => ({
    ...{ config, settings, salesforce, database, openCrm, logger, now },
  }));
  installId = (await connectInstall(database.kysely, { crm: 'salesforce', account: ORG })).id;
  installKey = await addSecret(database.kysely, installId, 'card');
});

afterAll(async () => {
  await service.close();
  await database.close();
});

/** The call of the controller, with the header that the external credential adds to it. */
const callOut = async (method: 'GET' | 'POST', { key = installKey, org = ORG, record = OPPORTUNITY } = {}) => {
  const answer = await fetch(`${service.url}${address}${record}`, {
    method,
    headers: {
      Accept: 'application/json',
      Authorization: `Bearer ${key}`,
      [orgHeader]: org,
      [userHeader]: USER,
      ...(method === 'POST' ? { 'Content-Type': 'application/json' } : {}),
    },
    ...(method === 'POST' ? { body } : {}),
  });
  return { status: answer.status, view: (await answer.json()) as Record<string, unknown> };
};

describe('the call of the Salesforce controller', () => {
  it('is answered with a card of the shape that the component shows', async () => {
    const { status, view } = await callOut('GET');
    expect(status).toBe(statusOf('OK'));
    expect(Object.keys(view).sort()).toEqual(['message', 'pending', 'state', 'title']);
    expect(view).toMatchObject({ state: 'no_sheet', pending: false });
  });

  it('has a wish for a check taken, and the card shows that it is on its way', async () => {
    const wish = await callOut('POST');
    expect(wish).toEqual({ status: statusOf('ACCEPTED'), view: { accepted: true } });
    expect((await callOut('GET')).view).toMatchObject({ pending: true });
  });

  it.each([
    ['a key that nobody has', { key: 'x'.repeat(43) }],
    ['no key', { key: '' }],
    ['the key of another org', { org: '00D7F00000107XtUAI' }],
  ])('is turned away with %s, and the card says that the key is wrong', async (_, change) => {
    expect((await callOut('GET', change)).status).toBe(statusOf('UNAUTHORIZED'));
    expect((await callOut('POST', change)).status).toBe(statusOf('UNAUTHORIZED'));
  });

  it('gets no card of something else than an opportunity', async () => {
    expect((await callOut('GET', { record: '0017F000007ydJmQAI' })).status).toBe(400);
  });

  it('is turned away once the org is disconnected', async () => {
    await setInstallStatus(database.kysely, installId, { status: 'disconnected', reason: null });
    expect((await callOut('GET')).status).toBe(statusOf('UNAUTHORIZED'));
    await setInstallStatus(database.kysely, installId, { status: 'active', reason: null });
    expect((await callOut('GET')).status).toBe(statusOf('OK'));
  });
});
