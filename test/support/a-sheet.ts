import type {
  CapacitySheet,
  Commitment,
  Product,
  Resource,
  RoutingStep,
  ScopeLimit,
  Settings,
} from '../../src/capacity/capacity-sheet.ts';

/** One plant in Chicago, Monday to Friday, 2 days of buffer, capacity known until 31 Aug 2026. */
export const aSettings = (facts: Partial<Settings> = {}): Settings => ({
  plant: 'Plant 1',
  timeZone: 'America/Chicago',
  cutoffMinutes: 15 * 60,
  workingWeekdays: [0, 1, 2, 3, 4],
  bufferDays: 2,
  tightUtilisation: 0.9,
  frozenFenceDays: 0,
  horizonEnd: '2026-08-31',
  horizonWeeks: 26,
  staleAfterDays: 14,
  currency: 'USD',
  defaultLiaison: 'planning@example.com',
  coordinationCost: null,
  ...facts,
});

/** BRK: lots of 10, entry 1 day, material 3 days, quality 1 day, transit 2 days, limited by capacity. */
export const aProduct = (facts: Partial<Product> = {}): Product => ({
  code: 'BRK',
  name: 'Bracket',
  aliases: [],
  kind: 'make',
  fidelity: 'capacity',
  unit: 'EA',
  lotMultiple: 10,
  minQuantity: 10,
  maxQuantity: 2000,
  entryDays: 1,
  engineeringDays: 0,
  materialDays: 3,
  qaDays: 1,
  qaExpeditable: false,
  transitDays: 2,
  standardLeadDays: null,
  setupCost: null,
  qualityClass: null,
  ownerRole: 'Product owner',
  substitutes: [],
  unitCost: null,
  activeFrom: null,
  activeTo: null,
  row: 'Products!2',
  ...facts,
});

/** LINE1: 80 hours a week, looked after by line1@example.com. */
export const aResource = (facts: Partial<Resource> = {}): Resource => ({
  name: 'LINE1',
  kind: 'line',
  capacityPerWeek: 80,
  capacityUnit: 'hours',
  efficiency: 1,
  utilisationTarget: 1,
  headcount: 1,
  calendar: null,
  costPerHour: null,
  overtimeRate: null,
  maxOvertimePerWeek: null,
  overtimeWeekdays: [],
  liaison: 'line1@example.com',
  delegate: null,
  row: 'Resources!2',
  ...facts,
});

/** BRK on LINE1: 2 hours of setup and 12 minutes a piece. */
export const aRoutingStep = (facts: Partial<RoutingStep> = {}): RoutingStep => ({
  product: 'BRK',
  step: 1,
  resource: 'LINE1',
  setupHours: 2,
  runHoursPerUnit: 0.2,
  unitsPerHour: null,
  alternativeResources: [],
  row: 'Routing!2',
  ...facts,
});

/** Somebody else's 60 hours on LINE1 in the week of 9 Mar 2026. */
export const aCommitment = (facts: Partial<Commitment> = {}): Commitment => ({
  id: 'C-1',
  customer: 'Globex',
  dealId: null,
  product: null,
  resource: 'LINE1',
  week: '2026-03-09',
  start: null,
  end: null,
  hours: 60,
  kind: 'hard',
  promisedDate: null,
  firstPromisedDate: null,
  canMove: 'n',
  expiresOn: null,
  value: null,
  latePenaltyPerDay: null,
  row: 'Commitments!2',
  ...facts,
});

/** BRK is made between 100 and 600 mm long; outside of it nothing can be done. */
export const aScopeLimit = (facts: Partial<ScopeLimit> = {}): ScopeLimit => ({
  product: 'BRK',
  attribute: 'length_mm',
  type: 'number',
  unit: 'mm',
  min: 100,
  max: 600,
  allowed: [],
  forbidden: [],
  required: false,
  severity: 'stop',
  meaning: 'The bending press takes parts from 100 to 600 mm.',
  askCustomer: 'How long should the bracket be, in mm?',
  effectDays: null,
  effectCost: null,
  reviewerRole: null,
  row: 'Scope limits!2',
  ...facts,
});

/** The load that makes 100 BRK, wanted on 17 Mar 2026, two working days late: 60 h in one week, 40 h in the next. */
export const twoBusyWeeks = (): Commitment[] => [
  aCommitment(),
  aCommitment({ id: 'C-2', week: '2026-03-16', hours: 40, row: 'Commitments!3' }),
];

/** A small sheet that is complete: one product on one line, no load, no limits. */
export const aSheet = (facts: Partial<CapacitySheet> = {}): CapacitySheet => ({
  settings: aSettings(),
  products: [aProduct()],
  units: [],
  routing: [aRoutingStep()],
  resources: [aResource()],
  exceptions: [],
  calendar: [],
  stock: [],
  commitments: [],
  scopeLimits: [],
  combinations: [],
  expediteOptions: [],
  serviceTemplates: [],
  receiving: [],
  people: [],
  ...facts,
});
