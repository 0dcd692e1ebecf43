import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { compileSheet } from '../../src/capacity/compile-sheet.ts';
import { runChecks } from '../../src/checks/run-checks.ts';
import { openDatabase } from '../../src/cli/open-database.ts';
import { createSalesforceCrm } from '../../src/crm/salesforce/salesforce-crm.ts';
import { dayIn } from '../../src/inbox/published-sheet.ts';
import { brokenGateway, sessionExpired, unableToLockRow } from '../../src/sandbox/salesforce/fault-answers.ts';
import type { OrgWorld } from './salesforce-world.ts';
import { changeOrg } from './salesforce-world.ts';
import type { ServiceProcess } from './service-process.ts';
import { startProcess, untilReady } from './service-process.ts';
import { ADMIN_TOKEN, harnessSheet } from './world.ts';

/** Every named place at which the flow can be cut, the door first. */
const CRASH_POINTS = [
  'after-commit-before-ack', 'after-claim', 'after-read', 'after-intent', 'after-write', 'before-finish',
] as const; // prettier-ignore

export type OrgStormOptions = { root: string; directory: string; kills: number; dice: () => number };

const CHANGES_EVERY_MS = 80;
/** Every session of the org ends this often, whatever is under way. */
const SESSION_MS = 5000;
const CRASH_WAIT_MS = 6000;
const QUIET_LIMIT_MS = 60_000;

