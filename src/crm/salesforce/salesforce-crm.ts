import { setTimeout as sleep } from 'node:timers/promises';
import type { CallBudget } from '../call-budget.ts';
import { unlimitedCalls } from '../call-budget.ts';
import type { Crm } from '../crm.ts';
import { applyWrites } from './apply-writes.ts';
import { changedDeals } from './changed-deals.ts';
import { createFieldBook } from './field-book.ts';
import { provision } from './provision.ts';
import { dealsOfLineItems, readDeals } from './read-deals.ts';
import type { ApiUsage } from './salesforce-client.ts';
import { createSalesforceCall } from './salesforce-client.ts';
import type { SalesforceTokenProvider } from './tokens.ts';
import { createTurns } from './turns.ts';
import { createUserBook } from './user-book.ts';

export type SalesforceCrmOptions = {
  /** The org's tokens, renewed when they are refused (createSalesforceTokenProvider). */
  tokens: SalesforceTokenProvider;
  now: () => number;
  /** The plant's time zone: due moments become civil dates in it. */
  timeZone?: string;
  /** The install's share of the org's allowance of a day. */
  budget?: CallBudget;
  /** Told what the org says of its allowance after each call. */
  onUsage?: (usage: ApiUsage) => Promise<void>;
  /** Limit of one call in milliseconds. */
  timeoutMs?: number;
  /** The first wait for a record that somebody else has locked; Salesforce itself has waited ten seconds by then. */
  lockWaitMs?: number;
  /** In [0, 1): spreads the waits. */
  chance?: () => number;
};

/** Accounts of so many opportunities are remembered. */
const MOST_ACCOUNTS = 20_000;

const createAccountBook = (): {
  note: (dealId: string, accountId: string | null) => void;
  of: (dealId: string) => string;
} => {
  const accounts = new Map<string, string>();
  return {
    note: (dealId, accountId) => {
      if (accounts.size >= MOST_ACCOUNTS) accounts.clear();
      accounts.set(dealId, accountId ?? dealId);
    },
    of: (dealId) => accounts.get(dealId) ?? dealId,
  };
};

/** One Salesforce org behind the Crm interface. Keep it for as long as the install is active: it remembers fields and users. */
export const createSalesforceCrm = (options: SalesforceCrmOptions): Crm => {
  const { tokens, now, timeZone = 'UTC', budget = unlimitedCalls, timeoutMs = 30_000 } = options;
  const { onUsage = async () => undefined, lockWaitMs = 1000, chance = Math.random } = options;
  const call = createSalesforceCall({ tokens, budget, onUsage, timeoutMs });
  const fields = createFieldBook(call, now);
  const accounts = createAccountBook();
  const writer = {
    call,
    users: createUserBook(now),
    turns: createTurns(),
    accountOf: accounts.of,
    timeZone,
    now,
    patience: { pause: (ms: number) => sleep(ms), chance, waitMs: lockWaitMs },
  };
  return {
    readDeals: (dealIds, attributes) => readDeals({ call, fields, onAccount: accounts.note }, dealIds, attributes),
    dealsOfLineItems: (lineItemIds) => dealsOfLineItems(call, lineItemIds),
    applyWrites: (writes) => applyWrites(writer, writes),
    provision: () => provision(fields),
    changedDeals: async (since) => changedDeals(call, await fields.read(), since),
  };
};
