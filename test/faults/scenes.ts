import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { REP } from '../support/portal-seed.ts';
import type { ServiceProcess } from './service-process.ts';
import { untilReady } from './service-process.ts';
import type { StormOptions } from './storm.ts';
import { CHANGES_EVERY_MS, start } from './storm.ts';
import type { World } from './world.ts';
import { ADMIN_TOKEN, changeSomething } from './world.ts';

/** Goes on changing deals with nothing failing, then waits until nothing is left to do; the seconds that took, or null. */
export const untilQuiet = async (world: World, options: StormOptions, limitMs = 60_000): Promise<number | null> => {
  const isPostgres = world.config.DATABASE_URL !== undefined;
  const service = start(world, options, { command: 'serve', crashAt: undefined });
  const worker = isPostgres ? start(world, options, { command: 'worker', crashAt: undefined }) : null;
  try {
    await untilReady(world.url, service);
    await changeInGoodWeather(world, options);
    const startedAt = Date.now();
    await until(() => isQuiet(world), limitMs);
    const seconds = (Date.now() - startedAt) / 1000;
    await changeInWork(world);
    return (await until(() => isQuiet(world), limitMs)) ? seconds : null;
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

const DEALS_IN_WORK = 5;

/** Deals change once more after they were read and before their verdict is written: the later change must win. */
const changeInWork = async ({ sandbox }: World): Promise<void> => {
  const { portal, journal } = sandbox;
  const change = (requestedDate: string): void =>
    portal.store
      .list('deals')
      .slice(0, DEALS_IN_WORK)
      .forEach((deal) => portal.store.update(deal, { keepable_requested_date: requestedDate }, REP));
  const endLatency = portal.faults.add({ fault: { delayMs: 400 } });
  const seen = journal.entries.length;
  const isRead = (): boolean => journal.entries.slice(seen).some(({ url }) => url.includes('/deals/batch/read'));
  change('2030-02-01');
  await until(isRead, 10_000);
  change('2030-07-01');
  await sleep(1000);
  endLatency();
};

/** Whether it came to be so within the time. */
const until = async (isSo: () => boolean | Promise<boolean>, limitMs: number): Promise<boolean> => {
  const endAt = Date.now() + limitMs;
  while (!(await isSo())) {
    if (Date.now() > endAt) return false;
    await sleep(50);
  }
  return true;
};

const isQuiet = async (world: World): Promise<boolean> =>
  world.sandbox.sender.isIdle() && (await openCount(world)) === 0;

/** A zombie that has read, and one that has passed the fence. */
const ZOMBIE_POINTS = ['after-read', 'after-intent'];

/** A zombie of each kind, one after the other and each for a deal of its own. */
export const wakeZombies = async (world: World, options: StormOptions): Promise<void> => {
  for (const point of ZOMBIE_POINTS) await wakeZombie(world, options, point);
};

/**
 * A zombie: a worker freezes at a point of its work, its lease ends, the deal changes and another worker checks it; then
 * the first one wakes up and goes on as if nothing had happened.
 */
const wakeZombie = async (world: World, options: StormOptions, point: string): Promise<void> => {
  const deal = world.sandbox.portal.store.list('deals')[ZOMBIE_POINTS.indexOf(point)];
  if (!deal) return;
  const change = (requestedDate: string): void =>
    world.sandbox.portal.store.update(deal, { keepable_requested_date: requestedDate }, REP);
  const service = start(world, options, { command: 'serve', crashAt: undefined });
  await untilReady(world.url, service);
  const zombie = start(world, options, { command: 'worker', crashAt: `freeze:${point}` });
  change('2030-01-01');
  await until(() => isFrozen(zombie), LIMIT_MS);
  await sleep(world.config.LEASE_SECONDS * 1000 + 500);
  change('2030-06-01');
  const heir = start(world, options, { command: 'worker', crashAt: undefined });
  await until(() => isQuiet(world), LIMIT_MS);
  zombie.child.kill('SIGCONT');
  await sleep(2500);
  await until(() => isQuiet(world), LIMIT_MS);
  await Promise.all([zombie.stop(), heir.stop(), service.stop()]);
};

const LIMIT_MS = 20_000;

/** Whether the kernel has stopped it (proc(5), field 3 of stat). */
const isFrozen = ({ child }: ServiceProcess): boolean =>
  / T /.test(readFileSync(`/proc/${child.pid}/stat`, 'utf8').replace(/^.*\)/, ''));

const openCount = async ({ url }: World): Promise<number> => {
  const answer = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } });
  const text = await answer.text();
  return [...text.matchAll(/^keepable_(?:work_waiting|work_leased|events_open)\{.*\} (\d+)$/gm)].reduce(
    (sum, [, count]) => sum + Number(count),
    0,
  );
};
