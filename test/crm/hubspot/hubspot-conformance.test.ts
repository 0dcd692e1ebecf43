import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { HubspotApp } from '../../../src/crm/hubspot/oauth.ts';
import {
  authorizeUrl,
  exchangeCode,
  introspectToken,
  refreshTokens,
  uninstallApp,
} from '../../../src/crm/hubspot/oauth.ts';
import { aBrief, aNote, aTask, fieldsWrite, planned } from '../../support/a-write.ts';
import type { HubspotWorld } from './hubspot-world.ts';
import { openHubspotWorld } from './hubspot-world.ts';

const CONFORMANCE = '../shared/tools/hubspot-conformance.mjs';

/** Every operation that the adapter can send. One that is missing here is one that no test has ever sent. */
const OPERATIONS = [
  'DELETE /appinstalls/2026-09/external-install',
  'GET /crm/owners/2026-09',
  'GET /crm/properties/2026-09/deals',
  'GET /crm/properties/2026-09/notes/keepable_key',
  'GET /crm/properties/2026-09/tasks/keepable_key',
  'POST /crm/associations/2026-09/deals/companies/batch/read',
  'POST /crm/associations/2026-09/deals/line_items/batch/read',
  'POST /crm/associations/2026-09/deals/notes/batch/read',
  'POST /crm/associations/2026-09/deals/tasks/batch/read',
  'POST /crm/associations/2026-09/line_items/deals/batch/read',
  'POST /crm/associations/2026-09/notes/deals/batch/create',
  'POST /crm/associations/2026-09/tasks/deals/batch/create',
  'POST /crm/objects/2026-09/companies/batch/read',
  'POST /crm/objects/2026-09/deals/batch/read',
  'POST /crm/objects/2026-09/deals/batch/update',
  'POST /crm/objects/2026-09/deals/search',
  'POST /crm/objects/2026-09/line_items/batch/read',
  'POST /crm/objects/2026-09/line_items/search',
  'POST /crm/objects/2026-09/notes/batch/create',
  'POST /crm/objects/2026-09/notes/batch/read',
  'POST /crm/objects/2026-09/notes/batch/update',
  'POST /crm/objects/2026-09/notes/batch/upsert',
  'POST /crm/objects/2026-09/tasks/batch/create',
  'POST /crm/objects/2026-09/tasks/batch/read',
  'POST /crm/objects/2026-09/tasks/batch/update',
  'POST /crm/objects/2026-09/tasks/batch/upsert',
  'POST /crm/properties/2026-09/deals',
  'POST /crm/properties/2026-09/deals/batch/create',
  'POST /crm/properties/2026-09/deals/groups',
  'POST /crm/properties/2026-09/notes',
  'POST /crm/properties/2026-09/notes/groups',
  'POST /crm/properties/2026-09/tasks',
  'POST /crm/properties/2026-09/tasks/groups',
  'POST /oauth/2026-03/token',
  'POST /oauth/2026-03/token/introspect',
  'POST /oauth/2026-03/token/revoke',
];

const SEED = {
  name: 'Acme',
  stage: 'proposal',
  ownerEmail: 'rep@example.com',
  company: { name: 'Acme', tier: 'A' },
  lines: [{ product: 'BRK', quantity: 100 }],
};

describe('what the adapter sends to HubSpot', () => {
  let world: HubspotWorld;
  let strict: HubspotWorld;
  beforeAll(async () => {
    world = await openHubspotWorld();
    strict = await openHubspotWorld({ refusesUniqueKeys: true });
  });
  afterAll(async () => {
    await world.close();
    await strict.close();
  });

  const work = async (portal: HubspotWorld): Promise<void> => {
    const { crm } = portal;
    const deal = portal.putDeal(SEED);
    const [reading] = await crm.readDeals([deal, '404'], ['finish']);
    const lines = reading?.state === 'found' ? reading.deal.lines : [];
    await crm.dealsOfLineItems(lines.map(({ id }) => id));
    const writes = [fieldsWrite(), aTask(), aNote(), aBrief()].map((writeBack) => planned(deal, writeBack));
    const outcomes = await crm.applyWrites(writes);
    const again = writes.map((write, index) => {
      const outcome = outcomes[index];
      return outcome?.status === 'written' ? { ...write, objectId: outcome.objectId } : write;
    });
    await crm.applyWrites(again);
    await crm.changedDeals(null);
    await crm.changedDeals('2026-03-02T00:00:00Z');
  };

  const connectAndLeave = async ({ sandbox }: HubspotWorld): Promise<void> => {
    const app: HubspotApp = {
      clientId: 'client',
      clientSecret: 'secret',
      redirectUri: 'https://keepable.example/oauth/hubspot/callback',
      authorizeUrl: `${sandbox.url}/oauth/authorize`,
      apiUrl: sandbox.url,
      now: () => 0,
    };
    const answer = await fetch(authorizeUrl(app, 'state'), { redirect: 'manual' });
    const code = new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? '';
    const tokens = await refreshTokens(app, (await exchangeCode(app, code)).refreshToken);
    await introspectToken(app, tokens.accessToken);
    await uninstallApp(app, tokens);
  };

  it('follows the published specifications, in each operation that it can send', async () => {
    world.failNext('/properties/2026-09/deals/batch/create', { answer: { status: 409, body: {} } });
    await world.crm.provision();
    await strict.crm.provision();
    await work(world);
    await work(strict);
    await connectAndLeave(world);

    const journal = [world, strict].map(({ journalPath }) => readFileSync(journalPath, 'utf8')).join('');
    const sent = journal
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { method: string; url: string })
      .map(({ method, url }) => `${method} ${new URL(url).pathname}`);
    expect([...new Set(sent)].sort()).toEqual(OPERATIONS);

    if (!existsSync(CONFORMANCE)) return;
    const path = `${world.journalPath}.both`;
    writeFileSync(path, journal);
    const report = execFileSync(process.execPath, [CONFORMANCE, path], { encoding: 'utf8' });
    expect(report).toMatch(/\b0 not conforming/);
  });
});
