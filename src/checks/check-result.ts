import type { Alternative, Binding, LineResult } from '../capacity/promise.ts';
import type { Verdict } from '../capacity/verdict.ts';
import type { IsoDate } from '../deal/day.ts';
import type { Finding, ReasonCode } from './finding.ts';

export type { Alternative, Binding, LineResult };

/** Why somebody is asked: a reason of the checks, or a rule of the admin that needs no reason. */
type AskCause = ReasonCode | `RULE:${string}`;

/** Who must agree, why, and the question they are asked. `email` is the resource's liaison, null = the default liaison. */
export type SignoffAsk = { role: string; why: AskCause; question: string; email: string | null };

/** The whole answer to "can we deliver what this deal promises?" (cli-contract, "Check output"). Same input, same bytes (S18). */
export type CheckResult = {
  deal: string;
  verdict: Verdict;
  /** One sentence for the rep: "Can deliver 19 Mar 2026; the deal says 17 Mar 2026: 2 working days late." */
  sentence: string;
  orderDate: IsoDate;
  sheetVersion: string;
  rulesVersion: string;
  /** Line ids in the order in which they were planned (S14). */
  planOrder: string[];
  lines: LineResult[];
  findings: Finding[];
  alternatives: Alternative[];
  signoffs: SignoffAsk[];
};
