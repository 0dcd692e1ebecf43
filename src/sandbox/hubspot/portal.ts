import { calculatedProperties } from './calculated.ts';
import { FaultPlan } from '../faults/fault-plan.ts';
import type { Pipeline } from './pipelines.ts';
import { findStage } from './pipelines.ts';
import { PropertyBook } from './property-book.ts';
import { RateLimiter } from './rate-limits.ts';
import type { Limits } from './rate-limits.ts';
import { SearchIndex } from './search-index.ts';
import { PortalStore } from './store.ts';
import type { ValidationRule } from './validation-rules.ts';
import { DeliveryFaults } from '../faults/delivery-faults.ts';

/** A person who owns records (`id`) and signs in (`userId`): two different numbers in HubSpot. */
export type PortalOwner = { id: string; userId: number; email: string; firstName: string; lastName: string };

/** The state of one pretend portal; tests seed and inspect it directly. */
export type Portal = {
  id: number;
  name: string;
  appId: number;
  timeZone: string;
  currency: string;
  clock: () => number;
  store: PortalStore;
  search: SearchIndex;
  properties: PropertyBook;
  pipelines: Pipeline[];
  owners: PortalOwner[];
  /** The person whose clicks the portal's own pages stand for. */
  user: { id: number; email: string };
  /** Rules of the portal's admin, enforced on API writes. */
  validationRules: ValidationRule[];
  limiter: RateLimiter;
  /** What goes wrong with API calls, and with webhooks. */
  faults: FaultPlan;
  webhookFaults: DeliveryFaults;
};

type PortalOptions = {
  id: number;
  name: string;
  appId: number;
  clock: () => number;
  limits: Limits;
  seed?: number | undefined;
};

/** An empty portal: standard properties, no pipeline, no records. */
export const createPortal = ({ id, name, appId, clock, limits, seed }: PortalOptions): Portal => {
  const store: PortalStore = new PortalStore({
    clock,
    derive: (type, values) => calculatedProperties(portal.pipelines, type, values),
  });
  const portal: Portal = {
    id,
    name,
    appId,
    clock,
    timeZone: 'UTC',
    currency: 'EUR',
    store,
    search: new SearchIndex(store, clock),
    properties: new PropertyBook(new Date(clock()).toISOString()),
    pipelines: [],
    owners: [],
    user: { id: 101, email: 'rep@example.com' },
    validationRules: [],
    limiter: new RateLimiter(limits),
    faults: new FaultPlan(seed),
    webhookFaults: new DeliveryFaults(seed),
  };
  return portal;
};

/** The stage of a deal, wherever its pipeline is. */
export const stageOf = (portal: Portal, stageId: string | null | undefined) => findStage(portal.pipelines, stageId);
