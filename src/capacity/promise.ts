import type { IsoDate } from '../deal/day.ts';
import type { ReasonCode } from './reason-code.ts';
import type { Verdict } from './verdict.ts';

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

/** One term of a cost, with the sheet row that says so. Amounts are in the sheet's currency, decimal. */
export type CostPart = { what: string; amount: number; row: string | null };

/** Another promise that could be kept (semantics, "Alternatives"). Amounts are in the sheet's currency, decimal. */
export type Alternative = {
  kind: AlternativeKind;
  schedule: { line: string; date: IsoDate; quantity: number }[];
  cost: { total: number; parts: CostPart[] };
  levers: string[];
  differsBy: string;
  meetsRequest: boolean;
  /** What is left of the deal's margin after the cost; null when prices or unit costs are not known. */
  marginAfter?: number | null;
  /** The fee that pays for the exception. */
  breakEvenFee?: number;
  /** Roles that must agree first. */
  signoffs?: string[];
  /** The product that replaces a line's own, for a substitute. */
  substitute?: { line: string; product: string } | null;
};
