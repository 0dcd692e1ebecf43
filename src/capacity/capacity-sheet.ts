import type { IsoDate } from '../deal/day.ts';
import type { HistoryRow, PortfolioFit, Quota, ServiceLevel, Tier } from './sheet-lists.ts';

/** Where a fact stands in the workbook, as people name it: "Commitments!7" is row 7 of that tab. */
export type RowRef = string;

export type Settings = {
  plant: string;
  /** IANA name, e.g. "America/Chicago". */
  timeZone: string;
  /** Minutes after midnight in the plant's zone (S2). */
  cutoffMinutes: number;
  /** Working weekdays, 0 = Monday. */
  workingWeekdays: number[];
  bufferDays: number;
  /** Share of a week's capacity, e.g. 0.9 (S11). */
  tightUtilisation: number;
  frozenFenceDays: number;
  /** Last day with capacity data; null when only weeks are given (S16). */
  horizonEnd: IsoDate | null;
  horizonWeeks: number;
  staleAfterDays: number;
  /** ISO 4217; null when the sheet does not say. */
  currency: string | null;
  /** E-mail of the person who gets tasks that no resource names. */
  defaultLiaison: string | null;
  coordinationCost: number | null;
  /** Least share of the revenue that must be left over cost, e.g. 0.25; absent when the sheet sets no floor. */
  marginFloor?: number;
};

export type Product = {
  code: string;
  name: string | null;
  aliases: string[];
  kind: 'make' | 'stock' | 'project' | 'service';
  fidelity: 'infinite' | 'lead_time' | 'capacity';
  unit: string;
  lotMultiple: number;
  minQuantity: number | null;
  maxQuantity: number | null;
  /** Working days; null = the sheet names no such component. */
  entryDays: number | null;
  engineeringDays: number | null;
  materialDays: number | null;
  qaDays: number | null;
  qaExpeditable: boolean;
  /** Calendar days (S9). */
  transitDays: number | null;
  standardLeadDays: number | null;
  setupCost: number | null;
  qualityClass: string | null;
  ownerRole: string | null;
  substitutes: string[];
  unitCost: number | null;
  activeFrom: IsoDate | null;
  activeTo: IsoDate | null;
  row: RowRef;
};

/** 1 fromUnit = factor toUnit; product null = for all products. */
export type UnitFactor = { product: string | null; fromUnit: string; toUnit: string; factor: number; row: RowRef };

/** Hours are as the sheet says them; the engine turns them into exact minutes (S7). Exactly one of the two run columns is set, or neither (a step with no time). */
export type RoutingStep = {
  product: string;
  step: number;
  resource: string;
  setupHours: number | null;
  runHoursPerUnit: number | null;
  unitsPerHour: number | null;
  alternativeResources: string[];
  row: RowRef;
};

export type Resource = {
  name: string;
  kind: string | null;
  /** In capacityUnit per week. */
  capacityPerWeek: number;
  capacityUnit: 'hours' | 'minutes' | 'days';
  efficiency: number;
  utilisationTarget: number;
  headcount: number;
  /** Name of a calendar of the Calendar tab; null = the plant's default. */
  calendar: string | null;
  costPerHour: number | null;
  overtimeRate: number | null;
  maxOvertimePerWeek: number | null;
  /** Weekdays on which overtime is possible, 0 = Monday. */
  overtimeWeekdays: number[];
  liaison: string | null;
  delegate: string | null;
  row: RowRef;
};

/** Exactly one of the three amounts is set; all in hours. */
export type CapacityException = {
  resource: string;
  from: IsoDate;
  to: IsoDate;
  capacityPerWeek: number | null;
  deltaHours: number | null;
  hours: number | null;
  reason: string | null;
  confirmedBy: string | null;
  row: RowRef;
};

/** `calendar` null = the plant's default calendar. */
export type CalendarDay = {
  calendar: string | null;
  date: IsoDate;
  type: 'holiday' | 'half' | 'extra';
  hours: number | null;
  note: string | null;
  row: RowRef;
};

export type StockRow = {
  product: string;
  date: IsoDate;
  quantity: number;
  kind: 'on_hand' | 'purchase' | 'production';
  firm: boolean;
  reference: string | null;
  row: RowRef;
};

