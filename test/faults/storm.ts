import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { ServiceProcess } from './service-process.ts';
import { startProcess, untilReady } from './service-process.ts';
import type { World } from './world.ts';
import { ADMIN_TOKEN, changeSomething } from './world.ts';
import { REP } from '../support/portal-seed.ts';

/** Every named place at which the flow can be cut. */
const CRASH_POINTS = [
  'after-commit-before-ack',
  'after-claim',
  'after-read',
  'after-intent',
  'after-write',
  'before-finish',
] as const;

export type StormOptions = {
  root: string;
  directory: string;
  kills: number;
  databaseCrashes: number;
  dice: () => number;
};

const CHANGES_EVERY_MS = 80;
const CRASH_WAIT_MS = 6000;

/** The portal's faults during the storm: lost answers after the work was done above all. */
const letThePortalFail = ({ sandbox }: World): void => {
  const { faults } = sandbox.portal;
  faults.add({ fault: { reset: 'after' }, path: /batch\/(upsert|create|update)/, chance: 0.25 });
  faults.add({ fault: { reset: 'before' }, chance: 0.02 });
  faults.add({ fault: { truncate: true }, chance: 0.02 });
  faults.add({ fault: { answer: { status: 502, body: { status: 'error', message: 'Bad gateway' } } }, chance: 0.02 });
};

/** Changes deals all the time while processes are killed, stopped and started, and the database crashes. */
export const storm = async (world: World, options: StormOptions): Promise<void> => {
  letThePortalFail(world);
  const timer = setInterval(() => changeSomething(world, options.dice), CHANGES_EVERY_MS);
  const workers = world.config.DATABASE_URL === undefined ? [] : [1, 2].map((id) => workerLoop(world, options, id));
  try {
    for (let kill = 0; kill < options.kills; kill += 1) {
      await killOnce(world, options, kill);
      if (crashesNow(options, kill)) await crashDatabase(world.config.DATABASE_URL ?? '');
    }
  } finally {
    clearInterval(timer);
    world.sandbox.portal.faults.clear();
    await Promise.all(workers.map((worker) => worker.end()));
  }
};

const crashesNow = ({ kills, databaseCrashes }: StormOptions, kill: number): boolean =>
  databaseCrashes > 0 && kill % Math.max(1, Math.floor(kills / databaseCrashes)) === 0;

/** Half of the kills come at a named point, the others at random. */
const killOnce = async (world: World, options: StormOptions, kill: number): Promise<void> => {
  const { dice } = options;
  const point = kill % 2 === 0 ? CRASH_POINTS[(kill / 2) % CRASH_POINTS.length] : undefined;
  const service = start(world, options, { command: 'serve', crashAt: point });
  await untilReady(world.url, service);
  await Promise.race([service.gone, sleep(point === undefined ? 100 + dice() * 1200 : CRASH_WAIT_MS)]);
  await service.kill();
};

const start = (
  { env }: World,
  { root, directory }: StormOptions,
  { command, crashAt }: { command: 'serve' | 'worker'; crashAt: string | undefined },
): ServiceProcess =>
  startProcess({
    root,
    command,
    env: { ...env, ...(crashAt === undefined ? {} : { CRASH_AT: crashAt }) },
    logFile: path.join(directory, `${command}.log`),
  });

/** A worker of its own, which crashes at named points, is frozen until its lease is over, or killed; and comes back. */
const workerLoop = (world: World, options: StormOptions, id: number): { end: () => Promise<void> } => {
  const state = { isEnding: false };
  const run = async (): Promise<void> => {
    for (let round = id; !state.isEnding; round += 1) {
      const crashAt = round % 3 === 0 ? CRASH_POINTS[1 + (round % 5)] : undefined;
      const worker = start(world, options, { command: 'worker', crashAt });
      await Promise.race([worker.gone, sleep(1500 + options.dice() * 1000)]);
      if (round % 3 === 1) await freeze(worker, world.config.LEASE_SECONDS * 1000 + 500);
      await Promise.race([worker.gone, sleep(500)]);
      await worker.kill();
    }
  };
  const running = run();
  return {
    end: async () => {
      state.isEnding = true;
      await running;
    },
  };
};

/** A zombie: it comes back after its lease was given to another. */
const freeze = async ({ child }: ServiceProcess, ms: number): Promise<void> => {
  child.kill('SIGSTOP');
  await sleep(ms);
  child.kill('SIGCONT');
};

/** Kills a server process of PostgreSQL without a word: all connections break and the server recovers from its log. */
const crashDatabase = async (url: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  await client.query(`copy (select 1) to program 'kill -9 $PPID'`).catch(() => undefined);
  await client.end().catch(() => undefined);
};

/** Goes on changing deals with nothing failing, then waits until nothing is left to do; the seconds that took, or null. */
export const untilQuiet = async (world: World, options: StormOptions, limitMs = 60_000): Promise<number | null> => {
  const isPostgres = world.config.DATABASE_URL !== undefined;
  const service = start(world, options, { command: 'serve', crashAt: undefined });
  const worker = isPostgres ? start(world, options, { command: 'worker', crashAt: undefined }) : null;
  try {
    await untilReady(world.url, service);
    await changeInGoodWeather(world, options);
    const startedAt = Date.now();
    while (Date.now() - startedAt < limitMs) {
      if (world.sandbox.sender.isIdle() && (await openCount(world)) === 0) return (Date.now() - startedAt) / 1000;
      await sleep(200);
    }
    return null;
  } finally {
    await service.stop();
    await worker?.stop();
  }
};

/** Calls take a while, so that many changes come while their deal is in work: none of them may be forgotten. */
const changeInGoodWeather = async (world: World, { dice }: StormOptions): Promise<void> => {
  const endLatency = world.sandbox.portal.faults.add({ fault: { delayMs: 100 } });
  const timer = setInterval(() => changeSomething(world, dice), CHANGES_EVERY_MS);
  await sleep(6000);
  clearInterval(timer);
  await sleep(1000);
  endLatency();
};

/**
 * A zombie: a worker freezes at a point of its work, its lease ends, the deal changes and another worker checks it; then
 * the first one wakes up and goes on as if nothing had happened.
 */
export const wakeZombie = async (world: World, options: StormOptions, point: string): Promise<void> => {
  const [deal] = world.sandbox.portal.store.list('deals');
  if (!deal) return;
  const change = (requestedDate: string): void =>
    world.sandbox.portal.store.update(deal, { keepable_requested_date: requestedDate }, REP);
  const leaseMs = world.config.LEASE_SECONDS * 1000;
  const service = start(world, options, { command: 'serve', crashAt: undefined });
  await untilReady(world.url, service);
  const zombie = start(world, options, { command: 'worker', crashAt: `freeze:${point}` });
  change('2030-01-01');
  await sleep(3000 + leaseMs);
  change('2030-06-01');
  const heir = start(world, options, { command: 'worker', crashAt: undefined });
  const endAt = Date.now() + 20_000;
  while (Date.now() < endAt && (await openCount(world)) > 0) await sleep(100);
  zombie.child.kill('SIGCONT');
  await sleep(2500);
  while (Date.now() < endAt && (await openCount(world)) > 0) await sleep(100);
  await Promise.all([zombie.stop(), heir.stop(), service.stop()]);
};

const openCount = async ({ url }: World): Promise<number> => {
  const answer = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } });
  const text = await answer.text();
  return [...text.matchAll(/^keepable_(?:work_waiting|work_leased|events_open)\{.*\} (\d+)$/gm)].reduce(
    (sum, [, count]) => sum + Number(count),
    0,
  );
};
