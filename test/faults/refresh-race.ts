import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import type { HubspotApp } from '../../src/crm/hubspot/oauth.ts';
import type { HubspotTokens } from '../../src/crm/hubspot/tokens.ts';
import { openPostgres } from '../../src/db/database.ts';
import type { SealedTokens } from '../../src/db/installs.ts';
import { connectInstall, sealedTokens } from '../../src/db/installs.ts';
import { migrate } from '../../src/db/migrate.ts';
import type { HubspotSandbox } from '../../src/sandbox/hubspot/sandbox.ts';
import { startHubspotSandbox } from '../../src/sandbox/hubspot/sandbox.ts';

/** What a process of the race must know. */
export type RaceTrack = { databaseUrl: string; installId: number; key: string; app: Omit<HubspotApp, 'now'> };
/** The start of a round; `refused`: the token that HubSpot just answered 401 to, null when it is only old. */
export type RaceRound = { refused: string | null };
export type RaceAnswer = { accessToken: string } | { fault: string };

export type RaceOptions = { root: string; processes: number; rounds: number };

const ACCOUNT = 48_000_003;
/** In every twentieth round HubSpot thinks this long: a lock that ends by itself would end here. */
const SLOW_MS = 1500;

/**
 * Many processes find one access token old, or refused, at the same moment. HubSpot takes each refresh token once; the
 * list of rounds in which it was not asked exactly once, or in which somebody did not get the new token, is the answer.
 */
export const refreshRace = async (databaseUrl: string, options: RaceOptions): Promise<string[]> => {
  const clientSecret = randomBytes(16).toString('hex');
  const sandbox = await startHubspotSandbox({
    portalId: ACCOUNT,
    portalName: 'Race',
    clientId: 'race',
    clientSecret,
    appId: 4803,
    limits: { perTenSeconds: null, searchPerSecond: null },
  });
  sandbox.grants.rotateRefreshTokens = true;
  const { track, tokens, close } = await openTrack(databaseUrl, { sandbox, clientSecret });
  const racers = startRacers('refresh-racer.ts', track, options);
  try {
    await Promise.all(racers.map((racer) => once(racer, 'message')));
    const broken: string[] = [];
    for (let round = 1; round <= options.rounds; round += 1) {
      const fault = await runRound(round, { sandbox, tokens, racers });
      if (fault !== null) broken.push(`round ${round}: ${fault}`);
    }
    return broken;
  } finally {
    await Promise.all(racers.map(endRacer));
    await close();
    await sandbox.close();
  }
};

type Track = { track: RaceTrack; tokens: SealedTokens<HubspotTokens>; close: () => Promise<void> };

const openTrack = async (
  databaseUrl: string,
  { sandbox, clientSecret }: { sandbox: HubspotSandbox; clientSecret: string },
): Promise<Track> => {
  const database = await openPostgres(databaseUrl, 1);
  await migrate(database.kysely);
  const install = await connectInstall(database.kysely, { crm: 'hubspot', account: String(ACCOUNT) });
  const key = randomBytes(32);
  const tokens = sealedTokens<HubspotTokens>(database.kysely, install.id, [{ id: 'race', key }]);
  const { accessToken, refreshToken } = sandbox.install();
  await tokens.replace({ accessToken, refreshToken, obtainedAtMs: 0, expiresAtMs: 1 });
  const app = {
    clientId: 'race',
    clientSecret,
    redirectUri: 'https://race.test/callback',
    authorizeUrl: `${sandbox.url}/oauth/authorize`,
    apiUrl: sandbox.url,
  };
  const track = { databaseUrl, installId: install.id, key: key.toString('base64'), app };
  return { track, tokens, close: () => database.close() };
};

/** Starts the processes of a race, each with all that it must know. */
export const startRacers = (script: string, track: object, { root, processes }: RaceOptions): ChildProcess[] =>
  Array.from({ length: processes }, () =>
    fork(path.join(root, 'test/faults', script), [JSON.stringify(track)], { cwd: root }),
  );

/** Ends one of them. */
export const endRacer = async (racer: ChildProcess): Promise<void> => {
  if (racer.exitCode !== null || racer.signalCode !== null) return;
  const gone = once(racer, 'exit');
  racer.disconnect();
  await gone;
};

type Round = { sandbox: HubspotSandbox; tokens: SealedTokens<HubspotTokens>; racers: ChildProcess[] };

/** What went wrong in a round, or null. */
const runRound = async (round: number, { sandbox, tokens, racers }: Round): Promise<string | null> => {
  const before = await tokens.read();
  if (!before) return 'the tokens are gone';
  const isRefused = round % 2 === 0;
  if (!isRefused) await tokens.replace({ ...before, obtainedAtMs: 0, expiresAtMs: 1 });
  const answerDelayMs = round % 20 === 0 ? SLOW_MS : round % 5;
  const endDelay = sandbox.portal.faults.add({ fault: { answerDelayMs }, path: /\/oauth\// });
  const seen = sandbox.journal.entries.length;
  const answers = racers.map(async (racer) => ((await once(racer, 'message')) as [RaceAnswer])[0]);
  for (const racer of racers) racer.send({ refused: isRefused ? before.accessToken : null });
  const given = await Promise.all(answers);
  endDelay();
  const after = await tokens.read();
  return faultOf(given, { after: after?.accessToken ?? '', refreshes: sandbox.journal.entries.length - seen });
};

/** What went wrong in a round that asked the CRM so often, or null. */
export const faultOf = (
  given: RaceAnswer[],
  { after, refreshes }: { after: string; refreshes: number },
): string | null => {
  if (refreshes !== 1) return `the CRM was asked ${refreshes} times`;
  const wrong = given.filter((answer) => !('accessToken' in answer && answer.accessToken === after));
  return wrong.length === 0 ? null : `${wrong.length} processes did not get the new token: ${JSON.stringify(wrong[0])}`;
};
