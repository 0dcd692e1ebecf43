import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { eventually, runDemo } from '../support/running-demo.ts';
import type { RunningDemo } from '../support/running-demo.ts';
import { runBench } from '../../src/cli/bench/run-bench.ts';
import { timeToReady } from './start-time.ts';
import { benchRules } from './rules.ts';
import { benchSalesforceCalls, benchSalesforceVerdict } from './salesforce.ts';
import type { LoadReport } from './load.ts';
import { benchHostile, benchSheets } from './sheets.ts';
import { fullLoad, quantile, steadyLoad, withDoor } from './load.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    'database-url': { type: 'string', default: process.env['TEST_DATABASE_URL'] ?? '' },
  },
});
const seconds = Number(values.seconds);
const WARM_UP_SECONDS = 2;
const SLICES = 6;
/** A portal sends up to ten deliveries at a time: three busy portals, and twenty-five. */
const AT_ONCE = [32, 256];

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const ms = (value: number): string => `${value.toFixed(1)} ms`;

/** The door at a steady rate, and its ratio to the same door that stores nothing. */
const benchDoor = async (name: string, target: string): Promise<void> => {
  const steady = await withDoor(target, (url) => steadyLoad(url, 150, seconds));
  const [p50, p99, max] = [0.5, 0.99, 1].map((share) => ms(quantile(steady, share)));
  say(
    `door on ${name}, 150 events/s for ${seconds} s: ${steady.refused} of ${steady.sent} not 2xx, p50 ${p50}, p99 ${p99}, max ${max}`,
  );
  for (const atOnce of AT_ONCE) await benchRatio(name, target, atOnce);
};

/** Both doors side by side, in turn for a second each: what else the machine does then strikes both alike. */
const benchRatio = async (name: string, target: string, atOnce: number): Promise<void> => {
  const sent = { without: 0, stored: 0 };
  await withDoor('none', (bare) =>
    withDoor(target, async (storing) => {
      for (const url of [bare, storing]) await fullLoad(url, atOnce, WARM_UP_SECONDS);
      for (let slice = 0; slice < SLICES; slice += 1) {
        sent.without += rateOf(await fullLoad(bare, atOnce, 1));
        sent.stored += rateOf(await fullLoad(storing, atOnce, 1));
      }
    }),
  );
  const [without, stored] = [sent.without / SLICES, sent.stored / SLICES];
  say(
    `door on ${name}, ${atOnce} deliveries under way: ${stored.toFixed(0)}/s, without a database ${without.toFixed(0)}/s, ratio ${(stored / without).toFixed(2)} (aim 0.7 on PostgreSQL)`,
  );
};

const rateOf = ({ sent, seconds: took }: LoadReport): number => sent / took;

const isQuiet = async ({ parts, sandbox }: RunningDemo): Promise<boolean> => {
  const open = await parts.database.kysely.selectFrom('deal_work').select('object_id').execute();
  return sandbox.sender.isIdle() && open.length === 0;
};
const quiet = (demo: RunningDemo): Promise<boolean> =>
  eventually(
    () => isQuiet(demo),
    (is) => is,
    120_000,
  );

const BURST = 100;
const ONE_BY_ONE = 5;

/** Calls per deal of a burst against one by one. */
const benchCalls = async (): Promise<void> => {
  const demo = await runDemo({ deals: BURST, isLive: true });
  await quiet(demo);
  const deals = demo.sandbox.portal.store.list('deals');
  const callsFor = async (work: () => Promise<void> | void): Promise<number> => {
    const before = demo.sandbox.journal.entries.length;
    await work();
    await quiet(demo);
    return demo.sandbox.journal.entries.length - before;
  };
  const burst = await callsFor(() =>
    deals.forEach(({ id }) => demo.change(id, { keepable_requested_date: '2026-03-16' })),
  );
  const single = await callsFor(async () => {
    for (const { id } of deals.slice(0, ONE_BY_ONE)) {
      demo.change(id, { keepable_requested_date: '2026-03-18' });
      await quiet(demo);
    }
  });
  await demo.stop();
  say(
    `CRM calls: ${(burst / BURST).toFixed(2)} per deal for a burst of ${BURST} (aim 0.2), ${(single / ONE_BY_ONE).toFixed(1)} one by one`,
  );
  say(
    '  minimum per batch of n <= 100: deals + line item ids + line items + company ids (+ companies) read = 4..5, properties + notes (+ tasks) written and associated = 3..5: (7..10)/n',
  );
};

const LATENCY_MS = 150;
const ROUNDS = 5;

/** From the webhook to the verdict in the deal, while each call to the CRM takes 150 ms. */
const benchVerdict = async (): Promise<void> => {
  const demo = await runDemo({ deals: 1, isLive: true });
  await quiet(demo);
  const [deal] = demo.sandbox.portal.store.list('deals');
  demo.sandbox.portal.faults.add({ fault: { delayMs: LATENCY_MS } });
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = deal?.properties['keepable_check_key'];
    const startedAt = performance.now();
    demo.change(deal?.id ?? '', { keepable_requested_date: `2026-03-${10 + round}` });
    await eventually(
      () => deal?.properties['keepable_check_key'],
      (key) => key !== before,
    );
    times.push(performance.now() - startedAt);
    await quiet(demo);
  }
  await demo.stop();
  const median = times.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0;
  const minimum = 4 * LATENCY_MS;
  say(
    `webhook to written verdict at ${LATENCY_MS} ms per call: ${ms(median)}, ${(median / minimum).toFixed(2)} x four round trips (aim 1.4)`,
  );
};

say(`npm start in an empty directory: ready after ${((await timeToReady()) / 1000).toFixed(1)} s (aim 10 s)`);

runBench({ deals: 10_000, seed: 11, json: undefined }, { out: say, err: say });

benchSheets(say);
await benchHostile(say);
await benchRules(say);

const directory = mkdtempSync(path.join(tmpdir(), 'keepable-bench-'));
await benchDoor('PGlite', path.join(directory, 'data'));
rmSync(directory, { recursive: true, force: true });
if (values['database-url'] !== '') {
  const admin = new pg.Client({ connectionString: values['database-url'] });
  await admin.connect();
  await admin.query('create database keepable_bench');
  const url = new URL(values['database-url']);
  url.pathname = '/keepable_bench';
  await benchDoor('PostgreSQL', url.href);
  await admin.query('drop database keepable_bench with (force)');
  await admin.end();
}
await benchCalls();
await benchVerdict();
await benchSalesforceCalls(say);
await benchSalesforceVerdict(say);
