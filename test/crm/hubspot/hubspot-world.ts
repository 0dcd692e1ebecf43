import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createHubspotCrm } from '../../../src/crm/hubspot/hubspot-crm.ts';
import type { HubspotCrmOptions } from '../../../src/crm/hubspot/hubspot-crm.ts';
import { DEAL_PROPERTIES } from '../../../src/crm/hubspot/property-names.ts';
import { defaultAssociationType } from '../../../src/sandbox/hubspot/association-types.ts';
import type { Actor } from '../../../src/sandbox/hubspot/changes.ts';
import { FaultPlan } from '../../../src/sandbox/faults/fault-plan.ts';
import type { Fault, FaultTarget } from '../../../src/sandbox/faults/fault-plan.ts';
import type { ObjectType } from '../../../src/sandbox/hubspot/object-types.ts';
import { makePipeline } from '../../../src/sandbox/hubspot/pipelines.ts';
import { standardDefinition } from '../../../src/sandbox/hubspot/property-book.ts';
import { startHubspotSandbox } from '../../../src/sandbox/hubspot/sandbox.ts';
import type { HubspotSandbox } from '../../../src/sandbox/hubspot/sandbox.ts';
import type { PortalObject } from '../../../src/sandbox/hubspot/portal-object.ts';
import type { VerdictFields } from '../../../src/write-back/write-back.ts';
import type { CrmWorld, DealSeed, SeenTask } from '../crm-world.ts';

const UI: Actor = { source: 'CRM_UI', userId: 101 };
const STAGES = [
  { id: 'proposal', label: 'Proposal', probability: 0.4 },
  { id: 'contract', label: 'Contract', probability: 0.8 },
  { id: 'guarded', label: 'Guarded by a rule', probability: 0.5 },
  { id: 'won', label: 'Closed won', probability: 1 },
];

/** A portal of the sandbox with our adapter connected to it over HTTP. */
export type HubspotWorld = CrmWorld & {
  sandbox: HubspotSandbox;
  journalPath: string;
  /** The next request to a path that ends so meets this fault. */
  failNext(pathEnd: string, fault: Fault): void;
  /** The requests since the last time this was asked, as "POST /crm/...". */
  newCalls(): string[];
  /** Connects a second adapter, as another process would. */
  connect(options?: Partial<HubspotCrmOptions>): CrmWorld['crm'];
};

/** Faults in the order in which they are wanted. */
class NextFaults extends FaultPlan {
  readonly #waiting: { pathEnd: string; fault: Fault }[] = [];

  next(pathEnd: string, fault: Fault): void {
    this.#waiting.push({ pathEnd, fault });
  }

