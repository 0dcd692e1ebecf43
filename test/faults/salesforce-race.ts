import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { SalesforceApp } from '../../src/crm/salesforce/oauth.ts';
import type { SalesforceTokens } from '../../src/crm/salesforce/tokens.ts';
import { openPostgres } from '../../src/db/database.ts';
import type { SealedTokens } from '../../src/db/installs.ts';
import { connectInstall, sealedTokens } from '../../src/db/installs.ts';
import { migrate } from '../../src/db/migrate.ts';
import type { SalesforceSandbox } from '../../src/sandbox/salesforce/sandbox.ts';
import { startSalesforceSandbox } from '../../src/sandbox/salesforce/sandbox.ts';
import type { RaceAnswer, RaceOptions } from './refresh-race.ts';
import { endRacer, faultOf, startRacers } from './refresh-race.ts';

/** What a process of the race must know. */
export type SalesforceTrack = {
  databaseUrl: string;
  installId: number;
  key: string;
  app: Omit<SalesforceApp, 'now'>;
};

const ORGANIZATION_ID = '00D5e000000RaceEAA';
/** In every twentieth round Salesforce thinks this long: a lock that ends by itself would end here. */
const SLOW_MS = 1500;

/**
 * Many processes find the session of an org ended at the same moment. Salesforce takes each refresh token once, and a second
 * use ends the grant; the list of rounds in which it was not asked exactly once, or in which somebody did not get the new
 * tokens, is the answer.
 */
export const salesforceRace = async (databaseUrl: string, options: RaceOptions): Promise<string[]> => {
  const clientSecret = randomBytes(16).toString('hex');
  const organization = { organizationId: ORGANIZATION_ID, organizationName: 'Race' };
  const sandbox = await startSalesforceSandbox({ ...organization, clientId: 'race', clientSecret });
  const database = await openPostgres(databaseUrl, 1);
  await migrate(database.kysely);
  const install = await connectInstall(database.kysely, { crm: 'salesforce', account: ORGANIZATION_ID });
  const key = randomBytes(32);
  const tokens = sealedTokens<SalesforceTokens>(database.kysely, install.id, [{ id: 'race', key }]);
  await tokens.replace({ ...sandbox.install(), instanceUrl: sandbox.url, username: null, obtainedAtMs: 0 });
  const app = { clientId: 'race', clientSecret, redirectUri: 'https://race.test/callback', loginUrl: sandbox.url, trustedOrigin: sandbox.url, jwtKey: null }; // prettier-ignore
  const track: SalesforceTrack = { databaseUrl, installId: install.id, key: key.toString('base64'), app };
  const racers = startRacers('salesforce-racer.ts', track, options);
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
    await database.close();
    await sandbox.close();
  }
};

type Round = { sandbox: SalesforceSandbox; tokens: SealedTokens<SalesforceTokens>; racers: ChildProcess[] };

/** What went wrong in a round, or null. */
const runRound = async (round: number, { sandbox, tokens, racers }: Round): Promise<string | null> => {
  const before = await tokens.read();
  if (!before) return 'the tokens are gone';
  const answerDelayMs = round % 20 === 0 ? SLOW_MS : round % 5;
  const endDelay = sandbox.faults.add({ fault: { answerDelayMs }, path: /\/oauth2\/token/ });
  const seen = sandbox.journal.entries.length;
  sandbox.grants.expireSessions();
  const answers = racers.map(async (racer) => ((await once(racer, 'message')) as [RaceAnswer])[0]);
  for (const racer of racers) racer.send({ refused: before.accessToken });
  const given = await Promise.all(answers);
  endDelay();
  const after = await tokens.read();
  if (sandbox.grants.families.some(({ isRevoked }) => isRevoked)) return 'Salesforce ended the grant';
  return faultOf(given, { after: after?.accessToken ?? '', refreshes: sandbox.journal.entries.length - seen });
};
