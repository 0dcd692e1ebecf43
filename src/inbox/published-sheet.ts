import { compileSheet } from '../capacity/compile-sheet.ts';
import type { CapacitySheet } from '../capacity/capacity-sheet.ts';
import type { Plan } from '../capacity/plan.ts';
import { customerLevels } from '../checks/service-level.ts';
import type { SheetVersion } from '../db/sheet-versions.ts';
import type { IsoDate } from '../deal/day.ts';

/** The published sheet, compiled once for all checks against it. */
export type PublishedSheet = {
  /** The publication; the same facts published again are another one, with an age of its own. */
  id: string;
  hash: string;
  publishedAt: Date;
  plan: Plan;
  /** Names of the deal and line item properties that its limits look at. */
  attributes: string[];
};

/** Compiles a version for the checks. */
export const toPublishedSheet = ({ id, hash, facts, publishedAt }: SheetVersion): PublishedSheet => ({
  id,
  hash,
  publishedAt,
  plan: compileSheet(facts),
  attributes: attributesOf(facts),
});

const attributesOf = (sheet: CapacitySheet): string[] => [
  ...new Set([
    ...sheet.scopeLimits.map((limit) => limit.attribute),
    ...sheet.combinations.flatMap((rule) => [rule.ifAttribute, rule.thenAttribute]),
    ...sheet.serviceTemplates.flatMap((phase) => phase.driverAttribute ?? []),
    ...customerLevels(sheet).map(({ request }) => request),
  ]),
];

/** Making one takes longer than a check. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** The civil date of a moment in a time zone (S1). */
export const dayIn = (timeZone: string, moment: Date): IsoDate => {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  formats.set(timeZone, format);
  return format.format(moment);
};
