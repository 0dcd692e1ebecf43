import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AccessTokenProvider, HubspotTokens } from '../../src/crm/hubspot/tokens.ts';
import { createTokenProvider } from '../../src/crm/hubspot/tokens.ts';
import type { Database } from '../../src/db/database.ts';
import { connectInstall, sealedTokens } from '../../src/db/installs.ts';
import { AppError } from '../../src/errors.ts';
import { freshDatabase } from '../support/database.ts';

const ROUNDS = Number(process.env['KEEPABLE_RACE_ROUNDS'] ?? 10);
const CALLERS = 16;
const HALF_HOUR = 30 * 60_000;
const KEYS = [{ id: 'k', key: Buffer.alloc(32, 7) }];

describe('sixteen callers who find one token old', () => {
  let db: Database;
  let callers: AccessTokenProvider[];
  const clock = { ms: 0 };
  const hubspot = { asked: 0, refreshToken: 'r0' };
  const tokens = (): HubspotTokens => ({
    accessToken: `a${hubspot.asked}`,
    refreshToken: hubspot.refreshToken,
    obtainedAtMs: clock.ms,
    expiresAtMs: clock.ms + HALF_HOUR,
  });
  /** A HubSpot that takes each refresh token once. */
  const refresh = async (refreshToken: string): Promise<HubspotTokens> => {
    hubspot.asked += 1;
    await nextTurn();
    if (refreshToken !== hubspot.refreshToken) throw new AppError('CRM_UNAUTHORIZED', 'That token was used before.');
    hubspot.refreshToken = `r${hubspot.asked}`;
    return tokens();
  };

  beforeAll(async () => {
    db = await freshDatabase();
    const { id } = await connectInstall(db.kysely, { crm: 'hubspot', account: '1' });
    const store = sealedTokens<HubspotTokens>(db.kysely, id, KEYS);
    await store.replace(tokens());
    callers = Array.from({ length: CALLERS }, () => createTokenProvider({ store, refresh, now: () => clock.ms }));
  });
  afterAll(() => db.close());

  it(`refresh it once, ${ROUNDS} times in a row, and all of them get the new one`, async () => {
    for (let round = 1; round <= ROUNDS; round += 1) {
      const refused = round % 2 === 0 ? tokens().accessToken : undefined;
      if (refused === undefined) clock.ms += HALF_HOUR;
      const given = await Promise.all(callers.map((token) => token(refused)));
      expect([hubspot.asked, new Set(given)]).toEqual([round, new Set([`a${round}`])]);
    }
  });
});
