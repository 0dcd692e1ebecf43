import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { doctor } from '../../src/cli/doctor.ts';
import { salesforceConnector } from '../../src/cli/salesforce-mounts.ts';
import { storeAllowance } from '../../src/db/crm-budgets.ts';
import { openDirectory } from '../../src/db/database.ts';
import { migrate } from '../../src/db/migrate.ts';
import type { SalesforceSandbox } from '../../src/sandbox/salesforce/sandbox.ts';
import { startSalesforceSandbox } from '../../src/sandbox/salesforce/sandbox.ts';
import { connectSalesforce } from '../../src/web/oauth/connect-salesforce.ts';
import { PACKAGE } from '../crm/salesforce/salesforce-world.ts';
import { grantFrom } from '../support/running-org.ts';

const ORG_ID = '00D5e000000ABCDEA4';
const KEY = Buffer.alloc(32, 7);

type Diagnosis = { what: string; state: string; message: string };

describe('keepable doctor on a Salesforce org', () => {
  let sandbox: SalesforceSandbox;
  let installId: number;
  const before = { ...process.env };
  const directory = path.join(mkdtempSync(path.join(tmpdir(), 'keepable-doctor-')), 'data');
  const said: string[] = [];

  beforeAll(async () => {
    sandbox = await startSalesforceSandbox({
      organizationId: ORG_ID,
      organizationName: 'Plant 1',
      clientId: 'client',
      clientSecret: 'secret',
      metadataDir: PACKAGE,
    });
    Object.assign(process.env, {
      DATA_DIR: directory,
      PUBLIC_URL: 'https://keepable.example.com',
      ENCRYPTION_KEYS: `a:${KEY.toString('base64')}`,
      SALESFORCE_CLIENT_ID: 'client',
      SALESFORCE_CLIENT_SECRET: 'secret',
      SALESFORCE_LOGIN_URL: sandbox.url,
      HUBSPOT_API_URL: sandbox.url,
    });
    delete process.env['DATABASE_URL'];
    await inDatabase(async (database) => {
      await migrate(database.kysely);
      const settings = {
        publicUrl: 'https://keepable.example.com',
        encryptionKeys: [{ id: 'a', key: KEY }],
        clientId: 'client',
        clientSecret: 'secret',
        loginUrl: sandbox.url,
        trustedOrigin: sandbox.url,
        jwtKey: null,
      };
      const connector = {
        ...salesforceConnector({ database, now: () => new Date() }, settings),
        pause: async () => undefined,
      };
      const { install } = await connectSalesforce(connector, await grantFrom(connector.app));
      installId = install.id;
    });
  });
  beforeEach(() => {
    said.length = 0;
    jest.spyOn(console, 'log').mockImplementation((text: unknown) => void said.push(String(text)));
  });
  afterEach(() => void jest.restoreAllMocks());
  afterAll(async () => {
    process.env = before;
    await sandbox.close();
  });

  const inDatabase = async (
    work: (database: Awaited<ReturnType<typeof openDirectory>>) => Promise<void>,
  ): Promise<void> => {
    const database = await openDirectory(directory);
    try {
      await work(database);
    } finally {
      await database.close();
    }
  };
  const diagnose = async (): Promise<Map<string, Diagnosis>> => {
    await doctor({ json: true });
    const { diagnoses } = JSON.parse(said.join('\n')) as { diagnoses: Diagnosis[] };
    return new Map(diagnoses.map((diagnosis) => [diagnosis.what, diagnosis]));
  };

  it('says that the org lets us in and how many calls of the day are left', async () => {
    await inDatabase(({ kysely }) =>
      storeAllowance(kysely, installId, { kind: 'call', left: 9000, limit: 15_000, at: new Date() }),
    );
    const diagnoses = await diagnose();
    expect(diagnoses.get('configuration')).toMatchObject({
      state: 'good',
      message: expect.stringContaining('Salesforce reaches us'),
    });
    expect(diagnoses.get(`salesforce ${ORG_ID}`)).toMatchObject({ state: 'good' });
    expect(diagnoses.get(`salesforce ${ORG_ID}, package`)).toMatchObject({ state: 'good' });
    expect(diagnoses.get(`salesforce ${ORG_ID}, calls`)).toEqual({
      what: `salesforce ${ORG_ID}, calls`,
      state: 'good',
      message: '9000 of 15000 are left of 24 hours, for all apps of the org.',
    });
  });

  it('says what is missing of the package, and that the calls are almost used up', async () => {
    sandbox.org.schema.hide('Opportunity', 'Keepable_Verdict__c');
    await inDatabase(({ kysely }) =>
      storeAllowance(kysely, installId, { kind: 'call', left: 900, limit: 15_000, at: new Date(0) }),
    );
    const diagnoses = await diagnose();
    expect(diagnoses.get(`salesforce ${ORG_ID}, package`)).toMatchObject({
      state: 'bad',
      message: expect.stringContaining('Opportunity.Keepable_Verdict__c'),
    });
    expect(diagnoses.get(`salesforce ${ORG_ID}, calls`)).toMatchObject({
      state: 'bad',
      message: expect.stringContaining('Deals wait'),
    });
  });
});
