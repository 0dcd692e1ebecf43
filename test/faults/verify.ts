import { sql } from 'kysely';
import { openDatabase } from '../../src/cli/open-database.ts';
import { compileSheet } from '../../src/capacity/compile-sheet.ts';
import type { CheckResult } from '../../src/checks/check-result.ts';
import { runChecks } from '../../src/checks/run-checks.ts';
import { contentHash } from '../../src/crm/content-hash.ts';
import { createHubspotCrm } from '../../src/crm/hubspot/hubspot-crm.ts';
import { dayIn } from '../../src/inbox/published-sheet.ts';
import type { ObjectType } from '../../src/sandbox/hubspot/object-types.ts';
import type { World } from './world.ts';
import { harnessSheet } from './world.ts';

/** What the promises say must hold after the faults; an empty list is good. */
export const brokenPromises = async (world: World): Promise<string[]> => [
  ...duplicates(world, 'tasks'),
  ...duplicates(world, 'notes'),
  ...orphans(world, 'tasks'),
  ...orphans(world, 'notes'),
  ...(await staleDeals(world)),
  ...(await lostEvents(world)),
];

/** No two objects of ours under one key, counted in the CRM. */
const duplicates = ({ sandbox }: World, type: ObjectType): string[] => {
  const seen = new Map<string, number>();
  for (const { properties } of sandbox.portal.store.list(type)) {
    const key = properties['keepable_key'] ?? '(no key)';
    seen.set(key, (seen.get(key) ?? 0) + 1);
  }
  return [...seen].filter(([, count]) => count > 1).map(([key, count]) => `${count} ${type} under ${key}`);
};

/** Nothing of ours that belongs to no deal: what a lost answer leaves behind when it is created anew. */
const orphans = ({ sandbox }: World, type: ObjectType): string[] => {
  const { store } = sandbox.portal;
  return store
    .list(type)
    .filter((object) => store.associations.of(object, 'deals').length === 0)
    .map(({ id }) => `${type} ${id} belongs to no deal`);
};

type Associated = { world: World; dealId: string };

const bodiesOf = ({ world, dealId }: Associated, type: 'tasks' | 'notes'): Record<string, string | null>[] => {
  const { store } = world.sandbox.portal;
  return store.associations
    .of({ type: 'deals', id: dealId }, type)
    .map(({ id }) => store.find(type, id)?.properties ?? {});
};

/** A deal asks what its check asks, each question once, and has one brief. */
const wrongActivities = (at: Associated, { signoffs }: CheckResult): string[] => {
  const open = bodiesOf(at, 'tasks').filter((task) => task['hs_task_status'] !== 'COMPLETED');
  const asked = open.map((task) => task['hs_task_subject'] ?? '').sort();
  const expected = signoffs.map(({ question }) => question).sort();
  const briefs = bodiesOf(at, 'notes').filter((note) => note['hs_note_body']?.startsWith('<h2>Handoff brief'));
  return [
    ...(asked.join() === expected.join()
      ? []
      : [`deal ${at.dealId} asks "${asked.join()}" instead of "${expected.join()}"`]),
    ...(briefs.length === 1 ? [] : [`deal ${at.dealId} has ${briefs.length} briefs`]),
  ];
};

/** Every deal shows what a check of it as it is now says. */
const staleDeals = async (world: World): Promise<string[]> => {
  const { sandbox } = world;
  const { facts, hash } = harnessSheet();
  const plan = compileSheet(facts);
  const token = sandbox.install().accessToken;
  const crm = createHubspotCrm({
    accessToken: async () => token,
    basePath: sandbox.url,
    now: () => Date.now(),
    timeZone: plan.timeZone,
  });
  const deals = sandbox.portal.store.list('deals');
  const readings = await crm.readDeals(
    deals.map(({ id }) => id),
    [],
  );
  const today = dayIn(plan.timeZone, new Date());
  return readings.flatMap((reading) => {
    if (reading.state !== 'found') return [];
    const result = runChecks({
      deal: reading.deal,
      plan,
      today,
      sheetVersion: hash,
      sheetPublishedOn: today,
      rulesVersion: 'built-in-1',
    });
    const shown = deals.find(({ id }) => id === reading.dealId)?.properties ?? {};
    const key = contentHash([reading.deal, result.orderDate, result.sheetVersion, result.rulesVersion]);
    const isShown = shown['keepable_check_key'] === key && shown['keepable_verdict'] === result.verdict;
    const stale = `stale deal ${reading.dealId}: shows "${shown['keepable_summary']}", is "${result.sentence}"`;
    return [...(isShown ? [] : [stale]), ...wrongActivities({ world, dealId: reading.dealId }, result)];
  });
};

/** Every event that was answered with 2xx is in the inbox, done; nothing is left in work. */
const lostEvents = async ({ config, sandbox }: World): Promise<string[]> => {
  const acknowledged = new Set(
    sandbox.sender.attempts
      .filter(({ status }) => status !== null && status >= 200 && status < 300)
      .flatMap(({ events }) => events)
      .filter((event) => event['changeSource'] !== 'INTEGRATION')
      .map((event) => String(event['eventId'])),
  );
  const database = await openDatabase(config);
  try {
    const inbox = await sql<{ event: string; state: string }>`
      select payload ->> 'eventId' as event, state from inbox`.execute(database.kysely);
    const work = await sql<{ object_id: string; dead_reason: string | null }>`
      select object_id, dead_reason from deal_work`.execute(database.kysely);
    const stored = new Map(inbox.rows.map((row) => [row.event, row.state]));
    return [
      ...[...acknowledged].filter((event) => !stored.has(event)).map((event) => `lost event ${event}`),
      ...[...stored].filter(([, state]) => state !== 'done').map(([event, state]) => `event ${event} is ${state}`),
      ...work.rows.map((row) => `work left: ${row.object_id} ${row.dead_reason ?? ''}`),
      ...(acknowledged.size === 0 ? ['no event was acknowledged: the harness proved nothing'] : []),
    ];
  } finally {
    await database.close();
  }
};
