import type Fraction from 'fraction.js';
import type { Day } from '../deal/day.ts';
import type {
  CapacitySheet,
  Commitment,
  ExpediteOption,
  Product,
  Resource,
  RowRef,
  ServicePhase,
} from './capacity-sheet.ts';
import type { ReasonCode } from './reason-code.ts';
import type { StockMove } from './stock.ts';
import type { WorkingCalendar } from './working-calendar.ts';

/** Something in the sheet that the engine cannot use as it stands: data, never an exception. */
export type PlanProblem = { row: RowRef | null; what: string; fix: string };

/** A fact that a line needs and that is missing or wrong, with the field to fix (S17). */
export type Gap = {
  code: ReasonCode;
  verdict: 'invalid' | 'cannot_tell';
  field: string;
  what: string;
  row: RowRef | null;
};

/** Later rows win over earlier ones for the days they cover; exactly one of the two amounts is set. */
export type Replacement = {
  from: Day;
  to: Day;
  weeklyMinutes: number | null;
  dayMinutes: number | null;
  row: RowRef;
};

/** Minutes that overtime or an outage adds to (or takes from) named dates. */
export type Addition = { from: Day; to: Day; minutes: number; row: RowRef };

/** A commitment with its exact minutes; `monday` for rows by week, else a range of days. */
export type Load = {
  minutes: Fraction;
  monday: Day | null;
  from: Day;
  to: Day;
  expiresOn: Day | null;
  source: Commitment;
};

export type PlanResource = {
  index: number;
  name: string;
  source: Resource;
  calendar: WorkingCalendar;
  /** Weekly capacity in whole minutes: exact product of the sheet's numbers, floored (S5). */
  weeklyMinutes: number;
  replacements: Replacement[];
  additions: Addition[];
  loads: Load[];
};

/** Need of a step in minutes for m lots: ceil((setup + perLot * m) / unit), all whole numbers (S7). */
export type StepTime = {
  setup: bigint;
  perLot: bigint;
  unit: bigint;
  small: { setup: number; perLot: number; unit: number } | null;
};

export type PlanStep = {
  /** The resource of the sheet first, then its alternatives in the sheet's order. */
  resources: number[];
  time: StepTime;
  row: RowRef;
  name: string;
  /** Working days of a step that somebody else does without limit of capacity, from a day on; null = it needs the resource. */
  outside: { days: number; from: Day } | null;
};

/** Steps that start together once the stages before them have finished (S8): one step for make, all roles of a phase for services. */
export type Stage = { name: string; steps: PlanStep[]; after: number[] };

/** Lead-time components of a product; working days but for transit, which is calendar days (S4, S9). */
export type LeadTimes = {
  entry: number;
  engineering: number;
  material: number;
  quality: number;
  transit: number;
  standard: number | null;
};

export type PlanProduct = {
  code: string;
  source: Product;
  fidelity: Product['fidelity'];
  isService: boolean;
  leadTimes: LeadTimes;
  /** Lot multiple in the product's unit. */
  lot: Fraction;
  /** The same as a number where it is a whole one; null otherwise. */
  wholeLot: number | null;
  min: Fraction | null;
  max: Fraction | null;
  unit: string;
  /** Production by routing; empty for services and for products without steps. */
  stages: Stage[];
  /** Rows of the service template, where the product is made by roles (S8). */
  phases: ServicePhase[];
  /** On-hand stock and firm receipts, ascending by day (S20). */
  supply: StockMove[];
  gaps: Gap[];
};

/** An Expedite option with what it applies to: a resource by its index (-1 = none), all, or a product's name key (S15). */
export type PlanOption = {
  option: ExpediteOption;
  /** Place in the sheet. */
  place: number;
  key: string;
  isForAll: boolean;
  resource: number;
};

/** The share of a week from which on it is full, as a fraction of whole numbers (S11). */
export type TightMark = { n: number; d: number; exact: Fraction };

/** One sheet version, compiled once: immutable, shared by every check (S18). */
export type Plan = {
  sheet: CapacitySheet;
  timeZone: string;
  calendar: WorkingCalendar;
  tight: TightMark;
  resources: PlanResource[];
  resourceByName: ReadonlyMap<string, PlanResource>;
  products: PlanProduct[];
  productByName: ReadonlyMap<string, PlanProduct>;
  /** The resources on which a deal holds something, by deal id. */
  holders: ReadonlyMap<string, readonly number[]>;
  /** Days on which a soft hold is valid for the last time, ascending and distinct. */
  expiries: Day[];
  /** In the sheet's order. */
  options: readonly PlanOption[];
  problems: PlanProblem[];
};

/** How names are compared: case and outer spaces do not matter (S17). */
export const nameKey = (name: string): string => name.trim().toLowerCase();
