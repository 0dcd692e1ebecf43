import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FieldValues } from '../../src/sandbox/salesforce/field-definition.ts';
import { toUsableSheet } from '../../src/cli/publish-workbook.ts';
import { seedPortal } from '../../src/sandbox/hubspot/seed-portal.ts';
import { changeOpportunity, tasksOf } from '../../src/sandbox/salesforce/org-people.ts';
import type { Org } from '../../src/sandbox/salesforce/org.ts';
import { seedOrg as seedSampleOrg } from '../../src/sandbox/salesforce/seed-org.ts';
import { sampleDeals } from '../../src/sandbox/sample/sample-deals.ts';
import { sampleWorkbook } from '../../src/sandbox/sample/sample-workbook.ts';
import { putOpportunityQuietly, seedOrg } from '../support/org-seed.ts';
import type { RunningDemo } from '../support/running-demo.ts';
import { eventually, runDemo } from '../support/running-demo.ts';

/** What a person reads in markup, line by line, without the ids that each CRM gives on its own. */
const readable = (html: unknown): string[] =>
  String(html)
    .replace(/<br\s*\/?>|<\/(p|h2|h3|li|div)>/g, '\n')
    .replace(/<[^>]+>/g, '')
    .replace(/&#39;|&apos;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('Lines were planned in this order'));

type Question = { subject: string; due: string; owner: string };

/** A moment to the hour: the two deals are not checked in the same instant. */
const hourOf = (text: unknown): string => new Date(String(text)).toISOString().slice(0, 13);

/** What the deal shows, in the words of no CRM. */
type Shown = { fields: string[]; questions: Question[]; brief: string[] };

const FIELDS = ['verdict', 'promise_date', 'slack_days', 'possible_quantity', 'summary', 'warnings'];

const inPortal = (demo: RunningDemo, id: string): Shown => {
  const properties = demo.deal(id);
  const owners = demo.sandbox.portal.owners;
  const brief = demo.tied(id, 'notes').find((note) => note.properties['hs_note_body']?.includes('Handoff brief'));
  return {
    fields: FIELDS.map((name) => String(properties[`keepable_${name}`] ?? '')),
    questions: demo.tied(id, 'tasks').map((task) => ({
      subject: String(task.properties['hs_task_subject']),
      due: hourOf(task.properties['hs_timestamp']),
      owner: owners.find((owner) => owner.id === task.properties['hubspot_owner_id'])?.email ?? '',
    })),
    brief: readable(brief?.properties['hs_note_body'] ?? ''),
  };
};

/** "promise_date" as "Keepable_Promise_Date__c". */
const fieldName = (name: string): string =>
  `Keepable_${name.replace(/(^|_)([a-z])/g, (_all, bar: string, letter: string) => bar + letter.toUpperCase())}__c`;

const inOrg = (org: Org, id: string): Shown => {
  const fields: FieldValues = org.store.find('Opportunity', id)?.fields ?? {};
  const open = tasksOf(org, id).filter((task) => task.fields['IsClosed'] !== true);
  return {
    fields: FIELDS.map((name) => String(fields[fieldName(name)] ?? '')),
    questions: open.map((task) => ({
      subject: String(task.fields['Subject']),
      due: hourOf(task.fields['ReminderDateTime']),
      owner: String(org.store.find('User', String(task.fields['OwnerId']))?.fields['Email']),
    })),
    brief: readable(fields['Keepable_Brief__c'] ?? ''),
  };
};

const isComplete = ({ fields, questions, brief }: Shown): boolean =>
  fields[0] !== '' && questions.length > 0 && brief.length > 0;

describe('the same deal in a portal and in an org', () => {
  let demo: RunningDemo;
  /** Time goes on: what was put off for a moment is done a moment later. */
  let ticking: NodeJS.Timeout;
  let org: Org;
  beforeAll(async () => {
    demo = await runDemo({ salesforce: { seed: seedOrg } });
    if (!demo.org) throw new Error('The demo has no org.');
    org = demo.org.sandbox.org;
    ticking = setInterval(() => demo.advance(100), 100);
  });
  afterAll(async () => {
    clearInterval(ticking);
    await demo.stop();
  });

  it.each([
    { quantity: 100, requestedDate: '2026-03-17', verdict: 'late' },
    { quantity: 400, requestedDate: '2026-03-24', verdict: 'late' },
  ])('has the same verdict, question and brief: $quantity by $requestedDate', async ({ verdict, ...facts }) => {
    const name = `Twins: ${facts.quantity} brackets`;
    const dealId = demo.putDeal({ ...facts, name, quantity: String(facts.quantity) });
    const opportunityId = putOpportunityQuietly(org, { ...facts, name });
    demo.change(dealId, { dealstage: 'proposal' });
    changeOpportunity(org, opportunityId, { StageName: 'proposal' });
    const portal = await eventually(() => inPortal(demo, dealId), isComplete);
    const twin = await eventually(() => inOrg(org, opportunityId), isComplete);
    expect(portal.fields[0]).toBe(verdict);
    expect(portal.questions).toHaveLength(1);
    expect(portal.brief).toContain('What is sold');
    expect(twin).toEqual(portal);
  });

  it('is told apart by where it is: the work of one does not touch the other', async () => {
    const name = 'Alone in the portal';
    const untouched = putOpportunityQuietly(org, { name });
    const dealId = demo.putDeal({ name });
    demo.change(dealId, { dealstage: 'proposal' });
    await eventually(() => inPortal(demo, dealId), isComplete);
    expect(inOrg(org, untouched)).toEqual({ fields: FIELDS.map(() => ''), questions: [], brief: [] });
  });
});

describe('the deals of the sample in a portal and in an org', () => {
  const TODAY = '2026-03-02';
  let demo: RunningDemo;
  let ticking: NodeJS.Timeout;
  beforeAll(async () => {
    demo = await runDemo({
      sheet: toUsableSheet(sampleWorkbook(TODAY), 'sample.xlsx').facts,
      seed: ({ portal }) => seedPortal(portal, sampleDeals(TODAY), TODAY),
      salesforce: { seed: ({ org }) => seedSampleOrg(org, sampleDeals(TODAY), TODAY) },
    });
    ticking = setInterval(() => demo.advance(100), 100);
  });
  afterAll(async () => {
    clearInterval(ticking);
    await demo.stop();
  });

  it('all have the same verdict and the same date', async () => {
    const inPortalNow = (): Map<string, string> =>
      new Map(
        demo.sandbox.portal.store
          .list('deals')
          .map(({ properties }) => [
            String(properties['dealname']),
            `${properties['keepable_verdict'] ?? ''} ${properties['keepable_promise_date'] ?? ''}`,
          ]),
      );
    const inOrgNow = (): Map<string, string> =>
      new Map(
        (demo.org?.sandbox.org.store.list('Opportunity') ?? []).map(({ fields }) => [
          String(fields['Name']),
          `${fields['Keepable_Verdict__c'] ?? ''} ${fields['Keepable_Promise_Date__c'] ?? ''}`,
        ]),
      );
    const isChecked = (seen: Map<string, string>): boolean => [...seen.values()].every((text) => text !== ' ');
    const portal = await eventually(inPortalNow, isChecked);
    const org = await eventually(inOrgNow, isChecked);
    expect(portal.size).toBe(40);
    expect(new Set([...portal.values()].map((text) => text.split(' ')[0])).size).toBeGreaterThanOrEqual(5);
    expect(Object.fromEntries(org)).toEqual(Object.fromEntries(portal));
  });
});
