import { generateKeyPairSync } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { readStatus } from '../../src/db/status.ts';
import { connectSalesforce, disconnectSalesforce } from '../../src/web/oauth/connect-salesforce.ts';
import { eventually } from '../support/running-demo.ts';
import type { RunningOrg } from '../support/running-org.ts';
import { ORG_ID, runOrg } from '../support/running-org.ts';

const isNote = (task: Record<string, unknown>): boolean => task['IsClosed'] === true;

describe('an opportunity', () => {
  let org: RunningOrg;
  beforeAll(async () => {
    org = await runOrg();
  });
  afterAll(() => org.stop());

  it('shows its verdict, a question and a brief once the org has told of it', async () => {
    const dealId = org.putDeal();
    await org.quiet();
    expect(org.deal(dealId)).toMatchObject({
      Keepable_Verdict__c: 'late',
      Keepable_Promise_Date__c: '2026-03-19',
      Keepable_Slack_Days__c: -2,
      Keepable_Signoff_Status__c: 'Waiting',
      Keepable_Brief__c: expect.stringContaining('Acme brackets'),
    });
    const tasks = org.tasks(dealId);
    expect(tasks.filter((task) => !isNote(task))).toHaveLength(1);
    expect(tasks.filter(isNote)).toMatchObject([{ Description: expect.stringContaining('/lightning/r/Opportunity/') }]);
  });

  it('is checked again when its stage, its date or the sum of its lines changes', async () => {
    const dealId = org.putDeal({ name: 'Second', requestedDate: '2026-04-17' });
    await org.quiet();
    expect(org.deal(dealId)['Keepable_Verdict__c']).toBe('tight');
    org.change(dealId, { Keepable_Requested_Date__c: '2026-03-03' });
    await org.quiet();
    expect(org.deal(dealId)['Keepable_Verdict__c']).toBe('late');
    org.change(dealId, { StageName: 'Negotiation' });
    await org.quiet();
    expect(await org.runsOf(dealId)).toBe(3);
  });

  it('hears its own writes and does not answer them', async () => {
    const dealId = org.putDeal({ name: 'Third' });
    await org.quiet();
    const before = await org.runsOf(dealId);
    org.change(dealId, { StageName: 'Proposal' });
    await org.quiet();
    expect(await org.runsOf(dealId)).toBe(before + 1);
  });

  it('is read and not written when a new check gives the same answer', async () => {
    const dealId = org.putDeal({ name: 'The same again' });
    await org.quiet();
    const shown = { ...org.deal(dealId) };
    const before = await org.runsOf(dealId);
    org.newCalls();
    await fetch(`${org.appUrl}/api/salesforce/card?recordId=${dealId}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${org.installKey}`, 'x-keepable-organization': ORG_ID },
    });
    await eventually(() => org.runsOf(dealId), (runs) => runs > before); // prettier-ignore
    await org.quiet();
    expect(org.newCalls()).toEqual(['GET /services/data/v66.0/query']);
    expect(org.deal(dealId)).toEqual(shown);
  });

  it('is found by the sweep when its message was lost, and when a question of ours was answered', async () => {
    const dealId = org.putDeal({ name: 'Fourth' });
    await org.quiet();
    org.advance(60_000);
    org.sandbox.org.outboundFaults.trouble = { lose: 1 };
    org.change(dealId, { Keepable_Requested_Date__c: '2026-03-16' });
    org.sandbox.org.outboundFaults.trouble = {};
    org.advance(60_000);
    const slack = await eventually(
      () => org.deal(dealId)['Keepable_Slack_Days__c'],
      (seen) => seen === -3,
    );
    expect(slack).toBe(-3);
    await org.quiet();
    org.advance(5 * 60_000);
    const before = await org.runsOf(dealId);
    org.complete(dealId);
    org.advance(60_000);
    expect(
      await eventually(
        () => org.runsOf(dealId),
        (runs) => runs > before,
      ),
    ).toBeGreaterThan(before);
  });

  it('may have any text in its name: it stays text, in the brief and in statements', async () => {
    const hostile = `O'Brien\\' OR Name != '' <img src=x onerror=alert(1)> "`;
    const dealId = org.putDeal({ name: hostile });
    await org.quiet();
    expect(String(org.deal(dealId)['Keepable_Brief__c'])).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(String(org.deal(dealId)['Keepable_Brief__c'])).not.toContain('<img');
  });
});

