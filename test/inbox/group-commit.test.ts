import { describe, expect, it } from '@jest/globals';
import { AppError } from '../../src/errors.ts';
import type { InboxEvent } from '../../src/inbox/event.ts';
import { groupCommit } from '../../src/inbox/group-commit.ts';

const anEvent = (objectId: string): InboxEvent => ({
  account: '1',
  crm: 'hubspot',
  dedupeKey: objectId,
  kind: 'deal_changed',
  objectId,
  mergedIds: [],
  occurredAt: '2026-03-02T09:00:00Z',
  payload: {},
});
const busy = (): AppError => new AppError('DATABASE_UNAVAILABLE', 'busy');

/** A database whose commits end when the test says so. */
const aSlowStore = () => {
  const commits: { ids: string[]; end: () => void; fail: (error: Error) => void }[] = [];
  const store = (events: readonly InboxEvent[]): Promise<void> =>
    new Promise((resolve, reject) =>
      commits.push({ ids: events.map((event) => event.objectId), end: resolve, fail: reject }),
    );
  return { commits, store };
};
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('group commit', () => {
  it('commits at once what arrives together, and gathers what comes while two commits are under way', async () => {
    const { commits, store } = aSlowStore();
    const put = groupCommit(store, busy);
    const answered: string[] = [];
    const arrive = async (...ids: string[]): Promise<void> => {
      for (const id of ids) void put([anEvent(id)]).then(() => answered.push(id));
      await nextTurn();
    };
    await arrive('a', 'b');
    await arrive('c');
    await arrive('d');
    await arrive('e', 'f');
    expect(commits.map(({ ids }) => ids)).toEqual([['a', 'b'], ['c']]);
    commits[0]?.end();
    await nextTurn();
    expect(answered).toEqual(['a', 'b']);
    await nextTurn();
    expect(commits.map(({ ids }) => ids)).toEqual([['a', 'b'], ['c'], ['d', 'e', 'f']]);
    commits[2]?.end();
    await nextTurn();
    expect(answered).toEqual(['a', 'b', 'd', 'e', 'f']);
  });

  it('lets every delivery of a failed commit be sent again', async () => {
    const { commits, store } = aSlowStore();
    const put = groupCommit(store, busy);
    const fates = ['a', 'b'].map((id) =>
      put([anEvent(id)]).then(
        () => 'stored',
        () => 'refused',
      ),
    );
    await nextTurn();
    const later = put([anEvent('c')]).then(() => 'stored');
    await nextTurn();
    commits[0]?.fail(new Error('the disk is full'));
    commits[1]?.end();
    expect(await Promise.all([...fates, later])).toEqual(['refused', 'refused', 'stored']);
  });

  it('stores the neighbours of a delivery that cannot be stored', async () => {
    const stored: string[] = [];
    const put = groupCommit(async (events) => {
      await nextTurn();
      if (events.some((event) => event.objectId === 'bad')) throw new AppError('WEBHOOK_MALFORMED', 'x');
      stored.push(...events.map((event) => event.objectId));
    }, busy);
    const fates = ['a', 'b', 'c', 'bad', 'd'].map((id) =>
      put([anEvent(id)]).then(
        () => id,
        () => 'refused',
      ),
    );
    expect(await Promise.all(fates)).toEqual(['a', 'b', 'c', 'refused', 'd']);
    expect(stored.sort()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('refuses rather than lets answers grow old when too much is waiting', async () => {
    const { store } = aSlowStore();
    const put = groupCommit(store, busy);
    void put([anEvent('a')]);
    await nextTurn();
    void put([anEvent('b')]);
    await nextTurn();
    void put(Array.from({ length: 20_000 }, (_, index) => anEvent(String(index))));
    await expect(put([anEvent('c')])).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
  });
});
