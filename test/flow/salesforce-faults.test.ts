import { afterEach, describe, expect, it } from '@jest/globals';
import { findInstall } from '../../src/db/installs.ts';
import {
  requestLimitExceeded,
  sessionExpired,
  unknownUnauthorized,
} from '../../src/sandbox/salesforce/fault-answers.ts';
import { lockRow } from '../../src/sandbox/salesforce/org-people.ts';
import { connectSalesforce } from '../../src/web/oauth/connect-salesforce.ts';
import { eventually } from '../support/running-demo.ts';
import type { RunningOrg } from '../support/running-org.ts';
import { ORG_ID, runOrg } from '../support/running-org.ts';

const COMPOSITE = /\/composite$/;
const TOKEN = /\/oauth2\/token$/;

describe('when Salesforce is in trouble', () => {
  let org: RunningOrg;
  afterEach(() => org.stop());

  const allDeals = () => org.sandbox.org.store.list('Opportunity');
  const questions = () => org.sandbox.org.store.list('Task').filter(({ fields }) => fields['IsClosed'] !== true);
  const keys = (): unknown[] => org.sandbox.org.store.list('Task').map(({ fields }) => fields['Keepable_Key__c']);
  const askFor = (date: string): void => {
    for (const { id } of allDeals()) org.change(id, { Keepable_Requested_Date__c: date });
  };
  const slacks = (): unknown[] => allDeals().map(({ fields }) => fields['Keepable_Slack_Days__c']);
  const tokenCalls = (calls: string[]): number => calls.filter((call) => TOKEN.test(call)).length;
  /** The clock stands still in these tests: each look moves it, so that what waits comes due. */
  const quietInTime = async (stepMs = 2000): Promise<boolean> =>
    eventually(async () => {
      org.advance(stepMs);
      return org.sandbox.sender.isIdle() && (await org.openWork()) === 0;
    }, (is) => is); // prettier-ignore
  const status = async () => {
    const install = await findInstall(org.database.kysely, { crm: 'salesforce', account: ORG_ID });
    return { status: install?.status, reason: install?.status_reason };
  };
  const nothingTwice = (): void => {
    expect(new Set(keys()).size).toBe(keys().length);
    expect(questions()).toHaveLength(allDeals().length);
  };

  it.each([
    ['is cut before the work', { reset: 'before' as const }],
    ['is cut after the work', { reset: 'after' as const }],
    ['breaks off half-way', { truncate: true }],
  ])('writes once and loses nothing when a call %s', async (_how, fault) => {
    org = await runOrg();
    org.sandbox.faults.add({ fault, path: COMPOSITE, method: 'POST', after: 1, times: 3 });
    org.putDeal();
    org.putDeal({ name: 'Another' });
    expect(await quietInTime()).toBe(true);
    expect(org.sandbox.faults.struck.length).toBeGreaterThan(0);
    expect(slacks()).toEqual([-2, -2]);
    nothingTwice();
  });

  it('finishes what half a composite call has done', async () => {
    org = await runOrg({ deals: 3 });
    const [first] = allDeals();
    lockRow(org.sandbox.org, first?.id ?? '', 12);
    expect(await quietInTime()).toBe(true);
    expect(slacks()).toEqual([-2, -2, -2]);
    nothingTwice();
  });

  it('waits for a row that somebody else has locked', async () => {
    org = await runOrg({ deals: 1 });
    await org.quiet();
    const [deal] = allDeals();
    org.newCalls();
    askFor('2026-03-16');
    lockRow(org.sandbox.org, deal?.id ?? '', 1);
    await org.quiet();
    expect(slacks()).toEqual([-3]);
    expect(await org.runsOf(deal?.id ?? '')).toBe(2);
  });

  it('goes on with a new session when the old one ends in the middle of the work', async () => {
    org = await runOrg({ deals: 2 });
    await org.quiet();
    org.newCalls();
    org.sandbox.faults.add({ fault: { answer: sessionExpired() }, path: COMPOSITE, times: 1 });
    askFor('2026-03-16');
    await org.quiet();
    expect(slacks()).toEqual([-3, -3]);
    expect(tokenCalls(org.newCalls())).toBe(1);
    nothingTwice();
  });

  it('renews a session once, however many processes find it ended', async () => {
    org = await runOrg({ deals: 1 });
    await org.quiet();
    const [deal] = allDeals();
    org.newCalls();
    org.sandbox.grants.expireSessions();
    const processes = Array.from({ length: 8 }, () => org.anotherProcess());
    const readings = await Promise.all(processes.map((crm) => crm.readDeals([deal?.id ?? ''], [])));
    expect(readings.map(([reading]) => reading?.state)).toEqual(processes.map(() => 'found'));
    expect(tokenCalls(org.newCalls())).toBe(1);
    expect(org.sandbox.grants.families.some(({ isRevoked }) => isRevoked)).toBe(false);
  });

  it('keeps each rotated refresh token before it uses what came with it', async () => {
    org = await runOrg({ deals: 1 });
    await org.quiet();
    for (const date of ['2026-03-16', '2026-03-13', '2026-03-12']) {
      org.sandbox.grants.expireSessions();
      askFor(date);
      await org.quiet();
    }
    expect(slacks()).toEqual([-5]);
    expect(org.sandbox.grants.families.every(({ used }) => used.size === 3)).toBe(true);
  });

  it('asks a person to connect again when the answer to a renewal was lost, and then does what waited', async () => {
    org = await runOrg({ deals: 2 });
    await org.quiet();
    org.sandbox.grants.expireSessions();
    org.sandbox.faults.add({ fault: { reset: 'after' }, path: TOKEN, times: 1 });
    askFor('2026-03-16');
    const seen = await eventually(
      async () => {
        org.advance(2000);
        return status();
      },
      ({ status: is }) => is === 'reconnect',
    );
    expect(seen).toEqual({ status: 'reconnect', reason: expect.stringContaining('no longer accepts our connection') });
    expect(await org.openWork()).toBe(2);
    await connectSalesforce(org.connector, await org.agree());
    org.parts.database.workSignal.send();
    expect(await quietInTime()).toBe(true);
    expect([await status(), slacks()]).toEqual([{ status: 'active', reason: null }, [-3, -3]]);
    nothingTwice();
  });

  it('does not renew without end when every session is refused', async () => {
    org = await runOrg({ deals: 1 });
    await org.quiet();
    org.newCalls();
    org.sandbox.faults.add({ fault: { answer: unknownUnauthorized() }, path: /\/services\/data\// });
    askFor('2026-03-16');
    const seen = await eventually(status, ({ status: is }) => is === 'reconnect');
    expect(seen.status).toBe('reconnect');
    expect(org.newCalls().length).toBeLessThanOrEqual(6);
  });

  it('pauses when the calls of the day are used up, says so, and goes on when some are back', async () => {
    org = await runOrg({ deals: 2 });
    await org.quiet();
    const endLimit = org.sandbox.faults.add({ fault: { answer: requestLimitExceeded() }, path: /\/services\/data\// });
    askFor('2026-03-16');
    const seen = await eventually(status, ({ status: is }) => is === 'paused');
    expect(seen).toEqual({ status: 'paused', reason: expect.stringContaining('slow down') });
    expect(await org.openWork()).toBe(2);
    endLimit();
    org.advance(16 * 60_000);
    org.parts.database.workSignal.send();
    expect(await quietInTime()).toBe(true);
    expect(slacks()).toEqual([-3, -3]);
    nothingTwice();
  });

  it('leaves the last tenth of the calls of a day to the other apps of the org', async () => {
    org = await runOrg({ deals: 1 });
    await org.quiet();
    org.sandbox.org.api = { used: 13_600, limit: 15_000 };
    askFor('2026-03-16');
    await eventually(status, ({ status: is }) => is === 'paused');
    const { used } = org.sandbox.org.api;
    expect(used).toBeLessThan(13_610);
    org.sandbox.org.api = { used: 9000, limit: 15_000 };
    org.advance(16 * 60_000);
    org.parts.database.workSignal.send();
    expect(await quietInTime()).toBe(true);
    expect(slacks()).toEqual([-3]);
  });

  it('checks each opportunity once per change when messages come twice, late and in another order', async () => {
    org = await runOrg({ deals: 20 });
    await org.quiet();
    const { outboundFaults } = org.sandbox.org;
    outboundFaults.trouble = { duplicate: 0.7, late: 0.5, lateMs: 60 };
    outboundFaults.shuffle = true;
    outboundFaults.repeat = 0.4;
    for (const date of ['2026-03-16', '2026-03-18', '2026-03-13']) askFor(date);
    outboundFaults.trouble = {};
    expect(await quietInTime(10)).toBe(true);
    expect(slacks()).toEqual(allDeals().map(() => -4));
    nothingTwice();
  });

  it("shows an admin's rule in the admin's words, once, and does what it does not forbid", async () => {
    org = await runOrg({ deals: 2 });
    const [first] = allDeals();
    await org.quiet();
    org.sandbox.org.validationRules.push({
      object: 'Opportunity',
      refuses: (after, before) =>
        after['Id'] === first?.id && after['Keepable_Check_Key__c'] !== before?.['Keepable_Check_Key__c'],
      message: 'Ask Frieda before you touch this one',
      field: 'Amount',
    });
    askFor('2026-03-16');
    expect(await quietInTime(10)).toBe(true);
    expect(slacks()).toEqual([-2, -3]);
    nothingTwice();
    const rows = await org.database.kysely
      .selectFrom('write_backs')
      .select(['state', 'reason'])
      .where('deal_id', '=', first?.id ?? '')
      .where('key', '=', 'verdict')
      .execute();
    expect(rows).toEqual([
      {
        state: 'rejected',
        reason: 'Salesforce refused the update because of "Amount": Ask Frieda before you touch this one.',
      },
    ]);
    org.newCalls();
    org.advance(60_000);
    await org.quiet();
    expect(org.newCalls().filter((call) => call.startsWith('PATCH'))).toEqual([]);
  });
});
