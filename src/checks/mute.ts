import type { IsoDate } from '../deal/day.ts';
import { formatIsoDate } from '../deal/day.ts';
import type { LineResult } from './check-result.ts';
import type { Finding } from './finding.ts';

/** What a line was like when a finding about it was muted. */
export type MutedFacts = Pick<LineResult, 'quantity' | 'requested' | 'slackDays'>;

/** Somebody does not want to be told of one finding for a while, and says why. */
export type Mute = {
  check: string;
  code: string | null;
  line: string | null;
  reason: string;
  by: string;
  /** ISO instant. */
  at: string;
  /** The last day on which it stays quiet; null: until the facts change. */
  until: IsoDate | null;
  /** It comes back as soon as the deal is later by so many working days. */
  backWhenLaterBy: number;
  /** Null for a finding about the whole deal. */
  facts: MutedFacts | null;
};

const factsOf = (lines: readonly LineResult[], id: string | null): MutedFacts | null => {
  const line = lines.find((candidate) => candidate.id === id);
  return line ? { quantity: line.quantity, requested: line.requested, slackDays: line.slackDays } : null;
};

/** What is remembered of the line when a finding is muted. */
export const mutedFacts = ({ line }: Pick<Finding, 'line'>, lines: readonly LineResult[]): MutedFacts | null =>
  factsOf(lines, line);

const isAbout = ({ check, code, line }: Mute, found: Finding): boolean =>
  found.check === check && found.code === code && found.line === line;

const isWorse = (before: MutedFacts, now: MutedFacts, days: number): boolean =>
  before.slackDays !== now.slackDays &&
  (before.slackDays === null || now.slackDays === null || before.slackDays - now.slackDays >= days);

/** A mute holds until its date, and only while quantity and date are what they were and the deal is not later by so much. */
const holds = (mute: Mute, { lines, today }: { lines: readonly LineResult[]; today: IsoDate }): boolean => {
  if (mute.until !== null && today > mute.until) return false;
  const { facts, line, backWhenLaterBy } = mute;
  if (facts === null) return true;
  const now = factsOf(lines, line);
  if (now === null) return false;
  return now.quantity === facts.quantity && now.requested === facts.requested && !isWorse(facts, now, backWhenLaterBy);
};

const words = ({ reason, by, until }: Mute): string =>
  `Muted by ${by}${until === null ? ' until the facts change' : ` until ${formatIsoDate(until)}`}: ${reason}`;

/**
 * Marks the findings that somebody muted. A muted finding keeps its severity and its place in the verdict: muting is not
 * passing, it only is not told again. The newest mute of a finding counts.
 */
export const markMuted = (
  findings: readonly Finding[],
  mutes: readonly Mute[],
  when: { lines: readonly LineResult[]; today: IsoDate },
): Finding[] =>
  findings.map((found) => {
    const mute = mutes.findLast((candidate) => isAbout(candidate, found));
    return mute && holds(mute, when) ? { ...found, muted: words(mute) } : found;
  });
