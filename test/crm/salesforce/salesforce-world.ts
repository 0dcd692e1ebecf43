import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SalesforceCrmOptions } from '../../../src/crm/salesforce/salesforce-crm.ts';
import { createSalesforceCrm } from '../../../src/crm/salesforce/salesforce-crm.ts';
import type { Fault } from '../../../src/sandbox/faults/fault-plan.ts';
import { field } from '../../../src/sandbox/salesforce/field-definition.ts';
import type { FieldValues } from '../../../src/sandbox/salesforce/field-definition.ts';
import { put, putUser, setStages } from '../../../src/sandbox/salesforce/org.ts';
import type { SObject } from '../../../src/sandbox/salesforce/org-store.ts';
import { createRecord, deleteRecord, updateRecord } from '../../../src/sandbox/salesforce/record-writes.ts';
import type { SalesforceSandbox, SalesforceSandboxOptions } from '../../../src/sandbox/salesforce/sandbox.ts';
import { startSalesforceSandbox } from '../../../src/sandbox/salesforce/sandbox.ts';
import type { VerdictFields } from '../../../src/write-back/write-back.ts';
import type { CrmWorld, DealSeed, SeenTask } from '../crm-world.ts';

export const PACKAGE = fileURLToPath(new URL('../../../app-manifest/salesforce/force-app/', import.meta.url));
const ORG_ID = '00D5e000000ABCDEA4';

const HIDDEN_USER = '0055e000000HiddEAA';

const STAGES = [
  { name: 'proposal', label: 'Angebot', probability: 40 },
  { name: 'contract', label: 'Vertrag', probability: 80 },
  { name: 'guarded', probability: 50 },
  { name: 'geschafft', label: 'Gewonnen', probability: 100, isWon: true },
];

/** An org of the sandbox with our adapter connected to it over HTTP. */
export type SalesforceWorld = CrmWorld & {
  sandbox: SalesforceSandbox;
  journalPath: string;
  /** The next request to a path that ends so meets this fault. */
  failNext(pathEnd: RegExp, fault: Fault): void;
  /** The requests since the last time this was asked, as "POST /services/...". */
  newCalls(): string[];
  /** Connects a second adapter, as another process would. */
  connect(options?: Partial<SalesforceCrmOptions>): CrmWorld['crm'];
  change(id: string, fields: Record<string, unknown>): void;
  opportunity(id: string): FieldValues;
  /** All tasks of an opportunity, notes too. */
  activities(dealId: string): FieldValues[];
};

