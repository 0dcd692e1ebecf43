import type { Kysely } from 'kysely';
import type { CallBudget } from '../crm/call-budget.ts';
import { readAllowance, storeAllowance } from '../db/crm-budgets.ts';
import type { Schema } from '../db/schema.ts';
import { AppError } from '../errors.ts';

/** What a CRM says of the calls of an account in the last 24 hours, by all its apps together. */
type Usage = { used: number; limit: number };

/** The last tenth is left to the account's other apps: we are guests. */
const RESERVED_SHARE = 0.1;
/** After so long without a call nobody knows any more how much is left: one call may find out. */
const KNOWN_FOR_MS = 10 * 60 * 1000;
const WAIT_MS = 15 * 60 * 1000;

/**
 * The allowance of a day that an account's apps share, as the CRM counts it: kept in the database for all processes and
 * for the status page. Throws CRM_RATE_LIMITED while no more than the reserve is left.
 */
export const dailyBudget = (
  db: Kysely<Schema>,
  installId: number,
  now: () => Date,
): CallBudget & { note: (usage: Usage) => Promise<void> } => {
  const state: { noted: string } = { noted: '' };
  return {
    take: async () => {
      const known = await readAllowance(db, installId, 'call');
      if (known === null || now().getTime() - known.at.getTime() > KNOWN_FOR_MS) return;
      if (known.left > known.limit * RESERVED_SHARE) return;
      throw new AppError(
        'CRM_RATE_LIMITED',
        'The calls that the CRM allows this account in 24 hours are almost used up.',
        {
          retryAfterMs: WAIT_MS,
        },
      );
    },
    note: async ({ used, limit }) => {
      // A whole per cent is fine enough, except close to the reserve.
      const left = limit - used;
      const step = left < limit * RESERVED_SHARE * 2 ? 1 : Math.max(1, Math.floor(limit / 100));
      const minute = Math.floor(now().getTime() / 60_000);
      const noted = `${Math.floor(used / step)} ${limit} ${minute}`;
      if (noted === state.noted) return;
      await storeAllowance(db, installId, { kind: 'call', left, limit, at: now() });
      state.noted = noted;
    },
  };
};
