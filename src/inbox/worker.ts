import type { WorkSignal } from '../db/work-signal.ts';
import type { Claim } from '../db/deal-work.ts';
import { claimWork } from '../db/deal-work.ts';
import type { ClaimRunner } from './run-claim.ts';
import { runClaim } from './run-claim.ts';

export type WorkerOptions = ClaimRunner & {
  workSignal: WorkSignal;
  /** How many claims are worked on side by side. */
  slots: number;
  /** Deals per claim: what one batch call of the CRM holds. */
  batchSize?: number;
  /** How long an idle slot waits for a signal before it looks by itself, in milliseconds. */
  pollMs?: number;
};

/** A running worker. `stop` lets the claims in work come to their end and takes no new ones. */
export type Worker = { stop(): Promise<void> };

/** Starts working on what changed: each slot claims, runs, and claims again until nothing is due. */
export const startWorker = (options: WorkerOptions): Worker => {
  const bell = createBell();
  const stopListening = options.workSignal.listen(bell.ring);
  const state = { isStopping: false, lastInstall: 0 };
  const slots = Array.from({ length: options.slots }, () => runSlot(options, bell, state));
  return {
    stop: async () => {
      state.isStopping = true;
      stopListening();
      bell.ring();
      await Promise.all(slots);
    },
  };
};

type State = { isStopping: boolean; lastInstall: number };

const runSlot = async (options: WorkerOptions, bell: Bell, state: State): Promise<void> => {
  while (!state.isStopping) {
    const heard = bell.next(options.pollMs ?? 1000);
    if (await workOnce(options, state)) heard.cancel();
    else if (!state.isStopping) await heard.rung;
    else heard.cancel();
  }
};

/** True when there was work; a fault of the database is logged and waits for the next round. */
const workOnce = async (options: WorkerOptions, state: State): Promise<boolean> => {
  try {
    const claim = await nextClaim(options, state);
    if (!claim) return false;
    state.lastInstall = claim.installId;
    await runClaim(claim, options);
    return true;
  } catch (error) {
    options.logger.error({ err: error }, 'worker cannot reach its queue');
    return false;
  }
};

const nextClaim = ({ db, now, leaseMs, batchSize = 100 }: WorkerOptions, state: State): Promise<Claim | null> =>
  claimWork(db, { now: now(), leaseMs, limit: batchSize, afterInstall: state.lastInstall });

type Bell = { ring: () => void; next: (timeoutMs: number) => { rung: Promise<void>; cancel: () => void } };

/** Listening starts before the queue is looked at, so that a ring in between is not missed. */
const createBell = (): Bell => {
  const waiting = new Set<() => void>();
  return {
    ring: () => [...waiting].forEach((wake) => wake()),
    next: (timeoutMs) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(() => wake(), timeoutMs);
      const wake = (): void => {
        clearTimeout(timer);
        waiting.delete(wake);
        resolve();
      };
      waiting.add(wake);
      return { rung: promise, cancel: wake };
    },
  };
};
