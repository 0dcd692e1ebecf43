import { findAlternatives } from '../capacity/alternatives.ts';
import type { PipelineDeal } from '../capacity/pipeline-deal.ts';
import type { Plan } from '../capacity/plan.ts';
import { promiseDeal } from '../capacity/promise-deal.ts';
import { worstVerdict } from '../capacity/verdict.ts';
import { parseIsoDate } from '../deal/day.ts';
import type { IsoDate } from '../deal/day.ts';
import type { Deal } from '../deal/deal.ts';
import { finding } from './check.ts';
import type { Check, CheckFacts } from './check.ts';
import type { CheckResult, LineResult } from './check-result.ts';
import { isForAll } from './finding.ts';
import type { Finding } from './finding.ts';
import { checks as everyCheck } from './index.ts';
import { lineWeeks } from './line-weeks.ts';
import { withRootCause } from './root-cause.ts';
import { isFreeToOffer, scopeCaps } from './scope-caps.ts';
import { verdictSentence } from './sentence.ts';
import { signoffAsks } from './signoff-asks.ts';
import { capLine } from './verdict-cap.ts';

export type CheckInput = {
  deal: Deal;
  /** The published sheet, compiled. */
  plan: Plan;
  /** Today in the plant's zone. */
  today: IsoDate;
  sheetVersion: string;
  /** Null when nobody knows how old the sheet is. */
  sheetPublishedOn: IsoDate | null;
  /** Since when the address that the sheet comes from gives no sheet; null or absent: it does, or there is none. */
  sheetFailingSince?: IsoDate | null;
  rulesVersion: string;
  /** Other open deals that hold nothing, planned on the same sheet (S12); null or absent when they are not known. */
  pipeline?: readonly PipelineDeal[] | null;
};

const couldNotRun = ({ id, title }: Check, error: unknown): Finding =>
  finding(id, {
    severity: 'not_checked',
    message: `${title} could not be checked because of a fault on our side; the other checks still hold.`,
    evidence: [{ what: 'Fault', value: error instanceof Error ? error.message : String(error) }],
    fix: 'Check again; if it stays, tell the administrator of Keepable.',
  });

type Ran = { findings: Finding[]; faulty: boolean };

const runCheck = (check: Check, facts: CheckFacts): Ran => {
  try {
    return { findings: check.run(facts), faulty: false };
  } catch (error) {
    return { findings: [couldNotRun(check, error)], faulty: true };
  }
};

/** Runs every check in order. One that throws becomes a visible finding; the others still run. */
const runEach = (checks: readonly Check[], facts: CheckFacts): Ran => {
  const ran = checks.map((check) => runCheck(check, facts));
  return {
    findings: ran.flatMap(({ findings }) => findings.map(withRootCause)),
    faulty: ran.some(({ faulty }) => faulty),
  };
};

/** What was not checked can never be green (S17). */
const capWhenFaulty = (line: LineResult, faulty: boolean): LineResult =>
  faulty ? { ...line, verdict: worstVerdict([line.verdict, 'cannot_tell']) } : line;

const factsOf = (input: CheckInput): { facts: CheckFacts; planOrder: string[] } => {
  const { deal, plan, today, sheetPublishedOn } = input;
  const caps = scopeCaps(input);
  const pipeline = input.pipeline?.filter(({ id }) => id !== deal.id) ?? null;
  const promise = promiseDeal(plan, deal, {
    today: parseIsoDate(today) ?? 0,
    caps,
    pipeline: pipeline ?? [],
    isInScope: isFreeToOffer(input),
  });
  const { lines, orderDate, horizonEnd, planOrder } = promise;
  const isStopped = [...caps.values()].includes('not_feasible');
  return {
    planOrder,
    facts: {
      deal,
      sheet: plan.sheet,
      plan,
      lines,
      answer: promise.answer,
      pipeline,
      weeks: lineWeeks(plan, promise.answer, lines),
      alternatives: isStopped ? [] : findAlternatives(promise.answer),
      orderDate,
      horizonEnd,
      today,
      sheetPublishedOn,
      sheetFailingSince: input.sheetFailingSince ?? null,
    },
  };
};

/** Answers "can we deliver what this deal promises?": plans the lines, runs every check, names who must agree. Same input, same bytes (S18). */
export const runChecks = (input: CheckInput, checks: readonly Check[] = everyCheck): CheckResult => {
  const { facts, planOrder } = factsOf(input);
  const { deal, sheet, orderDate, alternatives } = facts;
  const { findings, faulty } = runEach(checks, facts);
  const lines = facts.lines.map((line) => capWhenFaulty(capLine(line, findings), faulty));
  const verdict = worstVerdict(lines.map((line) => line.verdict));
  return {
    deal: deal.id,
    verdict,
    sentence: verdictSentence({ verdict, lines, findings: findings.filter(isForAll) }),
    orderDate,
    sheetVersion: input.sheetVersion,
    rulesVersion: input.rulesVersion,
    planOrder,
    lines,
    findings,
    alternatives: [...alternatives],
    signoffs: signoffAsks({ deal, sheet, lines, findings }),
  };
};
