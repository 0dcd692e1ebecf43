import type { HistoryRow, PortfolioFit, Quota, ServiceLevel, Tier } from '../../src/capacity/sheet-lists.ts';

/** A retrofit that was estimated at 100 h and took 120 h. */
export const aHistoryRow = (facts: Partial<HistoryRow> = {}): HistoryRow => ({
  project: 'P-1',
  class: 'retrofit',
  estimatedHours: 100,
  actualHours: 120,
  firstPromised: null,
  deliveredDate: null,
  inFull: null,
  accepted: null,
  authorRole: null,
  extraCost: null,
  reasonCode: null,
  row: 'History!2',
  ...facts,
});

/** Operations answers a sign-off of sales within 8 business hours; the plant manager hears of it otherwise. */
export const aServiceLevel = (facts: Partial<ServiceLevel> = {}): ServiceLevel => ({
  fromTeam: 'sales',
  toTeam: 'operations',
  request: 'sign-off',
  responseHours: 8,
  calendar: null,
  remindAtPercent: [50, 80],
  escalateTo: 'Plant manager',
  row: 'Service levels!2',
  ...facts,
});

/** A fifth of BRK is kept for tier A until 10 days before. */
export const aTier = (facts: Partial<Tier> = {}): Tier => ({
  tier: 'A',
  resource: null,
  product: 'BRK',
  protectedShare: 0.2,
  releaseDaysBefore: 10,
  row: 'Tiers!2',
  ...facts,
});

/** Outdoors, PNL serves best and BRK less well. */
export const aPortfolioFit = (facts: Partial<PortfolioFit> = {}): PortfolioFit => ({
  needAttribute: 'corrosion',
  value: 'outdoor',
  bestProduct: 'PNL',
  weakerProducts: ['BRK'],
  row: 'Portfolio fit!2',
  ...facts,
});

/** R. Rep is to sell 100 units of BRK in the first quarter of 2026 and has sold 40. */
export const aQuota = (facts: Partial<Quota> = {}): Quota => ({
  person: 'R. Rep',
  product: 'BRK',
  period: '2026-Q1',
  kind: 'units',
  target: 100,
  attained: 40,
  row: 'Quotas!2',
  ...facts,
});
