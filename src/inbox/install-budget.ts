import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { CallBudget, CallKind } from '../crm/call-budget.ts';
import type { Allowance } from '../db/crm-budgets.ts';
import { returnCall, takeCall } from '../db/crm-budgets.ts';
import type { Schema } from '../db/schema.ts';
import { AppError } from '../errors.ts';

/** HubSpot allows 110 calls in 10 s and 5 searches a second per portal and app; we stay a little below. */
const ALLOWANCES: Record<CallKind, Allowance> = {
  call: { kind: 'call', burst: 50, perSecond: 10 },
  search: { kind: 'search', burst: 4, perSecond: 4 },
};

/** A worker is held for no longer than this; beyond it the deals go back and the install pauses. */
const LONGEST_WAIT_MS = 5000;

/** The allowance of one install at its CRM, kept in the database for all processes. */
export const installBudget = (db: Kysely<Schema>, installId: number, now: () => Date): CallBudget => ({
  take: async (kind) => {
    const waitMs = await takeCall(db, installId, { allowance: ALLOWANCES[kind], now: now() });
    if (waitMs > LONGEST_WAIT_MS) {
      await returnCall(db, installId, kind);
      throw new AppError('CRM_RATE_LIMITED', 'The calls that the CRM allows are used up for now.', {
        retryAfterMs: waitMs,
      });
    }
    if (waitMs > 0) await sleep(waitMs);
  },
});