const plainText = (html: string): string =>
  html
    .replace(/<br>|<\/p>/g, '\n')
    .replace(/<[^>]+>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&');

/** What an admin of the org has defined for the plant; a sheet names it without the mark of custom fields. */
const OWN_FIELDS: [object: string, name: string][] = [
  ['Opportunity', 'finish__c'],
  ['Opportunity', 'colour__c'],
  ['OpportunityLineItem', 'Length_mm__c'],
  ['OpportunityLineItem', 'secret__c'],
];

const apiNameOf = (attribute: string): string => (attribute === 'length_mm' ? 'Length_mm__c' : `${attribute}__c`);

const asFields = (attributes: DealSeed['attributes']): Record<string, unknown> =>
  Object.fromEntries(Object.entries(attributes ?? {}).map(([name, value]) => [apiNameOf(name), value]));

const SIGNOFF: Record<string, VerdictFields['signoffStatus']> = {
  'Not Required': 'not_required',
  Waiting: 'waiting',
  Approved: 'approved',
  Refused: 'refused',
};

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const toFields = (fields: FieldValues): VerdictFields | null => {
  const verdict = text(fields['Keepable_Verdict__c']);
  if (verdict === '') return null;
  const slack = fields['Keepable_Slack_Days__c'];
  return {
    verdict: verdict as VerdictFields['verdict'],
    promiseDate: text(fields['Keepable_Promise_Date__c']) || null,
    slackDays: typeof slack === 'number' ? slack : null,
    signoffStatus: SIGNOFF[text(fields['Keepable_Signoff_Status__c'])] ?? 'not_required',
    possibleQuantity: text(fields['Keepable_Possible_Quantity__c']),
    summary: text(fields['Keepable_Summary__c']),
    warnings: text(fields['Keepable_Warnings__c']),
    checkKey: text(fields['Keepable_Check_Key__c']),
  };
};

type WorldOptions = Partial<SalesforceSandboxOptions>;

/** A fresh org at 9:00 on 2 Mar 2026 with two users, stages in German and several currencies. */
export const openSalesforceWorld = async (options: WorldOptions = {}): Promise<SalesforceWorld> => {
  let nowMs = Date.parse('2026-03-02T09:00:00Z');
  const now = (): number => nowMs;
  const journalPath = path.join(mkdtempSync(path.join(tmpdir(), 'keepable-journal-')), 'salesforce.jsonl');
  const sandbox = await startSalesforceSandbox({
    organizationId: ORG_ID,
    organizationName: 'Plant 1',
    clientId: 'client',
    clientSecret: 'secret',
    clock: now,
    metadataDir: PACKAGE,
    features: { multiCurrency: true },
    journalPath,
    ...options,
  });
  const { org } = sandbox;
  for (const [object, name] of OWN_FIELDS)
    org.schema.addFields(object, [field(name, 'string', { label: name, custom: true, length: 255 })]);
  setStages(org, STAGES);
  const rep = putUser(org, { email: 'rep@example.com', firstName: 'R.', lastName: 'Rep' });
  putUser(org, { email: 'planner@example.com', firstName: 'P.', lastName: 'Planner' });
  sandbox.grants.sessionMs = 10 * 24 * 3_600_000;
  const tokens = sandbox.install();
  let seenCalls = 0;

  const objectOf = (name: string) => {
    const object = org.schema.object(name);
    if (!object) throw new Error(`No object ${name}.`);
    return object;
  };
  const create = (name: string, sent: Record<string, unknown>): SObject =>
    createRecord(org, objectOf(name), { sent, userId: rep.id });
  const find = (name: string, id: string): SObject => {
    const record = org.store.find(name, id);
    if (!record) throw new Error(`No ${name} ${id}.`);
    return record;
  };
  const update = (record: SObject, sent: Record<string, unknown>): void =>
    updateRecord(org, record, { sent, userId: rep.id });
  const productOf = (code: string): SObject => {
    const known = org.store.list('Product2').find(({ fields }) => fields['ProductCode'] === code);
    return known ?? put(org, 'Product2', { Name: code, ProductCode: code, IsActive: true });
  };
  const priced = (code: string, currency: string): string => {
    const product = productOf(code);
    const book = org.store.list('Pricebook2')[0]?.id ?? '';
    const known = org.store
      .childrenOf('PricebookEntry', 'Product2Id', product.id)
      .find(({ fields }) => fields['CurrencyIsoCode'] === currency);
    const values = {
      Pricebook2Id: book,
      Product2Id: product.id,
      UnitPrice: 1,
      IsActive: true,
      CurrencyIsoCode: currency,
    };
    return (known ?? put(org, 'PricebookEntry', values)).id;
  };
  const putDeal: CrmWorld['putDeal'] = (seed) => {
    const currency = seed.currency ?? 'USD';
    const account = seed.company && create('Account', { Name: seed.company.name, Keepable_Tier__c: seed.company.tier });
    const owner = org.store.list('User').find(({ fields }) => fields['Email'] === seed.ownerEmail);
    const deal = create('Opportunity', {
      Name: seed.name,
      StageName: seed.stage,
      CloseDate: '2026-03-31',
      ...(org.features.multiCurrency === true ? { CurrencyIsoCode: currency } : {}),
      ...(seed.amount === undefined ? {} : { Amount: seed.amount }),
      ...(seed.requestedDate === undefined ? {} : { Keepable_Requested_Date__c: seed.requestedDate }),
      ...(account ? { AccountId: account.id } : {}),
      ...(owner ? { OwnerId: owner.id } : {}),
      ...asFields(seed.attributes),
    });
    for (const line of seed.lines) {
      create('OpportunityLineItem', {
        OpportunityId: deal.id,
        PricebookEntryId: priced(String(line.product), currency),
        Quantity: line.quantity,
        UnitPrice: line.unitPrice,
        Keepable_Unit__c: line.unit ?? null,
        Keepable_Requested_Date__c: line.requestedDate ?? null,
        ...asFields(line.attributes),
      });
    }
    // Salesforce sums the lines up; the contract's deal states another amount.
    if (seed.amount !== undefined) org.store.set(deal, { Amount: seed.amount ?? null });
    // Every opportunity has an owner; one whom the org hides from us is nobody to us.
    if (!owner) org.store.set(deal, { OwnerId: HIDDEN_USER });
    return deal.id;
  };
  const lineOf = (dealId: string): SObject => {
    const [line] = org.store.childrenOf('OpportunityLineItem', 'OpportunityId', dealId);
    if (!line) throw new Error(`Opportunity ${dealId} has no line.`);
    return line;
  };
  const tasksOf = (dealId: string): SObject[] => org.store.childrenOf('Task', 'WhatId', dealId);
  const isNote = ({ fields }: SObject): boolean => text(fields['Keepable_Key__c']).includes('/note/');
  const toSeenTask = ({ fields }: SObject): SeenTask => ({
    subject: text(fields['Subject']),
    text: text(fields['Description']),
    dueAt: new Date(text(fields['ReminderDateTime']).replace(/\+0000$/, 'Z')).toISOString(),
    ownerEmail: text(org.store.find('User', text(fields['OwnerId']))?.fields['Email']) || null,
    isDone: fields['IsClosed'] === true,
  });
  const connect: SalesforceWorld['connect'] = (more = {}) =>
    createSalesforceCrm({
      tokens: async () => ({
        accessToken: tokens.accessToken,
        instanceUrl: sandbox.url,
        refreshToken: null,
        username: null,
        obtainedAtMs: 0,
      }),
      now,
      lockWaitMs: 1,
      chance: () => 0.5,
      ...more,
    });

  return {
    crm: connect(),
    connect,
    sandbox,
    journalPath,
    failNext: (pathEnd, fault) => void sandbox.faults.add({ fault, path: pathEnd, times: 1 }),
    newCalls: () => {
      const calls = sandbox.journal.entries.slice(seenCalls);
      seenCalls = sandbox.journal.entries.length;
      return calls.map(({ method, url }) => `${method} ${new URL(url).pathname}`);
    },
    putDeal,
    change: (id, fields) => update(find('Opportunity', id), fields),
    opportunity: (id) => find('Opportunity', id).fields,
    activities: (dealId) => tasksOf(dealId).map(({ fields }) => fields),
    renameDeal: (id, name) => update(find('Opportunity', id), { Name: name }),
    changeLine: (dealId, attribute, value) => {
      // A custom field of a line changes the line alone.
      const stamp = { SystemModstamp: new Date(nowMs).toISOString().replace('Z', '+0000') };
      org.store.set(lineOf(dealId), { [apiNameOf(attribute)]: value, ...stamp });
    },
    changeQuantity: (id, quantity) => update(lineOf(id), { Quantity: quantity }),
    closeDeal: (id) => update(find('Opportunity', id), { StageName: 'geschafft' }),
    deleteDeal: (id) => deleteRecord(org, find('Opportunity', id), rep.id),
    refuseUpdates: (id, fieldName) => {
      update(find('Opportunity', id), { StageName: 'guarded' });
      org.validationRules.push({
        object: 'Opportunity',
        refuses: (after) => after['Id'] === id,
        message: `Guarded opportunities need their ${fieldName} first`,
        field: 'Amount',
      });
    },
    completeTask: (dealId) => {
      for (const task of tasksOf(dealId).filter((one) => !isNote(one))) update(task, { Status: 'Completed' });
    },
    fields: (id) => toFields(find('Opportunity', id).fields),
    tasks: (id) =>
      tasksOf(id)
        .filter((task) => !isNote(task))
        .map(toSeenTask),
    notes: (id) => {
      const brief = text(find('Opportunity', id).fields['Keepable_Brief__c']);
      const notes = tasksOf(id)
        .filter(isNote)
        .map(({ fields }) => `${text(fields['Subject'])}\n${text(fields['Description'])}`);
      return brief === '' ? notes : [...notes, plainText(brief)];
    },
    advance: (ms) => (nowMs += ms),
    now,
    close: () => sandbox.close(),
  };
};
