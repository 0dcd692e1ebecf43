import { refreshTokens } from '../../src/crm/hubspot/oauth.ts';
import type { HubspotTokens } from '../../src/crm/hubspot/tokens.ts';
import { createTokenProvider } from '../../src/crm/hubspot/tokens.ts';
import { openPostgres } from '../../src/db/database.ts';
import { sealedTokens } from '../../src/db/installs.ts';
import type { RaceAnswer, RaceRound, RaceTrack } from './refresh-race.ts';

/** One process of the race: asks for the access token whenever it is told to, as a worker does before a call. */
const race = async (track: RaceTrack): Promise<void> => {
  const database = await openPostgres(track.databaseUrl, 1);
  const keys = [{ id: 'race', key: Buffer.from(track.key, 'base64') }];
  const token = createTokenProvider({
    store: sealedTokens<HubspotTokens>(database.kysely, track.installId, keys),
    refresh: (refreshToken) => refreshTokens({ ...track.app, now: Date.now }, refreshToken),
    now: Date.now,
  });
  const answer = (what: RaceAnswer): void => void process.send?.(what);
  const run = async ({ refused }: RaceRound): Promise<void> =>
    token(refused ?? undefined).then(
      (accessToken) => answer({ accessToken }),
      (error: unknown) => answer({ fault: String(error) }),
    );
  process.on('message', (round: RaceRound) => void run(round));
  process.on('disconnect', () => void database.close().then(() => process.exit(0)));
  answer({ accessToken: '' });
};

await race(JSON.parse(process.argv[2] ?? '') as RaceTrack);