  override strike({ path: asked }: FaultTarget): Fault | null {
    const index = this.#waiting.findIndex(({ pathEnd }) => asked.endsWith(pathEnd));
    return index < 0 ? null : (this.#waiting.splice(index, 1)[0]?.fault ?? null);
  }
}

const plainText = (html: string): string =>
  html
    .replace(/<br>|<\/(p|h2|h3)>/g, '\n')
    .replace(/<[^>]+>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&');

/** What an admin of the portal has defined for the plant. */
const OWN_PROPERTIES: [ObjectType, string][] = [
  ['deals', 'finish'],
  ['deals', 'colour'],
  ['line_items', 'length_mm'],
  ['line_items', 'secret'],
  ['line_items', 'keepable_unit'],
  ['line_items', 'keepable_requested_date'],
  ['companies', 'keepable_tier'],
];

const seedPortal = ({ portal }: HubspotSandbox): void => {
  portal.pipelines = [makePipeline('default', 'Sales', STAGES)];
  for (const [type, name] of OWN_PROPERTIES) {
    const definition = standardDefinition({ name, label: name, type: 'string' }, 'plant', '2026-01-01T00:00:00Z');
    portal.properties.put(type, definition);
  }
  portal.owners = [
    { id: '71', userId: 101, email: 'rep@example.com', firstName: 'R.', lastName: 'Rep' },
    { id: '72', userId: 102, email: 'planner@example.com', firstName: 'P.', lastName: 'Planner' },
  ];
};

const text = (value: string | number | boolean | null | undefined): string => String(value ?? '');

const createAll = (sandbox: HubspotSandbox, seed: DealSeed): string => {
  const { store } = sandbox.portal;
  const tie = (from: PortalObject, type: ObjectType, properties: Record<string, string>): void => {
    const other = store.create(type, properties, UI);
    const kind = defaultAssociationType(from.type, type);
    if (kind) store.associations.add(from, other, kind);
  };
  const owner = sandbox.portal.owners.find(({ email }) => email === seed.ownerEmail);
  const deal = store.create(
    'deals',
    {
      dealname: text(seed.name),
      dealstage: text(seed.stage),
      pipeline: 'default',
      amount: text(seed.amount),
      deal_currency_code: text(seed.currency),
      keepable_requested_date: text(seed.requestedDate),
      ...(seed.attributes as Record<string, string> | undefined),
      ...(owner ? { hubspot_owner_id: owner.id } : {}),
    },
    UI,
  );
  seed.lines.forEach((line, index) =>
    tie(deal, 'line_items', {
      hs_sku: text(line.product),
      quantity: text(line.quantity),
      price: text(line.unitPrice),
      keepable_unit: text(line.unit),
      keepable_requested_date: text(line.requestedDate),
      hs_position_on_quote: String(index),
      ...(line.attributes as Record<string, string> | undefined),
    }),
  );
  if (seed.company) tie(deal, 'companies', { name: seed.company.name, keepable_tier: seed.company.tier });
  return deal.id;
};

const toFields = ({ properties }: PortalObject): VerdictFields | null => {
  const value = (name: keyof VerdictFields): string => properties[DEAL_PROPERTIES[name]] ?? '';
  if (value('verdict') === '') return null;
  return {
    verdict: value('verdict') as VerdictFields['verdict'],
    promiseDate: value('promiseDate') || null,
    slackDays: value('slackDays') === '' ? null : Number(value('slackDays')),
    signoffStatus: value('signoffStatus') as VerdictFields['signoffStatus'],
    possibleQuantity: value('possibleQuantity'),
    summary: value('summary'),
    warnings: value('warnings'),
    checkKey: value('checkKey'),
  };
};

type WorldOptions = {
  /** The portal has our key property, but not as a unique one. */
  refusesUniqueKeys?: boolean;
};

const KEY_THAT_IS_NOT_UNIQUE = { name: 'keepable_key', label: 'Keepable key', type: 'string' } as const;

/** A fresh portal at 9:00 on 2 Mar 2026 with two owners and one pipeline. */
export const openHubspotWorld = async ({ refusesUniqueKeys = false }: WorldOptions = {}): Promise<HubspotWorld> => {
  let nowMs = Date.parse('2026-03-02T09:00:00Z');
  const now = (): number => nowMs;
  const journalPath = path.join(mkdtempSync(path.join(tmpdir(), 'keepable-journal-')), 'hubspot.jsonl');
  const sandbox = await startHubspotSandbox({
    portalId: 4711,
    portalName: 'Plant 1',
    clientId: 'client',
    clientSecret: 'secret',
    appId: 99,
    clock: now,
    journalPath,
    limits: { perTenSeconds: 100_000, searchPerSecond: 100_000 },
  });
  seedPortal(sandbox);
  if (refusesUniqueKeys) {
    for (const type of ['tasks', 'notes'] as const) {
      const definition = standardDefinition(KEY_THAT_IS_NOT_UNIQUE, 'keepable', '2026-01-01T00:00:00Z');
      sandbox.portal.properties.put(type, definition);
    }
  }
  const faults = new NextFaults();
  sandbox.portal.faults = faults;
  let seenCalls = 0;
  const { store } = sandbox.portal;
  const tokens = sandbox.install();
  sandbox.grants.expiresIn = 10 * 24 * 3600;
  const connect: HubspotWorld['connect'] = (options = {}) =>
    createHubspotCrm({ accessToken: async () => tokens.accessToken, basePath: sandbox.url, now, ...options });
  const find = (type: ObjectType, id: string): PortalObject => {
    const object = store.find(type, id);
    if (!object) throw new Error(`No ${type} ${id}.`);
    return object;
  };
  const tied = (dealId: string, type: ObjectType): PortalObject[] =>
    store.associations.of({ type: 'deals', id: dealId }, type).map(({ id }) => find(type, id));
  const toSeenTask = ({ properties }: PortalObject): SeenTask => ({
    subject: properties['hs_task_subject'] ?? '',
    text: plainText(properties['hs_task_body'] ?? ''),
    dueAt: new Date(properties['hs_timestamp'] ?? '').toISOString(),
    ownerEmail: sandbox.portal.owners.find(({ id }) => id === properties['hubspot_owner_id'])?.email ?? null,
    isDone: properties['hs_task_status'] === 'COMPLETED',
  });

  return {
    crm: connect(),
    connect,
    sandbox,
    journalPath,
    failNext: (pathEnd, fault) => faults.next(pathEnd, fault),
    newCalls: () => {
      const calls = sandbox.journal.entries.slice(seenCalls);
      seenCalls = sandbox.journal.entries.length;
      return calls.map(({ method, url }) => `${method} ${new URL(url).pathname}`);
    },
    putDeal: (seed) => createAll(sandbox, seed),
    renameDeal: (id, name) => store.update(find('deals', id), { dealname: name }, UI),
    changeLine: (dealId, attribute, value) => {
      const [line] = tied(dealId, 'line_items');
      if (!line) throw new Error(`Deal ${dealId} has no line item.`);
      store.update(line, { [attribute]: value }, UI);
    },
    changeQuantity: (id, quantity) => {
      const [line] = tied(id, 'line_items');
      if (line) store.update(line, { quantity: String(quantity) }, UI);
    },
    closeDeal: (id) => store.update(find('deals', id), { dealstage: 'won', closedate: '2026-03-02T09:00:00Z' }, UI),
    deleteDeal: (id) => store.archive(find('deals', id), UI),
    refuseUpdates: (id, field) => {
      store.update(find('deals', id), { dealstage: 'guarded' }, UI);
      sandbox.portal.validationRules = [
        { objectType: 'deals', requires: field, when: { property: 'dealstage', values: ['guarded'] } },
      ];
    },
    completeTask: (dealId) =>
      tied(dealId, 'tasks').forEach((task) => store.update(task, { hs_task_status: 'COMPLETED' }, UI)),
    fields: (id) => toFields(find('deals', id)),
    tasks: (id) => tied(id, 'tasks').map(toSeenTask),
    notes: (id) => tied(id, 'notes').map(({ properties }) => plainText(properties['hs_note_body'] ?? '')),
    advance: (ms) => (nowMs += ms),
    now,
    close: () => sandbox.close(),
  };
};
