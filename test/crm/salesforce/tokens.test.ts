import { describe, expect, it } from '@jest/globals';
import type { SalesforceTokens } from '../../../src/crm/salesforce/tokens.ts';
import { createSalesforceTokenProvider } from '../../../src/crm/salesforce/tokens.ts';

const tokens = (accessToken: string): SalesforceTokens => ({
  accessToken,
  instanceUrl: 'https://plant.my.salesforce.com',
  refreshToken: `refresh of ${accessToken}`,
  username: null,
  obtainedAtMs: 0,
});

/** A store as the database is one: one change at a time, each with what the one before it has left. */
const aStore = (first: SalesforceTokens | null) => {
  const state = { stored: first, turn: Promise.resolve() as Promise<unknown> };
  return {
    state,
    read: async () => state.stored,
    update: (change: (current: SalesforceTokens) => Promise<SalesforceTokens>) => {
      const mine = state.turn.then(async () => (state.stored = await change(state.stored as SalesforceTokens)));
      state.turn = mine.catch(() => undefined);
      return mine;
    },
  };
};

describe('the tokens of an org', () => {
  it('are used until one is refused, then renewed once for all who ask', async () => {
    const store = aStore(tokens('a'));
    const renewed: string[] = [];
    const renew = async (current: SalesforceTokens): Promise<SalesforceTokens> => {
      renewed.push(current.accessToken);
      return tokens('b');
    };
    const processes = [1, 2, 3].map(() => createSalesforceTokenProvider({ store, renew }));
    expect((await processes[0]?.())?.accessToken).toBe('a');
    const got = await Promise.all(processes.flatMap((provide) => [provide('a'), provide('a')]));
    expect(got.map(({ accessToken }) => accessToken)).toEqual(Array.from({ length: 6 }, () => 'b'));
    expect(renewed).toEqual(['a']);
    expect(store.state.stored).toEqual(tokens('b'));
  });

  it('stay as they were when they cannot be renewed, and the next one tries again', async () => {
    const store = aStore(tokens('a'));
    let isDown = true;
    const provide = createSalesforceTokenProvider({
      store,
      renew: async () => {
        if (isDown) throw new Error('down');
        return tokens('b');
      },
    });
    await expect(provide('a')).rejects.toThrow('down');
    expect(store.state.stored).toEqual(tokens('a'));
    isDown = false;
    expect((await provide('a')).accessToken).toBe('b');
  });

  it('are gone with the connection', async () => {
    const provide = createSalesforceTokenProvider({ store: aStore(null), renew: async () => tokens('b') });
    await expect(provide()).rejects.toThrow(/not connected/);
  });
});
