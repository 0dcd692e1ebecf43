import { beforeEach, describe, expect, it } from '@jest/globals';
import type { HubspotTokens, TokenStore } from '../../../src/crm/hubspot/tokens.ts';
import { createTokenProvider } from '../../../src/crm/hubspot/tokens.ts';
import { AppError } from '../../../src/errors.ts';

const MINUTE = 60_000;

/** One row with a lock, shared by the providers of several processes. */
const lockedRow = (first: HubspotTokens | null): TokenStore & { stored: () => HubspotTokens | null } => {
  let stored = first;
  let queue: Promise<unknown> = Promise.resolve();
  return {
    stored: () => stored,
    read: async () => stored,
    update: (change) => {
      const turn = queue.then(async () => {
        if (!stored) throw new AppError('CRM_UNAUTHORIZED', 'Gone.');
        stored = await change(stored);
        return stored;
      });
      queue = turn.catch(() => undefined);
      return turn;
    },
  };
};

describe('the access token of an install', () => {
  let nowMs = 0;
  let refreshes: string[] = [];
  const first: HubspotTokens = { accessToken: 'a0', refreshToken: 'r0', obtainedAtMs: 0, expiresAtMs: 30 * MINUTE };
  const refresh = async (refreshToken: string): Promise<HubspotTokens> => {
    refreshes.push(refreshToken);
    await Promise.resolve();
    const count = refreshes.length;
    return {
      accessToken: `a${count}`,
      refreshToken: `r${count}`,
      obtainedAtMs: nowMs,
      expiresAtMs: nowMs + 30 * MINUTE,
    };
  };
  const now = (): number => nowMs;
  beforeEach(() => {
    nowMs = 0;
    refreshes = [];
  });

  it('is used as it is until three quarters of its life are over', async () => {
    const token = createTokenProvider({ store: lockedRow(first), refresh, now });
    nowMs = 22.5 * MINUTE - 1;
    expect(await token()).toBe('a0');
    expect(refreshes).toEqual([]);
  });

  it('is refreshed ahead of its end, and the new refresh token is kept', async () => {
    const store = lockedRow(first);
    const token = createTokenProvider({ store, refresh, now });
    nowMs = 22.5 * MINUTE;
    expect(await token()).toBe('a1');
    expect(store.stored()).toMatchObject({ accessToken: 'a1', refreshToken: 'r1' });
    nowMs += 22.5 * MINUTE;
    expect(await token()).toBe('a2');
    expect(refreshes).toEqual(['r0', 'r1']);
  });

  it('is refreshed once by sixteen processes with ten callers each', async () => {
    const store = lockedRow(first);
    nowMs = 29 * MINUTE;
    const processes = Array.from({ length: 16 }, () => createTokenProvider({ store, refresh, now }));
    const tokens = await Promise.all(processes.flatMap((token) => Array.from({ length: 10 }, () => token())));
    expect(new Set(tokens)).toEqual(new Set(['a1']));
    expect(refreshes).toEqual(['r0']);
  });

  it('is replaced early when HubSpot refuses it, but not when another process has replaced it already', async () => {
    const token = createTokenProvider({ store: lockedRow(first), refresh, now });
    expect(await token('a0')).toBe('a1');
    expect(await token('a0')).toBe('a1');
    expect(refreshes).toEqual(['r0']);
  });

  it('is tried again after a refresh that failed', async () => {
    const store = lockedRow(first);
    let isDown = true;
    const flaky = (refreshToken: string): Promise<HubspotTokens> =>
      isDown ? Promise.reject(new AppError('CRM_UNAVAILABLE', 'Down.')) : refresh(refreshToken);
    const token = createTokenProvider({ store, refresh: flaky, now });
    nowMs = 29 * MINUTE;
    await expect(token()).rejects.toMatchObject({ code: 'CRM_UNAVAILABLE' });
    expect(store.stored()).toBe(first);
    isDown = false;
    expect(await token()).toBe('a1');
  });

  it('is missing when the account was disconnected', async () => {
    const token = createTokenProvider({ store: lockedRow(null), refresh, now });
    await expect(token()).rejects.toMatchObject({ code: 'CRM_UNAUTHORIZED' });
  });
});
