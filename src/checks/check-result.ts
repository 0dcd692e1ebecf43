import type { Verdict } from '../capacity/verdict.ts';
import type { IsoDate } from '../deal/day.ts';
import type { Finding, ReasonCode } from './finding.ts';

/** What limits the promise of a line, with the sheet rows that say so. */
export type Binding = {
  kind: 'capacity' | 'entry' | 'engineering' | 'material' | 'quality' | 'transit' | 'fence' | 'stock' | 'start';
  resource: string | null;
  /** Mondays of the weeks in which the resource is short. */
  weeks: IsoDate[];
  rows: string[];
};

export type LineResult = {
  id: string;
  product: string | null;
  quantity: number | null;
  unit: string | null;
  verdict: Verdict;
  requested: IsoDate | null;
  promise: IsoDate | null;
  ready: IsoDate | null;
  finish: IsoDate | null;
  ship: IsoDate | null;
  needMinutes: number[];
  quantityByRequested: number | null;
  quantityByHorizon: number | null;
  slackDays: number | null;
  binding: Binding | null;
  levels: { confirmed: IsoDate | null; forecast: IsoDate | null; exposure: IsoDate | null };
  reasons: ReasonCode[];
};

export type AlternativeKind = 'partial' | 'split' | 'later' | 'expedite' | 'substitute';

/** Another promise that could be kept (semantics, "Alternatives"). Amounts are in the sheet's currency, decimal. */
export type Alternative = {
  kind: AlternativeKind;
  schedule: { line: string; date: IsoDate; quantity: number }[];
  cost: { total: number; parts: { what: string; amount: number; row: string | null }[] };
  levers: string[];
  differsBy: string;
  meetsRequest: boolean;
};

/** Who must agree, why, and the question they are asked. `email` is the resource's liaison, null = the default liaison. */
export type SignoffAsk = { role: string; why: ReasonCode; question: string; email: string | null };

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
