import { eventually } from '../support/running-demo.ts';
import type { RunningOrg } from '../support/running-org.ts';
import { runOrg } from '../support/running-org.ts';

type Say = (text: string) => void;

const BURST = 100;
const ONE_BY_ONE = 5;
const LATENCY_MS = 150;
const ROUNDS = 5;
const AIM_RATIO = 1.4;

const PATIENCE_MS = 120_000;

/** The sweep asks for changes all the time, whether there is a burst or not: its calls are counted by themselves. */
const isSweep = (body: string): boolean => body.includes('queryAll');

/** Calls per opportunity of a burst against one by one, and the least that a batch can do with. */
export const benchSalesforceCalls = async (say: Say): Promise<void> => {
  const org = await runOrg({ deals: BURST, isLive: true });
  await org.quiet(PATIENCE_MS);
  const deals = org.sandbox.org.store.list('Opportunity').map(({ id }) => id);
  const callsFor = async (work: () => Promise<void> | void): Promise<number> => {
    const before = org.sandbox.journal.entries.length;
    await work();
    await org.quiet(PATIENCE_MS);
    return org.sandbox.journal.entries.slice(before).filter(({ body }) => !isSweep(body)).length;
  };
  const burst = await callsFor(() => {
    for (const id of deals) org.change(id, { Keepable_Requested_Date__c: '2026-03-16' });
  });
  const single = await callsFor(async () => {
    for (const id of deals.slice(0, ONE_BY_ONE)) {
      org.change(id, { Keepable_Requested_Date__c: '2026-03-18' });
      await org.quiet(PATIENCE_MS);
    }
  });
  await org.stop();
  say(
    `Salesforce calls: ${(burst / BURST).toFixed(2)} per opportunity for a burst of ${BURST}, ${(single / ONE_BY_ONE).toFixed(1)} one by one`,
  );
  say(
    '  minimum per batch of n <= 100: read with lines, account and owner = 1, opportunities written and tasks looked for by key = 1, new tasks written = 1: 3/n (2/n where no task is new)',
  );
};

const verdictTime = async (org: RunningOrg, dealId: string, date: string): Promise<number> => {
  const before = org.deal(dealId)['Keepable_Check_Key__c'];
  const startedAt = performance.now();
  org.change(dealId, { Keepable_Requested_Date__c: date });
  await eventually(
    () => org.deal(dealId)['Keepable_Check_Key__c'],
    (key) => key !== before,
    PATIENCE_MS,
  );
  return performance.now() - startedAt;
};

/** From the outbound message to the verdict in the opportunity, while each call to the org takes 150 ms. */
export const benchSalesforceVerdict = async (say: Say): Promise<void> => {
  const org = await runOrg({ deals: 1, isLive: true });
  await org.quiet(PATIENCE_MS);
  const [deal] = org.sandbox.org.store.list('Opportunity');
  org.sandbox.faults.add({ fault: { delayMs: LATENCY_MS }, path: /\/services\/data\// });
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    times.push(await verdictTime(org, deal?.id ?? '', `2026-03-${10 + round}`));
    await org.quiet(PATIENCE_MS);
  }
  await org.stop();
  const median = times.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0;
  const minimum = 2 * LATENCY_MS;
  say(
    `Salesforce, message to written verdict at ${LATENCY_MS} ms per call: ${median.toFixed(1)} ms, ${(median / minimum).toFixed(2)} x two round trips (aim ${AIM_RATIO})`,
  );
};