/** The org's faults during the storm: lost answers after the work was done above all. */
const letTheOrgFail = ({ sandbox: { faults, org } }: OrgWorld): void => {
  const composite = /\/composite$/;
  faults.add({ fault: { reset: 'after' }, path: composite, chance: 0.2 });
  faults.add({ fault: { reset: 'before' }, path: /\/services\//, chance: 0.02 });
  faults.add({ fault: { truncate: true }, path: composite, chance: 0.05 });
  faults.add({ fault: { answer: brokenGateway() }, path: /\/services\/data\//, chance: 0.02 });
  faults.add({ fault: { answer: unableToLockRow() }, path: composite, chance: 0.02 });
  faults.add({ fault: { answer: sessionExpired() }, path: /\/services\/data\//, chance: 0.02 });
  org.outboundFaults.trouble = { lose: 0.05, duplicate: 0.1, late: 0.2, lateMs: 500 };
  org.outboundFaults.shuffle = true;
  org.outboundFaults.repeat = 0.1;
};

const endFaults = ({ sandbox: { faults, org } }: OrgWorld): void => {
  faults.clear();
  org.outboundFaults.trouble = {};
  org.outboundFaults.shuffle = false;
  org.outboundFaults.repeat = 0;
};

const start = ({ env }: OrgWorld, { root, directory }: OrgStormOptions, crashAt: string | undefined): ServiceProcess =>
  startProcess({
    root,
    command: 'serve',
    env: { ...env, ...(crashAt === undefined ? {} : { CRASH_AT: crashAt }) },
    logFile: path.join(directory, 'serve.log'),
  });

/** Changes opportunities all the time while the service is killed and started and the org fails; how often where. */
export const orgStorm = async (world: OrgWorld, options: OrgStormOptions): Promise<Map<string, number>> => {
  letTheOrgFail(world);
  const killed = new Map<string, number>();
  const changes = setInterval(() => changeOrg(world, options.dice), CHANGES_EVERY_MS);
  const sessions = setInterval(() => world.sandbox.grants.expireSessions(), SESSION_MS);
  try {
    for (let kill = 0; kill < options.kills; kill += 1) {
      const point = kill % 2 === 0 ? CRASH_POINTS[(kill / 2) % CRASH_POINTS.length] : undefined;
      const service = start(world, options, point);
      await untilReady(world.url, service);
      await Promise.race([service.gone, sleep(point === undefined ? 100 + options.dice() * 1500 : CRASH_WAIT_MS)]);
      const where = point !== undefined && service.child.signalCode !== null ? point : 'at random';
      killed.set(where, (killed.get(where) ?? 0) + 1);
      await service.kill();
    }
  } finally {
    clearInterval(changes);
    clearInterval(sessions);
    endFaults(world);
  }
  return killed;
};

const isQuiet = async ({ url, sandbox }: OrgWorld): Promise<boolean> => {
  if (!sandbox.sender.isIdle()) return false;
  const answer = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } }).catch(
    () => null,
  );
  const text = (await answer?.text()) ?? '';
  const gauge = (name: string): number => Number(new RegExp(`^${name}\\{[^}]*\\} (\\d+)`, 'm').exec(text)?.[1] ?? NaN);
  return ['keepable_work_waiting', 'keepable_work_leased', 'keepable_events_open'].every((name) => gauge(name) === 0);
};

/** Leaves the service alone until nothing is left to do, and the sweep has been through; the seconds, or null. */
export const untilOrgQuiet = async (world: OrgWorld, options: OrgStormOptions): Promise<number | null> => {
  const service = start(world, options, undefined);
  try {
    await untilReady(world.url, service);
    const startedAt = Date.now();
    await sleep(SWEEP_MS);
    while (Date.now() - startedAt < SWEEP_MS + QUIET_LIMIT_MS) {
      if (await isQuiet(world)) return (Date.now() - startedAt) / 1000;
      await sleep(100);
    }
    return null;
  } finally {
    await service.stop();
  }
};

/** Messages that were lost are found by the sweep, which comes every 45 seconds. */
const SWEEP_MS = 55_000;

/** What the promises say must hold after the faults; an empty list is good. */
export const brokenOrgPromises = async (world: OrgWorld): Promise<string[]> => [
  ...duplicates(world),
  ...(await staleOpportunities(world)),
  ...(await lostNotifications(world)),
];

/** No two tasks of ours under one key, counted in the org. */
const duplicates = ({ sandbox }: OrgWorld): string[] => {
  const keys = sandbox.org.store.list('Task').map(({ fields }) => String(fields['Keepable_Key__c']));
  const seen = Object.entries(Object.groupBy(keys, (key) => key));
  const twice = seen.filter(([, tasks]) => (tasks?.length ?? 0) > 1);
  return [
    ...twice.map(([key, tasks]) => `${tasks?.length} tasks under ${key}`),
    ...(keys.length === 0 ? ['no task was written: the harness proved nothing'] : []),
  ];
};

/** Every opportunity shows what a check of it as it is now says, and asks each question once. */
const staleOpportunities = async ({ sandbox }: OrgWorld): Promise<string[]> => {
  const { facts, hash } = harnessSheet();
  const plan = compileSheet(facts);
  const { accessToken } = sandbox.install();
  const tokens = { accessToken, instanceUrl: sandbox.url, refreshToken: null, username: null, obtainedAtMs: 0 };
  const crm = createSalesforceCrm({ tokens: async () => tokens, now: () => Date.now(), timeZone: plan.timeZone });
  const { store } = sandbox.org;
  const readings = await crm.readDeals(store.list('Opportunity').map(({ id }) => id), []); // prettier-ignore
  const today = dayIn(plan.timeZone, new Date());
  return readings.flatMap((reading) => {
    if (reading.state !== 'found') return [`opportunity ${reading.dealId} is gone`];
    const result = runChecks({
      deal: reading.deal,
      plan,
      today,
      sheetVersion: hash,
      sheetPublishedOn: today,
      rulesVersion: 'built-in-1',
    });
    const shown = store.find('Opportunity', reading.dealId)?.fields ?? {};
    const open = store
      .childrenOf('Task', 'WhatId', reading.dealId)
      .filter(({ fields }) => fields['IsClosed'] !== true)
      .map(({ fields }) => String(fields['Subject']));
    const asked = open.sort().join() === result.signoffs.map(({ question }) => question).sort().join(); // prettier-ignore
    return [
      ...(shown['Keepable_Verdict__c'] === result.verdict && shown['Keepable_Summary__c'] === result.sentence
        ? []
        : [`opportunity ${reading.dealId} shows "${String(shown['Keepable_Summary__c'])}", is "${result.sentence}"`]),
      ...(asked ? [] : [`opportunity ${reading.dealId} asks "${open.join()}"`]),
    ];
  });
};

/** Every notification that was acknowledged is in the inbox, done; nothing is left in work. */
const lostNotifications = async ({ config, sandbox }: OrgWorld): Promise<string[]> => {
  const acknowledged = new Set(
    sandbox.sender.attempts
      .filter(({ isAcknowledged }) => isAcknowledged)
      .flatMap(({ notifications }) => notifications.map(({ id }) => id)),
  );
  const database = await openDatabase(config);
  try {
    const inbox = await sql<{ dedupe_key: string; state: string }>`select dedupe_key, state from inbox`.execute(
      database.kysely,
    );
    const work = await sql<{ object_id: string; dead_reason: string | null }>`
      select object_id, dead_reason from deal_work`.execute(database.kysely);
    const stored = new Map(inbox.rows.map((row) => [row.dedupe_key, row.state]));
    return [
      ...[...acknowledged].filter((id) => !stored.has(id)).map((id) => `lost notification ${id}`),
      ...[...stored].filter(([, state]) => state !== 'done').map(([id, state]) => `notification ${id} is ${state}`),
      ...work.rows.map((row) => `work left: ${row.object_id} ${row.dead_reason ?? ''}`),
      ...(acknowledged.size === 0 ? ['nothing was acknowledged: the harness proved nothing'] : []),
    ];
  } finally {
    await database.close();
  }
};
