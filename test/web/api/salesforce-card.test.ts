import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLogger } from '../../../src/logger.ts';
import { connectSalesforce, disconnectSalesforce, renewInstallKey } from '../../../src/web/oauth/connect-salesforce.ts';
import { aMessage, aNotification } from '../../webhooks/salesforce/messages.ts';
import { eventually } from '../../support/running-demo.ts';
import type { RunningOrg } from '../../support/running-org.ts';
import { ORG_ID, runOrg } from '../../support/running-org.ts';

const CANARY = 'Canary Bird Brackets';

type Call = { key?: string; organization?: string; method?: string; query?: string };

describe('the card of an opportunity, and strangers who ask for it', () => {
  let org: RunningOrg;
  let dealId: string;
  const log: string[] = [];
  beforeAll(async () => {
    org = await runOrg({ logger: createLogger('debug', { write: (line) => void log.push(line) }) });
    dealId = org.putDeal({ name: CANARY });
    await org.quiet();
  });
  afterAll(() => org.stop());

  const card = async ({ key = org.installKey, organization = ORG_ID, method = 'GET', query }: Call = {}) => {
    const answer = await fetch(`${org.appUrl}/api/salesforce/card?${query ?? `recordId=${dealId}`}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        'x-keepable-organization': organization,
        'x-keepable-user': '0055e000000UserAAA',
      },
    });
    return { status: answer.status, text: await answer.text(), cache: answer.headers.get('cache-control') };
  };

  it('is shown to its own org, by its id of 15 or 18 characters, and kept by no cache', async () => {
    const shown = await card();
    expect([shown.status, shown.cache]).toEqual([200, 'no-store']);
    expect(JSON.parse(shown.text)).toMatchObject({ state: 'checked' });
    expect(shown.text).toContain('17 Mar 2026');
    const short = await card({ query: `recordId=${dealId.slice(0, 15)}`, organization: ORG_ID.slice(0, 15) });
    expect(short.text).toBe(shown.text);
  });

  it('asks for a new check', async () => {
    const before = await org.runsOf(dealId);
    expect(await card({ method: 'POST' })).toMatchObject({ status: 202, text: '{"accepted":true}' });
    expect(
      await eventually(
        () => org.runsOf(dealId),
        (runs) => runs > before,
      ),
    ).toBe(before + 1);
  });

  it.each<[string, Call, number]>([
    ['no key', { key: '' }, 401],
    ['a wrong key', { key: 'x'.repeat(43) }, 401],
    ['the key of the door', { key: 'door' }, 401],
    ['the key, but another org', { organization: '00D5e000000ZYXWEA4' }, 401],
    ['the key, but no org', { organization: '' }, 401],
    ['two records', { query: 'recordId=0065e00000XyzAbAAJ&recordId=0065e00000XyzAcAAJ' }, 400],
    ['no record', { query: '' }, 400],
    ['a record of another kind', { query: 'recordId=0015e00000XyzAbAAJ' }, 400],
    ['a record that is a statement', { query: `recordId=${encodeURIComponent("006' OR '")}` }, 400],
  ])('refuses who brings %s', async (_what, call, status) => {
    const door = org.sandbox.org.metadata.messages()[0]?.endpointUrl.split('/').at(-1) ?? '';
    const brought = call.key === 'door' ? { ...call, key: door } : call;
    for (const method of ['GET', 'POST']) {
      const answer = await card({ ...brought, method });
      expect(answer.status).toBe(status);
      expect(answer.text).not.toContain('Mar 2026');
    }
  });

  it('belongs to one org: a neighbour neither reads it nor makes it be checked, by card or by message', async () => {
    const other = org.sandbox.addOrg('00D5e000000ZYXWEA4', 'Canary neighbour');
    const connected = await connectSalesforce(org.connector, await org.agree(other.org.id));
    expect(connected.install.account).toBe(other.org.id);
    const key = connected.installKey ?? '';
    expect((await card({ key })).status).toBe(401);
    const theirs = await card({ key, organization: other.org.id });
    expect(theirs.text).not.toMatch(/Mar 2026|BRK|line1/);
    const address = other.org.metadata.messages()[0]?.endpointUrl ?? '';
    const before = await org.database.kysely.selectFrom('inbox').select('id').execute();
    const forged = aMessage(
      aNotification({ fields: `<sf:Id>${dealId}</sf:Id>` }),
      `<OrganizationId>${ORG_ID}</OrganizationId>`,
    );
    expect((await fetch(address, { method: 'POST', body: forged })).status).toBe(401);
    expect(await org.database.kysely.selectFrom('inbox').select('id').execute()).toHaveLength(before.length);
  });

  it('gets a new key when the old one is lost; the old one ends within the hour', async () => {
    const key = await renewInstallKey(org.connector, org.install);
    expect([(await card({ key })).status, (await card()).status]).toEqual([200, 200]);
    org.advance(61 * 60_000);
    expect([(await card({ key })).status, (await card()).status]).toEqual([200, 401]);
  });

  it('keeps keys, addresses, tokens and deal texts out of the log', () => {
    const address = org.sandbox.org.metadata.messages()[0]?.endpointUrl.split('/').at(-1) ?? '';
    const tokens = org.sandbox.grants.families.flatMap(({ current, sessions }) => [current, ...sessions]);
    const logged = log.join('\n');
    expect(logged).toContain('delivery stored');
    for (const secret of [org.installKey, address, CANARY, 'secret-of-the-test', ...tokens]) {
      if (secret !== null) expect(logged).not.toContain(secret);
    }
  });

  it('keeps keys, addresses and tokens out of the database', async () => {
    const { kysely } = org.database;
    const rows = [
      ...(await kysely.selectFrom('installs').selectAll().execute()),
      ...(await kysely
        .withTables<{ install_secrets: { secret_hash: string } }>()
        .selectFrom('install_secrets')
        .selectAll()
        .execute()),
      ...(await kysely.selectFrom('inbox').selectAll().execute()),
    ];
    const stored = JSON.stringify(rows);
    const address = org.sandbox.org.metadata.messages()[0]?.endpointUrl.split('/').at(-1) ?? '';
    const tokens = org.sandbox.grants.families.flatMap(({ current, sessions }) => [current, ...sessions]);
    for (const secret of [org.installKey, address, ...tokens]) {
      if (secret !== null) expect(stored).not.toContain(secret);
    }
  });

  it('is shown to nobody once the org is disconnected', async () => {
    const key = await renewInstallKey(org.connector, org.install);
    await disconnectSalesforce(org.connector, await org.agree());
    expect((await card({ key })).status).toBe(401);
  });
});