describe('a burst', () => {
  let org: RunningOrg;
  afterEach(() => org.stop());

  it('of a hundred opportunities takes a few calls and asks each question once', async () => {
    org = await runOrg({ deals: 100 });
    await org.quiet();
    org.newCalls();
    const deals = org.sandbox.org.store.list('Opportunity');
    for (const { id } of deals) org.change(id, { Keepable_Requested_Date__c: '2026-03-16' });
    await org.quiet();
    expect(deals.map(({ fields }) => fields['Keepable_Slack_Days__c'])).toEqual(deals.map(() => -3));
    expect(org.sandbox.org.store.list('Task').filter(({ fields }) => fields['IsClosed'] !== true)).toHaveLength(100);
    expect(org.newCalls().length).toBeLessThanOrEqual(12);
  });
});

describe('an org', () => {
  let org: RunningOrg;
  afterEach(() => org.stop());

  it('is connected by our signature for its integration user, without a refresh token', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    org = await runOrg({ jwtKey: privateKey, sandbox: { jwtPublicKey: publicKey } });
    const dealId = org.putDeal();
    await org.quiet();
    expect(org.deal(dealId)['Keepable_Verdict__c']).toBe('late');
    for (const family of org.sandbox.grants.families) org.sandbox.grants.end(family);
    org.change(dealId, { Keepable_Requested_Date__c: '2026-04-17' });
    await org.quiet();
    expect(org.deal(dealId)['Keepable_Verdict__c']).toBe('tight');
  });

  it('is connected again under a new address, and messages that still carry the old one are heard for a while', async () => {
    org = await runOrg();
    const message = () => org.sandbox.org.metadata.messages()[0]?.endpointUrl ?? '';
    const before = message();
    const { install, installKey } = await connectSalesforce(org.connector, await org.agree());
    expect([install.id, installKey]).toEqual([org.install.id, null]);
    expect(message()).not.toBe(before);
    const knock = async () => (await fetch(before, { method: 'POST', body: 'hello' })).status;
    expect(await knock()).toBe(400);
    org.advance(49 * 60 * 60 * 1000);
    expect(await knock()).toBe(401);
  });

  it('keeps its connection when somebody who may not deploy tries to connect it', async () => {
    org = await runOrg();
    const endpoint = org.sandbox.org.metadata.messages()[0]?.endpointUrl ?? '';
    org.sandbox.faults.add({
      path: /deployRequest$/,
      fault: { answer: { status: 403, body: [{ errorCode: 'INSUFFICIENT_ACCESS', message: 'no rights' }] } },
    });
    await expect(connectSalesforce(org.connector, await org.agree())).rejects.toThrow(/no rights/);
    org.sandbox.faults.clear();
    const dealId = org.putDeal();
    await org.quiet();
    expect(org.deal(dealId)['Keepable_Verdict__c']).toBe('late');
    expect((await fetch(endpoint, { method: 'POST', body: 'hello' })).status).toBe(400);
  });

  it('says what is missing when the package is not installed', async () => {
    org = await runOrg();
    org.sandbox.org.schema.hide('Opportunity', 'Keepable_Verdict__c');
    await expect(connectSalesforce(org.connector, await org.agree())).rejects.toThrow(
      /Opportunity\.Keepable_Verdict__c.*Install the Keepable package/,
    );
  });

  it('is left as it was found when it is disconnected', async () => {
    org = await runOrg();
    const { metadata } = org.sandbox.org;
    const endpoint = metadata.messages()[0]?.endpointUrl ?? '';
    expect(metadata.flows()).toHaveLength(2);
    await disconnectSalesforce(org.connector, await org.agree());
    expect([metadata.flows(), metadata.messages()]).toEqual([[], []]);
    expect((await fetch(endpoint, { method: 'POST', body: 'hello' })).status).toBe(401);
    expect(org.sandbox.grants.families.every(({ isRevoked }) => isRevoked)).toBe(true);
    const [state] = await readStatus(org.database.kysely, org.parts.now());
    expect(state).toMatchObject({ account: ORG_ID, status: 'disconnected' });
  });

  it('shows on the status page how many calls of the day are left', async () => {
    org = await runOrg({ deals: 1 });
    await org.quiet();
    const { used, limit } = org.sandbox.org.api;
    const [state] = await readStatus(org.database.kysely, org.parts.now());
    expect(state?.callsLeft).toBeLessThan(limit);
    expect(state?.callsLeft).toBeGreaterThanOrEqual(limit - used - limit / 100);
  });
});
