import { setImmediate } from 'node:timers/promises';
import { compileSheet } from '../capacity/compile-sheet.ts';
import type { CapacitySheet } from '../capacity/capacity-sheet.ts';
import type { Verdict } from '../capacity/verdict.ts';
import type { CheckResult } from '../checks/check-result.ts';
import { runChecks } from '../checks/run-checks.ts';
import { formatIsoDate } from '../deal/day.ts';
import type { IsoDate } from '../deal/day.ts';
import type { Deal } from '../deal/deal.ts';
import { dayIn } from '../inbox/published-sheet.ts';
import { diffSheets } from './diff-sheets.ts';
import type { SheetChange } from './diff-sheets.ts';

/** An open deal that would get another verdict or another promise. */
export type DealChange = {
  dealId: string;
  name: string;
  owner: string | null;
  verdict: { before: Verdict; after: Verdict };
  /** Lines whose promise moves; null = no date. */
  lines: { product: string; before: IsoDate | null; after: IsoDate | null }[];
  /** The answer that the deal would show. */
  sentence: string;
};

/** What publishing would change, before it is done. */
export type Consequences = { changes: SheetChange[]; deals: DealChange[]; openDeals: number };

/** The stored check of an open deal, as far as it is needed to check it once more. */
export type OpenDeal = { snapshot: Deal; checkedAt: Date };

type Facts = { sheet: CapacitySheet; hash: string };

/**
 * What changes between two sheets in a planner's words, and which open deals would be answered otherwise. `before` null: the
 * first sheet. Deals are checked as they were read last, today, against both; other work goes on between two deals.
 */
export const consequencesOf = async (
  versions: { before: Facts | null; after: Facts },
  deals: readonly OpenDeal[],
  now: Date,
): Promise<Consequences> => {
  const { before, after } = versions;
  if (before === null) return { changes: [], deals: [], openDeals: deals.length };
  const changes = diffSheets(before.sheet, after.sheet);
  const [checkBefore, checkAfter] = [checker(before, now), checker(after, now)];
  const moved: DealChange[] = [];
  for (const deal of deals) {
    const change = compare(deal.snapshot, checkBefore(deal), checkAfter(deal));
    if (change) moved.push(change);
    await setImmediate();
  }
  return { changes, deals: moved.toSorted(worstFirst), openDeals: deals.length };
};

/** A deal that was checked as if ordered at the moment of the check is ordered now (S2); another keeps its moment. */
const asOfNow = ({ snapshot, checkedAt }: OpenDeal, now: Date): Deal =>
  snapshot.eventAt === checkedAt.toISOString() ? { ...snapshot, eventAt: now.toISOString() } : snapshot;

const checker = ({ sheet, hash }: Facts, now: Date): ((deal: OpenDeal) => CheckResult) => {
  const plan = compileSheet(sheet);
  const today = dayIn(plan.timeZone, now);
  return (deal) =>
    runChecks({
      deal: asOfNow(deal, now),
      plan,
      today,
      sheetVersion: hash,
      sheetPublishedOn: today,
      rulesVersion: 'none',
    });
};

const compare = (deal: Deal, before: CheckResult, after: CheckResult): DealChange | null => {
  const lines = after.lines.flatMap((line, index) => {
    const earlier = before.lines[index]?.promise ?? null;
    return earlier === line.promise ? [] : [{ product: line.product ?? line.id, before: earlier, after: line.promise }];
  });
  if (lines.length === 0 && before.verdict === after.verdict) return null;
  return {
    dealId: deal.id,
    name: deal.name ?? deal.id,
    owner: deal.owner?.name ?? deal.owner?.email ?? null,
    verdict: { before: before.verdict, after: after.verdict },
    lines,
    sentence: after.sentence,
  };
};

const SEVERITY: readonly Verdict[] = ['not_feasible', 'late', 'cannot_tell', 'invalid', 'tight', 'ok'];

const worstFirst = (a: DealChange, b: DealChange): number =>
  SEVERITY.indexOf(a.verdict.after) - SEVERITY.indexOf(b.verdict.after) || a.name.localeCompare(b.name, 'en');

const dateWords = (date: IsoDate | null): string => (date === null ? 'no date' : formatIsoDate(date));

/** "Acme brackets: ok -> late, BRK 10 Mar 2026 -> 16 Mar 2026". */
export const describeDealChange = ({ name, verdict, lines }: DealChange): string => {
  const verdicts = verdict.before === verdict.after ? verdict.after : `${verdict.before} -> ${verdict.after}`;
  const moves = lines.map(({ product, before, after }) => `, ${product} ${dateWords(before)} -> ${dateWords(after)}`);
  return `${name}: ${verdicts}${moves.join('')}`;
};
