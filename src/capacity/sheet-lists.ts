import type { IsoDate } from '../deal/day.ts';

/** What a project of a class was estimated at and what it took, in hours. */
export type HistoryRow = {
  project: string;
  class: string;
  estimatedHours: number;
  actualHours: number;
  firstPromised: IsoDate | null;
  deliveredDate: IsoDate | null;
  inFull: boolean | null;
  accepted: boolean | null;
  authorRole: string | null;
  extraCost: number | null;
  reasonCode: string | null;
  /** Where it stands, e.g. "Quotas!7". */
  row: string;
};

/** How fast one team answers a kind of request of another, in business hours. */
export type ServiceLevel = {
  fromTeam: string;
  toTeam: string;
  request: string;
  responseHours: number;
  /** Name of a calendar of the Calendar tab; null = the plant's default. */
  calendar: string | null;
  /** When to remind, in percent of the response time, ascending. */
  remindAtPercent: number[];
  escalateTo: string;
  /** Where it stands, e.g. "Quotas!7". */
  row: string;
};

/** The share of a resource or product that is kept for customers of a tier until so many days before. */
export type Tier = {
  tier: string;
  resource: string | null;
  product: string | null;
  protectedShare: number | null;
  releaseDaysBefore: number | null;
  /** Where it stands, e.g. "Quotas!7". */
  row: string;
};

/** The product that serves a stated need best, and those that serve it less well. */
export type PortfolioFit = {
  needAttribute: string;
  value: string;
  bestProduct: string;
  weakerProducts: string[];
  /** Where it stands, e.g. "Quotas!7". */
  row: string;
};

/** What a person is to sell of a product in a period ("2026-Q1", "2026-03", "2026"), and what they have sold. */
export type Quota = {
  person: string;
  product: string;
  period: string;
  kind: 'revenue' | 'units' | 'contracts';
  target: number;
  attained: number;
  /** Where it stands, e.g. "Quotas!7". */
  row: string;
};
