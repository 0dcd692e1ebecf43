import type { Crm, PlannedWrite, WriteOutcome } from '../../src/crm/crm.ts';
import type { MemoryCrm } from '../../src/crm/memory/memory-crm.ts';
import { createMemoryCrm } from '../../src/crm/memory/memory-crm.ts';
import type { CheckTools } from '../../src/check-deal.ts';
import type { Database } from '../../src/db/database.ts';
import type { Claim } from '../../src/db/deal-work.ts';
import type { Install } from '../../src/db/installs.ts';
import { connectInstall } from '../../src/db/installs.ts';
import { asInstall } from '../../src/db/roles.ts';
import { publishSheet } from '../../src/db/sheet-versions.ts';
import { AppError } from '../../src/errors.ts';
import { installTools } from '../../src/inbox/install-tools.ts';
import { runClaim } from '../../src/inbox/run-claim.ts';
import { silentLogger } from '../../src/logger.ts';
import { aSheet, twoBusyWeeks } from '../support/a-sheet.ts';

/** Longer than a test runs, so that no lease is renewed by the wall clock: workers that stand still lose theirs. */
export const LEASE_MS = 10 * 60_000;

/** One account with a CRM in memory, a clock that is moved by hand, and the real inbox, claims, checks and records. */
export type HistoryWorld = {
  db: Database['kysely'];
  door: Database['door'];
  install: Install;
  crm: MemoryCrm;
  clock: { ms: number };
  now: () => Date;
  /** Whether the CRM fails now and then. */
  trouble: { isOn: boolean };
  dice: () => number;
  startRun: (claim: Claim) => HistoryRun;
};

/** A worker's run that stands still at every step until it is let on. */
export type HistoryRun = {
  /** Lets it do one more step; resolves when it stands again or is done. */
  step: () => Promise<void>;
  isDone: () => boolean;
  /** Whether it has asked for the last time whether its lease holds: from here on it writes, however late. */
  isPastFence: () => boolean;
};

/** Midnight in Chicago on 2 Mar 2026: a history is over within the day, so that every check has the same order date. */
const MIDNIGHT = Date.parse('2026-03-02T06:00:00Z');

export const openHistory = async (
  { kysely: db, door }: Database,
  dice: () => number,
  account: string,
): Promise<HistoryWorld> => {
  const clock = { ms: MIDNIGHT };
  const now = (): Date => new Date(clock.ms);
  const install = await connectInstall(db, { crm: 'hubspot', account });
  await asInstall(db, install.id, (tx) =>
    publishSheet(tx, install.id, {
      hash: 'sha256:history',
      facts: aSheet({ commitments: twoBusyWeeks() }),
      author: null,
      note: null,
      fileName: null,
      origin: 'demo',
      publishedAt: now(),
    }),
  );
  const crm = createMemoryCrm(() => clock.ms);
  const toolsFor = installTools({ db, openCrm: () => crm, dealUrl: () => null, now, crashPoint: () => undefined });
  const world = { db, door, install, crm, clock, now, trouble: { isOn: true }, dice };
  const startRun = (claim: Claim): HistoryRun => runOf(claim, { ...world, toolsFor });
  return { ...world, startRun };
};

type RunFacts = Omit<HistoryWorld, 'startRun'> & { toolsFor: (claim: Claim) => Promise<CheckTools> };

const runOf = (claim: Claim, facts: RunFacts): HistoryRun => {
  const { db, now, dice, toolsFor } = facts;
  const gate = createGate();
  const run = { isDone: false, isPastFence: false };
  const start = async (): Promise<void> => {
    await gate.pass();
    const gated = async (): Promise<CheckTools> => atGates(await toolsFor(claim), { pass: gate.pass, run }, facts);
    await runClaim(claim, { db, toolsFor: gated, now, chance: dice, leaseMs: LEASE_MS, logger: silentLogger });
    run.isDone = true;
  };
  const ended = start().finally(gate.arrive);
  return {
    step: async () => {
      await gate.open();
      if (run.isDone) await ended;
    },
    isDone: () => run.isDone,
    isPastFence: () => run.isPastFence,
  };
};

type Gate = { pass: () => Promise<void>; open: () => Promise<void>; arrive: () => void };

/** Where a run stands still. `open` lets it on and resolves when it has arrived at the next gate or its end. */
const createGate = (): Gate => {
  let letOn = (): void => undefined;
  let arrived = (): void => undefined;
  return {
    pass: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      letOn = resolve;
      arrived();
      return promise;
    },
    open: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      arrived = resolve;
      letOn();
      return promise;
    },
    arrive: () => arrived(),
  };
};

type Gated = { pass: () => Promise<void>; run: { isPastFence: boolean } };

/** The same tools, with a gate before and after everything that another worker could come in between. */
const atGates = (tools: CheckTools, { pass, run }: Gated, facts: RunFacts): CheckTools => {
  const { crm, records } = tools;
  const gatedCrm: Crm = {
    ...crm,
    readDeals: async (dealIds, attributes) => {
      maybeFail(facts);
      const readings = structuredClone(await crm.readDeals(dealIds, attributes));
      await pass();
      return readings;
    },
    applyWrites: async (writes) => {
      await pass();
      const outcomes = await applyInTwo(writes, { crm, pass, facts });
      await pass();
      return outcomes;
    },
  };
  const storeIntents: CheckTools['records']['storeIntents'] = async (deals, writes) => {
    await pass();
    return records.storeIntents(deals, writes);
  };
  const confirmHeld = async (): Promise<void> => {
    await pass();
    await records.confirmHeld();
    run.isPastFence = true;
  };
  return { ...tools, crm: gatedCrm, records: { ...records, storeIntents, confirmHeld } };
};

type Sending = { crm: Crm; pass: () => Promise<void>; facts: RunFacts };

/** A batch that is cut: others may come between its halves, some answers are lost, some writes never arrive. */
const applyInTwo = async (writes: PlannedWrite[], { crm, pass, facts }: Sending): Promise<WriteOutcome[]> => {
  const middle = Math.floor(facts.dice() * (writes.length + 1));
  const first = await applyEach(writes.slice(0, middle), crm, facts);
  await pass();
  return [...first, ...(await applyEach(writes.slice(middle), crm, facts))];
};

const applyEach = async (writes: PlannedWrite[], crm: Crm, facts: RunFacts): Promise<WriteOutcome[]> => {
  const outcomes: WriteOutcome[] = [];
  for (const write of writes) outcomes.push(await applyOne(write, crm, facts));
  return outcomes;
};

const applyOne = async (write: PlannedWrite, crm: Crm, { trouble, dice }: RunFacts): Promise<WriteOutcome> => {
  const luck = trouble.isOn ? dice() : 1;
  const failed = { dealId: write.dealId, key: write.writeBack.key, status: 'failed' } as const;
  if (luck < 0.03) return { ...failed, error: new AppError('CRM_UNAVAILABLE', 'It never arrived.') };
  const [outcome] = await crm.applyWrites([write]);
  if (luck < 0.08 || !outcome) return { ...failed, error: new AppError('CRM_OUTCOME_UNKNOWN', 'The answer was lost.') };
  return outcome;
};

const maybeFail = ({ trouble, dice }: RunFacts): void => {
  if (!trouble.isOn) return;
  const luck = dice();
  if (luck < 0.03) throw new AppError('CRM_UNAVAILABLE', 'The CRM is down.');
  if (luck < 0.05) throw new AppError('CRM_RATE_LIMITED', 'Slow down.', { retryAfterMs: 30_000 });
};
