import type { Kysely } from 'kysely';
import type { PipelineDeal } from '../capacity/pipeline-deal.ts';
import { planPipeline } from '../capacity/pipeline-levels.ts';
import type { Plan } from '../capacity/plan.ts';
import { openDealsAt, pipelineMoment, snapshotsOf } from '../db/open-pipeline.ts';
import type { OpenDealRun } from '../db/open-pipeline.ts';
import { asInstall } from '../db/roles.ts';
import type { Tx } from '../db/roles.ts';
import type { Schema } from '../db/schema.ts';
import { parseIsoDate } from '../deal/day.ts';
import type { IsoDate } from '../deal/day.ts';
import type { Deal } from '../deal/deal.ts';
import type { PublishedSheet } from './published-sheet.ts';
import { dayIn } from './published-sheet.ts';

/** The open deals of an install, planned on its sheet, and the moment that names them for a replay. */
export type OpenPipeline = { deals: readonly PipelineDeal[]; seen: string };

/** Above this many open deals nobody adds them up for each check: the levels stay unknown and the check says so. */
const MOST_OPEN_DEALS = 5_000;

type Planned = { sheetId: string; day: number; byRun: Map<string, PipelineDeal | null> };

/** An open deal would be ordered now: the clock of its own check is over (S2). */
const orderedNow = (deal: Deal): Deal => ({ ...deal, eventAt: null });

/** The open deals that informed an earlier check, planned as they were then: for a replay. */
export const pipelineAt = async (
  tx: Tx,
  seen: string,
  { plan, today }: { plan: Plan; today: IsoDate },
): Promise<PipelineDeal[]> => {
  const runs = await openDealsAt(tx, seen);
  const snapshots = await snapshotsOf(
    tx,
    runs.map(({ runId }) => runId),
  );
  const deals = runs.flatMap(({ runId }) => snapshots.get(runId) ?? []);
  return planPipeline(plan, deals.map(orderedNow), parseIsoDate(today) ?? 0);
};

const planMissing = async (
  tx: Tx,
  runs: OpenDealRun[],
  { known, sheet }: { known: Planned; sheet: PublishedSheet },
) => {
  const missing = runs.filter(({ runId }) => !known.byRun.has(runId)).map(({ runId }) => runId);
  for (const [runId, deal] of await snapshotsOf(tx, missing))
    known.byRun.set(runId, planPipeline(sheet.plan, [orderedNow(deal)], known.day)[0] ?? null);
};

const forget = (known: Planned, runs: OpenDealRun[]): void => {
  const current = new Set(runs.map(({ runId }) => runId));
  for (const runId of known.byRun.keys()) if (!current.has(runId)) known.byRun.delete(runId);
};

/**
 * The latest snapshots of the open deals that hold nothing (S12), planned once per run, sheet and day and kept between
 * claims; null when there are too many to add up.
 */
export const pipelineCache = (
  db: Kysely<Schema>,
  now: () => Date,
): ((installId: number, sheet: PublishedSheet) => Promise<OpenPipeline | null>) => {
  const kept = new Map<number, Planned>();
  return (installId, sheet) =>
    asInstall(db, installId, async (tx) => {
      const day = parseIsoDate(dayIn(sheet.plan.timeZone, now())) ?? 0;
      const seen = await pipelineMoment(tx);
      const runs = await openDealsAt(tx, seen);
      if (runs.length > MOST_OPEN_DEALS) return null;
      const before = kept.get(installId);
      const isCurrent = before?.sheetId === sheet.id && before.day === day;
      const known = isCurrent ? before : { sheetId: sheet.id, day, byRun: new Map<string, PipelineDeal | null>() };
      kept.set(installId, known);
      await planMissing(tx, runs, { known, sheet });
      forget(known, runs);
      return { deals: runs.flatMap(({ runId }) => known.byRun.get(runId) ?? []), seen };
    });
};
