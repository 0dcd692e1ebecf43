import { renewTokens } from '../../src/crm/salesforce/oauth.ts';
import type { SalesforceTokens } from '../../src/crm/salesforce/tokens.ts';
import { createSalesforceTokenProvider } from '../../src/crm/salesforce/tokens.ts';
import { openPostgres } from '../../src/db/database.ts';
import { sealedTokens } from '../../src/db/installs.ts';
import type { RaceAnswer, RaceRound } from './refresh-race.ts';
import type { SalesforceTrack } from './salesforce-race.ts';

/** One process of the race: asks for the tokens of an org whenever it is told that its own were refused. */
const race = async (track: SalesforceTrack): Promise<void> => {
  const database = await openPostgres(track.databaseUrl, 1);
  const keys = [{ id: 'race', key: Buffer.from(track.key, 'base64') }];
  const provide = createSalesforceTokenProvider({
    store: sealedTokens<SalesforceTokens>(database.kysely, track.installId, keys),
    renew: (current) => renewTokens({ ...track.app, now: Date.now }, current),
  });
  const answer = (what: RaceAnswer): void => void process.send?.(what);
  const run = async ({ refused }: RaceRound): Promise<void> =>
    provide(refused ?? undefined).then(
      ({ accessToken }) => answer({ accessToken }),
      (error: unknown) => answer({ fault: String(error) }),
    );
  process.on('message', (round: RaceRound) => void run(round));
  process.on('disconnect', () => void database.close().then(() => process.exit(0)));
  answer({ accessToken: '' });
};

await race(JSON.parse(process.argv[2] ?? '') as SalesforceTrack);