/** Load that is already promised. Either `week` (any date in it) or `start` and `end`. */
export type Commitment = {
  id: string;
  customer: string | null;
  dealId: string | null;
  product: string | null;
  resource: string;
  week: IsoDate | null;
  start: IsoDate | null;
  end: IsoDate | null;
  hours: number;
  kind: 'hard' | 'soft' | 'internal';
  promisedDate: IsoDate | null;
  firstPromisedDate: IsoDate | null;
  canMove: 'y' | 'n' | 'sign-off';
  expiresOn: IsoDate | null;
  value: number | null;
  latePenaltyPerDay: number | null;
  row: RowRef;
};

export type ScopeLimit = {
  /** Product code or "*". */
  product: string;
  attribute: string;
  type: 'number' | 'choice' | 'text' | 'yes-no';
  unit: string | null;
  min: number | null;
  max: number | null;
  allowed: string[];
  forbidden: string[];
  required: boolean;
  severity: 'stop' | 'sign-off' | 'warn';
  meaning: string;
  askCustomer: string | null;
  effectDays: number | null;
  effectCost: number | null;
  reviewerRole: string | null;
  row: RowRef;
};

export type Combination = {
  ifAttribute: string;
  ifOp: string;
  ifValue: string;
  thenAttribute: string;
  thenOp: string;
  thenValue: string;
  severity: 'stop' | 'sign-off' | 'warn';
  message: string;
  row: RowRef;
};

export type ExpediteOption = {
  option: string;
  /** Resource, product or "*". */
  appliesTo: string;
  lever: 'overtime' | 'rush_material' | 'air_freight' | 'subcontract' | 'extra_shift';
  savesDays: number | null;
  addsHoursPerWeek: number | null;
  /** Weekdays that get the hours, 0 = Monday. */
  onWeekdays: number[];
  maxWeeks: number | null;
  noticeDays: number;
  fixedCost: number;
  costPerHour: number;
  costPerUnit: number;
  needsSignoffRole: string | null;
  validFrom: IsoDate | null;
  validTo: IsoDate | null;
  row: RowRef;
};

export type ServicePhase = {
  product: string;
  phase: string;
  order: number;
  role: string;
  hours: number;
  driverAttribute: string | null;
  hoursPerDriver: number | null;
  dependsOn: string[];
  row: RowRef;
};

export type Receiving = {
  customer: string;
  /** Weekdays on which the customer receives, 0 = Monday. */
  weekdays: number[];
  closedFrom: IsoDate | null;
  closedTo: IsoDate | null;
  row: RowRef;
};

export type Person = {
  name: string;
  role: string;
  email: string | null;
  crmUser: string | null;
  backup: string | null;
  maxOpen: number | null;
  awayFrom: IsoDate | null;
  awayTo: IsoDate | null;
  pool: string | null;
  row: RowRef;
};

/**
 * A row that the workbook has but that could not be read: its facts are missing, not absent. What depends on it can at
 * best be `cannot_tell` (S17). `name` is the product, resource or customer; null where the whole plant is meant.
 */
export type Doubt = { about: 'plant' | 'product' | 'resource' | 'customer'; name: string | null; row: RowRef };

/**
 * The operations capacity sheet (format v1) as facts. Plain JSON: numbers are what the cell says, dates are ISO text.
 * The engine compiles it once per version (`compileSheet`). Tabs that a workbook lacks are empty lists.
 */
export type CapacitySheet = {
  settings: Settings;
  products: Product[];
  units: UnitFactor[];
  routing: RoutingStep[];
  resources: Resource[];
  exceptions: CapacityException[];
  calendar: CalendarDay[];
  stock: StockRow[];
  commitments: Commitment[];
  scopeLimits: ScopeLimit[];
  combinations: Combination[];
  expediteOptions: ExpediteOption[];
  serviceTemplates: ServicePhase[];
  receiving: Receiving[];
  people: Person[];
  /** These five are absent when the workbook has no row of them. */
  history?: HistoryRow[];
  serviceLevels?: ServiceLevel[];
  tiers?: Tier[];
  portfolioFit?: PortfolioFit[];
  quotas?: Quota[];
  /** Absent when every row could be read. */
  doubts?: Doubt[];
};
