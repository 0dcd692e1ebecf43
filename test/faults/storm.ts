import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { ServiceProcess } from './service-process.ts';
import { startProcess, untilReady } from './service-process.ts';
import type { World } from './world.ts';
import { changeSomething } from './world.ts';

/** Every named place at which the flow can be cut: at the door, and at work. */
const DOOR_POINT = 'after-commit-before-ack';
const WORK_POINTS = ['after-claim', 'after-read', 'after-intent', 'after-write', 'before-finish'] as const;
const CRASH_POINTS = [DOOR_POINT, ...WORK_POINTS] as const;

export type StormOptions = {
  root: string;
  directory: string;
  kills: number;
  databaseCrashes: number;
  dice: () => number;
};

/** How often processes were killed where. */
export type Kills = Map<string, number>;

/** The points at which nothing was ever cut: so many kills should have met each of them. */
export const missedPoints = (kills: Kills): string[] => CRASH_POINTS.filter((point) => !kills.has(point));

/** A rep of the portal changes something this often. */
export const CHANGES_EVERY_MS = 80;
const CRASH_WAIT_MS = 6000;
const LONG_WAIT_MS = 30_000;

/** From so many kills on, each named point must have been met. */
export const ENOUGH_KILLS = 50;

/** The portal's faults during the storm: lost answers after the work was done above all. */
const letThePortalFail = ({ sandbox }: World): void => {
  const { faults } = sandbox.portal;
  faults.add({ fault: { reset: 'after' }, path: /batch\/(upsert|create|update)/, chance: 0.25 });
  faults.add({ fault: { reset: 'before' }, chance: 0.02 });
  faults.add({ fault: { truncate: true }, chance: 0.02 });
  faults.add({ fault: { answer: { status: 502, body: { status: 'error', message: 'Bad gateway' } } }, chance: 0.02 });
};

/** Changes deals all the time while processes are killed, stopped and started, and the database crashes. */
export const storm = async (world: World, options: StormOptions): Promise<Kills> => {
  letThePortalFail(world);
  const killed: Kills = new Map();
  const killing = { ...options, killed };
  const timer = setInterval(() => changeSomething(world, options.dice), CHANGES_EVERY_MS);
  const isAlone = world.config.DATABASE_URL === undefined || options.kills === 0;
  const workers = isAlone ? [] : [1, 2].map((id) => workerLoop(world, killing, id));
  const endWorkers = (): Promise<unknown> => Promise.all(workers.map((worker) => worker.end()));
  try {
    for (let kill = 0; kill < options.kills; kill += 1) {
      await killOnce(world, killing, kill);
      if (crashesNow(options, kill)) await crashDatabase(world.config.DATABASE_URL ?? '');
    }
    await endWorkers();
    if (options.kills >= ENOUGH_KILLS) for (const point of missedPoints(killed)) await cutAt(world, killing, point);
  } finally {
    clearInterval(timer);
    world.sandbox.portal.faults.clear();
    await endWorkers();
  }
  return killed;
};

/** A point that chance has spared is met by a process that nobody else takes the work from. */
const cutAt = async (world: World, options: Killing, point: string): Promise<void> => {
  const isOfDoor = point === DOOR_POINT || world.config.DATABASE_URL === undefined;
  const door = isOfDoor ? null : start(world, options, { command: 'serve', crashAt: undefined });
  const victim = start(world, options, { command: isOfDoor ? 'serve' : 'worker', crashAt: point });
  await Promise.race([victim.gone, sleep(LONG_WAIT_MS)]);
  await killAndCount(victim, point, options.killed);
  await door?.kill();
};

type Killing = StormOptions & { killed: Kills };

/** Kills it unless it ended at its crash point already. */
const killAndCount = async (service: ServiceProcess, point: string | undefined, killed: Kills): Promise<void> => {
  const where = point !== undefined && service.child.signalCode !== null ? point : 'at random';
  killed.set(where, (killed.get(where) ?? 0) + 1);
  await service.kill();
};

const crashesNow = ({ kills, databaseCrashes }: StormOptions, kill: number): boolean =>
  databaseCrashes > 0 && kill % Math.max(1, Math.floor(kills / databaseCrashes)) === 0;

/** Half of the kills come at a named point, a quarter at random, a quarter right after an acknowledgement. */
const killOnce = async (world: World, options: Killing, kill: number): Promise<void> => {
  const points = world.config.DATABASE_URL === undefined ? CRASH_POINTS : [DOOR_POINT];
  const point = kill % 2 === 0 ? points[(kill / 2) % points.length] : undefined;
  const service = start(world, options, { command: 'serve', crashAt: point });
  await untilReady(world.url, service);
  const wait = point !== undefined ? sleep(CRASH_WAIT_MS) : momentOf(world, options, kill);
  await Promise.race([service.gone, wait]);
  await killAndCount(service, point, options.killed);
};

const momentOf = (world: World, { dice }: StormOptions, kill: number): Promise<void> =>
  kill % 4 === 1 ? sleep(100 + dice() * 1200) : untilAcknowledged(world);

/** Until the portal has heard that something new of a person's was stored. */
const untilAcknowledged = async ({ sandbox: { sender } }: World): Promise<void> => {
  const seen = sender.attempts.length;
  const isNew = (): boolean =>
    sender.attempts
      .slice(seen)
      .some(({ status, events }) => status === 200 && events.some((event) => event['changeSource'] !== 'INTEGRATION'));
  const endAt = Date.now() + CRASH_WAIT_MS;
  while (Date.now() < endAt && !isNew()) await sleep(1);
};

/** Starts a process of the product in this world; `crashAt`: where it ends or freezes by itself. */
export const start = (
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
const workerLoop = (world: World, options: Killing, id: number): { end: () => Promise<void> } => {
  const state = { isEnding: false };
  const run = async (): Promise<void> => {
    for (let round = 0; !state.isEnding; round += 1) {
      const crashAt = round % 2 === 0 ? WORK_POINTS[(round / 2 + id) % WORK_POINTS.length] : undefined;
      const worker = start(world, options, { command: 'worker', crashAt });
      const wait = crashAt === undefined ? 1500 + options.dice() * 1000 : CRASH_WAIT_MS;
      await Promise.race([worker.gone, sleep(wait)]);
      if (round % 4 === 1) await freeze(worker, world.config.LEASE_SECONDS * 1000 + 500);
      await Promise.race([worker.gone, sleep(500)]);
      await killAndCount(worker, crashAt, options.killed);
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
