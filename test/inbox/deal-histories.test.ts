import { describe, expect, it } from '@jest/globals';
import { forgetInstall } from '../../src/db/installs.ts';
import { seededDice } from '../../src/sandbox/faults/dice.ts';
import { freshDatabase } from '../support/database.ts';
import { PROPERTY_SEED } from '../support/property-runs.ts';
import { openHistory } from './history-world.ts';
import { liveThrough } from './history.ts';

/** Histories of deals: 200, or what KEEPABLE_DEAL_HISTORIES says; they are lived through by hundreds. */
const HISTORIES = Number(process.env['KEEPABLE_DEAL_HISTORIES'] ?? 200);
const AT_ONCE = 100;
/** What was deleted slows a database that is never cleaned up. */
const BATCHES_PER_DATABASE = 10;
const BATCHES = Math.ceil(HISTORIES / AT_ONCE);

describe('deals whose events come late, twice and in any order', () => {
  it(
    `show the state of the latest deal in the end, whoever worked on them (${HISTORIES} histories, seed ${PROPERTY_SEED})`,
    async () => {
      for (let start = 0; start < BATCHES; start += BATCHES_PER_DATABASE) {
        const db = await freshDatabase();
        for (let batch = start; batch < Math.min(start + BATCHES_PER_DATABASE, BATCHES); batch += 1) {
          const account = String(batch + 1);
          const world = await openHistory(db, seededDice(PROPERTY_SEED + batch), account);
          const wrong = await liveThrough(world, AT_ONCE);
          expect({ batch, wrong }).toEqual({ batch, wrong: [] });
          await forgetInstall(db.kysely, { crm: 'hubspot', account });
        }
        await db.close();
      }
    },
    30_000 + BATCHES * 40_000,
  );
});
