import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { seededDice } from '../../src/sandbox/faults/dice.ts';
import { refreshRace } from './refresh-race.ts';
import { salesforceRace } from './salesforce-race.ts';
import { brokenOrgPromises, orgStorm, untilOrgQuiet } from './salesforce-storm.ts';
import { openOrgWorld } from './salesforce-world.ts';
import { untilQuiet, wakeZombies } from './scenes.ts';
import type { Kills, StormOptions } from './storm.ts';
import { ENOUGH_KILLS, missedPoints, storm } from './storm.ts';
import { brokenPromises } from './verify.ts';
import { openWorld } from './world.ts';

const say = (text: string): void => void process.stdout.write(`${text}\n`);

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '50' },
    'database-crashes': { type: 'string', default: '5' },
    deals: { type: 'string', default: '20' },
    racers: { type: 'string', default: '16' },
    'race-rounds': { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    /** pglite and postgres are storms on that engine, race is the race for a token, org a storm of Salesforce's. */
    parts: { type: 'string', default: 'pglite,postgres,race' },
    root: { type: 'string', default: process.cwd() },
    'database-url': { type: 'string', default: process.env['TEST_DATABASE_URL'] ?? '' },
  },
});

/** One storm on one engine; the promises that it broke. */
const runOn = async (databaseUrl: string | null): Promise<string[]> => {
  const directory = mkdtempSync(path.join(tmpdir(), 'keepable-faults-'));
  const kills = Number(values.kills);
  const options: StormOptions = {
    root: path.resolve(values.root),
    directory,
    kills,
    databaseCrashes: databaseUrl === null ? 0 : Number(values['database-crashes']),
    dice: seededDice(Number(values.seed)),
  };
  const name = databaseUrl === null ? 'PGlite' : 'PostgreSQL';
  const world = await openWorld(directory, { databaseUrl, deals: Number(values.deals), leaseSeconds: 2 });
  try {
    const startedAt = Date.now();
    const killed = await storm(world, options);
    const stormSeconds = Math.round((Date.now() - startedAt) / 1000);
    const quietSeconds = await untilQuiet(world, options);
    if (databaseUrl !== null) await wakeZombies(world, options);
    const broken = await brokenPromises(world);
    if (quietSeconds === null) broken.unshift('not quiet within 60 s');
    if (kills >= ENOUGH_KILLS) broken.push(...missedPoints(killed).map((point) => `nothing was ever cut ${point}`));
    const acknowledged = world.sandbox.sender.attempts.filter(({ status }) => status === 200).length;
    say(
      `${name}: ${sayKills(killed)} and ${options.databaseCrashes} database crashes in ${stormSeconds} s, ` +
        `${acknowledged} deliveries acknowledged, ${world.sandbox.portal.faults.struck.length} faults of the CRM, ` +
        `${world.sandbox.portal.store.list('tasks').length} tasks, quiet after ${quietSeconds ?? 'more than 60'} s, ` +
        `${broken.length} promises broken`,
    );
    if (broken.length === 0) rmSync(directory, { recursive: true, force: true });
    else say(`  logs and journal: ${directory}\n  ${broken.slice(0, 20).join('\n  ')}`);
    return broken;
  } finally {
    await world.sandbox.close();
  }
};

const sayKills = (killed: Kills): string => {
  const total = [...killed.values()].reduce((sum, count) => sum + count, 0);
  return `${total} kills (${[...killed].map(([where, count]) => `${count} ${where}`).join(', ')})`;
};

/** A storm over a Salesforce org, on the built-in database; the promises that it broke. */
const runOrg = async (): Promise<string[]> => {
  const directory = mkdtempSync(path.join(tmpdir(), 'keepable-faults-'));
  const root = path.resolve(values.root);
  const options = { root, directory, kills: Number(values.kills), dice: seededDice(Number(values.seed)) };
  const world = await openOrgWorld(directory, { root, databaseUrl: null, deals: Number(values.deals) });
  try {
    const killed = await orgStorm(world, options);
    const quietSeconds = await untilOrgQuiet(world, options);
    const broken = [...(quietSeconds === null ? ['not quiet within 60 s'] : []), ...(await brokenOrgPromises(world))];
    say(
      `Salesforce: ${sayKills(killed)}, ${world.sandbox.faults.struck.length} faults of the org, ` +
        `${world.sandbox.org.store.list('Task').length} tasks, ${broken.length} promises broken`,
    );
    if (broken.length === 0) rmSync(directory, { recursive: true, force: true });
    else say(`  logs and journal: ${directory}\n  ${broken.slice(0, 20).join('\n  ')}`);
    return broken;
  } finally {
    await world.sandbox.close();
  }
};

/** The race for a token among processes, which only PostgreSQL lets have more than one. */
const runRace = async (databaseUrl: string): Promise<string[]> => {
  const [processes, rounds] = [Number(values.racers), Number(values['race-rounds'])];
  const options = { root: path.resolve(values.root), processes, rounds };
  const broken = [...(await refreshRace(databaseUrl, options)), ...(await salesforceRace(databaseUrl, options))];
  say(
    `PostgreSQL: ${processes} processes raced ${rounds} times for a token of each CRM, ${broken.length} promises broken`,
  );
  if (broken.length > 0) say(`  ${broken.slice(0, 20).join('\n  ')}`);
  return broken;
};

/** Runs with a database of its own on the server, dropped afterwards. */
const onPostgres = async (url: string, run: (url: string) => Promise<string[]>): Promise<string[]> => {
  const name = `keepable_faults_${randomUUID().replaceAll('-', '')}`;
  const ask = async (text: string): Promise<void> => {
    const admin = new pg.Client({ connectionString: url });
    await admin.connect();
    await admin.query(text);
    await admin.end();
  };
  const own = new URL(url);
  own.pathname = `/${name}`;
  await ask(`create database ${name}`);
  try {
    return await run(own.href);
  } finally {
    await ask(`drop database if exists ${name} with (force)`);
  }
};

const parts = values.parts.split(',');
const url = values['database-url'];
const onlyWithUrl = async (part: string, run: (url: string) => Promise<string[]>): Promise<string[]> => {
  if (!parts.includes(part)) return [];
  if (url !== '') return onPostgres(url, run);
  say(`PostgreSQL: no TEST_DATABASE_URL, ${part} not run`);
  return [];
};
/** The race comes after the storm: a crash of the server would end it. */
const allOnPostgres = async (): Promise<string[]> => [
  ...(await onlyWithUrl('postgres', runOn)),
  ...(await onlyWithUrl('race', runRace)),
];

const broken = await Promise.all([parts.includes('pglite') ? runOn(null) : [], allOnPostgres()]);
if (parts.includes('org')) broken.push(await runOrg());
process.exitCode = broken.flat().length === 0 ? 0 : 1;
