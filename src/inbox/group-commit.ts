import { hasCode } from '../errors.ts';
import type { InboxEvent, StoreEvents } from './event.ts';

/** Requests wait here no longer than it takes to commit the ones before them. */
const MAX_EVENTS_PER_COMMIT = 1000;
const MAX_IN_FLIGHT = 2;
/** Beyond this many waiting events new ones are refused: an answer that comes too late is a retry anyway. */
const MAX_WAITING = 20_000;

type Waiting = { events: readonly InboxEvent[]; resolve: () => void; reject: (error: unknown) => void };

/**
 * Gathers deliveries that arrive together, or while a commit is under way, into the next one, at most two commits in
 * flight. The busier the door, the larger the groups; an idle door commits at once. Rejects with `tooBusy()` when too
 * much is waiting.
 */
export const groupCommit = (store: StoreEvents, tooBusy: () => Error): StoreEvents => {
  const waiting: Waiting[] = [];
  const state = { inFlight: 0, waitingEvents: 0, isGathering: false };
  // All that has arrived is heard first: a database in this process would store each delivery before the next is read.
  const gather = (): void => {
    if (state.isGathering) return;
    state.isGathering = true;
    setImmediate(() => {
      state.isGathering = false;
      pump();
    });
  };
  const pump = (): void => {
    while (waiting.length > 0 && state.inFlight < MAX_IN_FLIGHT) {
      const group = nextGroup(waiting);
      state.waitingEvents -= countEvents(group);
      state.inFlight += 1;
      void commit(store, group).finally(() => {
        state.inFlight -= 1;
        gather();
      });
    }
  };
  return (events) => {
    if (state.waitingEvents + events.length > MAX_WAITING) return Promise.reject(tooBusy());
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    waiting.push({ events, resolve, reject });
    state.waitingEvents += events.length;
    gather();
    return promise;
  };
};

const countEvents = (group: readonly Waiting[]): number => group.reduce((sum, { events }) => sum + events.length, 0);

const nextGroup = (waiting: Waiting[]): Waiting[] => {
  const group = waiting.splice(0, 1);
  let size = countEvents(group);
  while (waiting[0] && size + waiting[0].events.length <= MAX_EVENTS_PER_COMMIT) {
    size += waiting[0].events.length;
    group.push(...waiting.splice(0, 1));
  }
  return group;
};

/** One delivery that cannot be stored must not fail its neighbours: such a group is stored again one by one. */
const commit = async (store: StoreEvents, group: Waiting[]): Promise<void> => {
  try {
    await store(group.flatMap(({ events }) => events));
    for (const { resolve } of group) resolve();
  } catch (error) {
    if (group.length > 1 && hasCode(error, 'WEBHOOK_MALFORMED')) for (const one of group) await commit(store, [one]);
    else for (const { reject } of group) reject(error);
  }
};
