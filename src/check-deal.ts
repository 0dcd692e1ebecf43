import { contentHash } from './crm/content-hash.ts';
import type { Crm, DealReading, PlannedWrite, WriteOutcome } from './crm/crm.ts';
import { AppError } from './errors.ts';
import { runChecks } from './checks/run-checks.ts';
import type { CheckResult } from './checks/check-result.ts';
import type { Deal } from './deal/deal.ts';
import type { ActiveRules } from './inbox/active-rules.ts';
import { dealAsks } from './inbox/deal-asks.ts';
import type { DealRecords, Recalled } from './inbox/deal-records.ts';
import type { OpenPipeline } from './inbox/open-pipeline.ts';
import { plannedWrites } from './inbox/planned-writes.ts';
import type { PlannedDeal } from './inbox/planned-writes.ts';
import type { PublishedSheet } from './inbox/published-sheet.ts';
import { dayIn } from './inbox/published-sheet.ts';
import { applyRules } from './rules/apply-rules.ts';
import { NOTHING_SHOWN } from './write-back/previously-shown.ts';
import { planWriteBacks } from './write-back/plan-write-backs.ts';

/** One account, ready to be worked for. Everything that a check touches is in here. */
export type CheckTools = {
  /** The CRM's own name of the account, part of the keys of what we write. */
  account: string;
  crm: Crm;
  sheet: PublishedSheet;
  /** Since when the sheet's address gives no sheet; null: it does, or there is none. */
  sheetSource: Date | null;
  rules: ActiveRules;
  /** The open deals of the account; null when they are too many to add up. */
  pipeline: OpenPipeline | null;
  records: DealRecords;
  /** Who is asked when the sheet names nobody: an address, or a word. */
  admin: string;
  now: () => Date;
  /** Where a deal is seen in the CRM, for links in notes. */
  dealUrl: (dealId: string) => string | null;
  /** Ends the process when a test asks for it. */
  crashPoint: (name: string) => void;
};

/** What went wrong with one deal of the batch; the others are done. */
export type DealFault = { dealId: string; error: unknown };

type Found = Extract<DealReading, { state: 'found' }>;

/** The story: read the deals, check them, plan what they should show, write what differs, record all of it. */
export const checkDeals = async (dealIds: string[], tools: CheckTools): Promise<DealFault[]> => {
  const { crm, records, crashPoint } = tools;
  const previous = await records.recall(dealIds);
  const readings = await crm.readDeals(dealIds, attributesRead(tools));
  crashPoint('after-read');
  await records.noteMissing(readings);

  const { done: planned, faults } = forEachDeal(readings.filter(isFound), (reading) =>
    checkOne(reading, previous, tools),
  );
  const writes = plannedWrites(tools.account, planned, previous.writes);
  const sendable = await records.storeIntents(planned, writes);
  crashPoint('after-intent');

  const outcomes = sendable.length === 0 ? [] : await apply(sendable, tools);
  crashPoint('after-write');
  await records.storeOutcomes(outcomes);
  return [...faults, ...outcomes.filter(isFailed).map(({ dealId, error }) => ({ dealId, error }))];
};

/** An open deal would be ordered now: after the plant's cut-off that is the next working day (S2). */
const checkOne = ({ deal, isClosed }: Found, recalled: Recalled, tools: CheckTools): PlannedDeal => {
  const { sheet, sheetSource, rules, pipeline, dealUrl } = tools;
  const now = tools.now();
  const today = dayIn(sheet.plan.timeZone, now);
  const previous = recalled.shown.get(deal.id) ?? NOTHING_SHOWN;
  const asked = { ...deal, eventAt: deal.eventAt ?? now.toISOString() };
  const checked = runChecks({
    deal: asked,
    plan: sheet.plan,
    today,
    sheetVersion: sheet.hash,
    sheetPublishedOn: dayIn(sheet.plan.timeZone, sheet.publishedAt),
    sheetFailingSince: sheetSource && dayIn(sheet.plan.timeZone, sheetSource),
    rulesVersion: rules.version,
    pipeline: pipeline?.deals ?? null,
  });
  const result = applyRules(rules.compiled, { deal: asked, result: checked, sheet: sheet.plan.sheet });
  const { asked: questions, changes } = dealAsks({
    deal: asked,
    result,
    plan: sheet.plan,
    today,
    at: now.toISOString(),
    known: recalled.asks.get(deal.id) ?? [],
    previous,
    openByPerson: recalled.openByPerson,
    admin: tools.admin,
  });
  const { writeBacks, shown } = planWriteBacks({
    deal,
    result,
    previous,
    now: now.toISOString(),
    links: { deal: dealUrl(deal.id) },
    asked: questions,
    checkKey: checkKeyOf(deal, result),
  });
  return {
    dealId: deal.id,
    deal: asked,
    result,
    writeBacks,
    shown,
    checkedAt: now,
    isClosed,
    asks: changes,
    sourceFailingSince: sheetSource,
    pipelineSeen: pipeline?.seen ?? null,
  };
};

/** The properties that the sheet's limits and the rules' conditions look at. */
const attributesRead = ({ sheet, rules }: CheckTools): string[] => [
  ...new Set([...sheet.attributes, ...rules.attributes]),
];

/** The same snapshot on the same day against the same sheet and rules gives the same answer (S18). */
const checkKeyOf = (deal: Deal, { orderDate, sheetVersion, rulesVersion }: CheckResult): string =>
  contentHash([deal, orderDate, sheetVersion, rulesVersion]);

/** A process that was frozen since it stored its intents must not write what is old by now. */
const apply = async (writes: PlannedWrite[], { crm, records }: CheckTools): Promise<WriteOutcome[]> => {
  await records.confirmHeld();
  return crm.applyWrites(writes);
};

const isFound = (reading: DealReading): reading is Found => reading.state === 'found';

const isFailed = (outcome: WriteOutcome): outcome is Extract<WriteOutcome, { status: 'failed' }> =>
  outcome.status === 'failed';

/** One deal that cannot be checked must not stop the other ninety-nine. */
const forEachDeal = <T>(readings: Found[], check: (reading: Found) => T): { done: T[]; faults: DealFault[] } => {
  const done: T[] = [];
  const faults: DealFault[] = [];
  for (const reading of readings) {
    try {
      done.push(check(reading));
    } catch (error) {
      if (error instanceof AppError && error.code === 'LEASE_LOST') throw error;
      faults.push({ dealId: reading.dealId, error });
    }
  }
  return { done, faults };
};
