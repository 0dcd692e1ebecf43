import { FaultPlan } from '../faults/fault-plan.ts';
import { readCustomFields } from './custom-fields.ts';
import type { FieldValues } from './field-definition.ts';
import { toMoment } from './field-values.ts';
import { OrgMetadata } from './org-metadata.ts';
import type { SObject } from './org-store.ts';
import { OrgStore } from './org-store.ts';
import { DeliveryFaults } from '../faults/delivery-faults.ts';
import { IdBook, toId18 } from './record-ids.ts';
import type { OrgFeatures } from './schema.ts';
import { Schema } from './schema.ts';

/** A rule of the org's admin: refuses the record as it would be after the write. */
type ValidationRule = {
  object: string;
  /** Whether the rule refuses. `before` is null for a new record. */
  refuses: (after: FieldValues, before: FieldValues | null) => boolean;
  message: string;
  /** The field that the message is shown at; absent = the top of the page. */
  field?: string;
};

/** Code of the customer that runs before a save: may change the values, and refuses by returning a sentence. */
type Trigger = { object: string; run: (after: FieldValues, before: FieldValues | null) => string | null };

/** What an org of Salesforce is; tests seed and inspect it directly. */
export type Org = {
  id: string;
  name: string;
  clock: () => number;
  store: OrgStore;
  ids: IdBook;
  schema: Schema;
  features: OrgFeatures;
  metadata: OrgMetadata;
  validationRules: ValidationRule[];
  triggers: Trigger[];
  /** Rows that somebody else holds: id -> how many more writes meet the lock. */
  locks: Map<string, number>;
  /** Calls of the last 24 hours against what the edition allows. */
  api: { used: number; limit: number };
  /** The person whose clicks the org's own pages stand for. */
  pageUserId: string;
  /** What goes wrong with API calls, and with outbound messages. */
  faults: FaultPlan;
  outboundFaults: DeliveryFaults;
};

export type OrgOptions = {
  id: string;
  name: string;
  clock: () => number;
  features: OrgFeatures;
  /** The source folder (force-app) whose custom fields the org has; absent = none. */
  metadataDir?: string | undefined;
  seed?: number | undefined;
};

/** The stages that a new org of Salesforce comes with, shortened. */
const STAGES: StageSeed[] = [
  { name: 'Prospecting', probability: 10 },
  { name: 'Proposal', probability: 65 },
  { name: 'Negotiation', probability: 80 },
  { name: 'Closed Won', probability: 100, isWon: true },
  { name: 'Closed Lost', probability: 0, isLost: true },
];

export type StageSeed = { name: string; label?: string; probability: number; isWon?: boolean; isLost?: boolean };

/** An org with one administrator, a standard price book and stages; no other records. */
export const createOrg = ({ id, name, clock, features, metadataDir, seed }: OrgOptions): Org => {
  const org: Org = {
    id: toId18(id) ?? id,
    name,
    clock,
    store: new OrgStore(),
    ids: new IdBook(),
    schema: new Schema(features),
    features,
    metadata: new OrgMetadata(),
    validationRules: [],
    triggers: [],
    locks: new Map(),
    api: { used: 0, limit: 100_000 },
    pageUserId: '',
    faults: new FaultPlan(seed),
    outboundFaults: new DeliveryFaults(seed),
  };
  for (const [objectName, fields] of metadataDir === undefined ? [] : readCustomFields(metadataDir)) {
    org.schema.addFields(objectName, fields);
  }
  org.store.quietly(() => seedBasics(org));
  return org;
};

const seedBasics = (org: Org): void => {
  const admin = putUser(org, { email: 'admin@example.com', firstName: 'Ada', lastName: 'Admin' });
  org.pageUserId = admin.id;
  const now = toMoment(org.clock());
  org.store.insert('Organization', org.id, { ...stamps(org, now), Id: org.id, Name: org.name, IsSandbox: false });
  put(org, 'Pricebook2', { Name: 'Standard Price Book', IsActive: true, IsStandard: true });
  setStages(org, STAGES);
};

const stamps = (org: Org, now: string): FieldValues => ({
  CreatedDate: now,
  CreatedById: org.pageUserId,
  LastModifiedDate: now,
  LastModifiedById: org.pageUserId,
  SystemModstamp: now,
  IsDeleted: false,
});

/** Stores a record as it is, without rules or automation: for what only set-up pages make. */
export const put = (org: Org, type: string, values: FieldValues): SObject => {
  const object = org.schema.object(type);
  if (!object) throw new Error(`The sandbox has no object ${type}.`);
  const id = org.ids.next(object.keyPrefix);
  const fallbacks = Object.fromEntries(object.fields.map(({ name, fallback }) => [name, fallback]));
  return org.store.insert(type, id, { ...fallbacks, ...stamps(org, toMoment(org.clock())), Id: id, ...values });
};

export type UserSeed = {
  email: string;
  firstName: string;
  lastName: string;
  /** Absent = the e-mail address. */
  username?: string;
  isActive?: boolean;
  title?: string;
};

/** A person who may sign in and own records. */
export const putUser = (org: Org, seed: UserSeed): SObject =>
  put(org, 'User', {
    Username: seed.username ?? seed.email,
    Email: seed.email,
    FirstName: seed.firstName,
    LastName: seed.lastName,
    Name: `${seed.firstName} ${seed.lastName}`.trim(),
    Alias: seed.lastName.slice(0, 8).toLowerCase(),
    IsActive: seed.isActive ?? true,
    Title: seed.title ?? null,
  });

/** Gives the org its stages, in this order, instead of those that it has. */
export const setStages = (org: Org, stages: StageSeed[]): void => {
  for (const stage of org.store.list('OpportunityStage')) org.store.set(stage, { IsActive: false, IsDeleted: true });
  stages.forEach(({ name, label = name, probability, isWon = false, isLost = false }, index) => {
    const [category, categoryName] = isWon
      ? ['Closed', 'Closed']
      : isLost
        ? ['Omitted', 'Omitted']
        : ['Pipeline', 'Pipeline'];
    put(org, 'OpportunityStage', {
      MasterLabel: label,
      ApiName: name,
      IsActive: true,
      SortOrder: index + 1,
      IsClosed: isWon || isLost,
      IsWon: isWon,
      DefaultProbability: probability,
      ForecastCategory: category,
      ForecastCategoryName: categoryName,
    });
  });
  const object = org.schema.object('Opportunity');
  const stageName = object && org.schema.field(object, 'StageName');
  if (stageName) {
    stageName.picklist = stages.map(({ name, label = name }) => ({ value: name, label, isDefault: false }));
  }
};

/** The stage of an opportunity; undefined for a value that the org does not know. */
export const stageNamed = (org: Org, name: unknown): SObject | undefined =>
  org.store.list('OpportunityStage').find(({ fields }) => fields['ApiName'] === name);
