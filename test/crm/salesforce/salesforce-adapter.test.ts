import { afterEach, describe, expect, it } from '@jest/globals';
import { field } from '../../../src/sandbox/salesforce/field-definition.ts';
import { lockRow } from '../../../src/sandbox/salesforce/org-people.ts';
import { put, putUser } from '../../../src/sandbox/salesforce/org.ts';
import type { Deal } from '../../../src/deal/deal.ts';
import { aBrief, aNote, aTask, fieldsWrite, planned } from '../../support/a-write.ts';
import type { SalesforceWorld } from './salesforce-world.ts';
import { openSalesforceWorld } from './salesforce-world.ts';

const COMPOSITE = 'POST /services/data/v66.0/composite';
const QUERY = 'GET /services/data/v66.0/query';

describe('an org of Salesforce', () => {
  let world: SalesforceWorld;
  afterEach(() => world.close());

  const aDeal = (name = 'Acme brackets'): string =>
    world.putDeal({
      name,
      stage: 'proposal',
      requestedDate: '2026-03-13',
      ownerEmail: 'rep@example.com',
      lines: [{ product: 'BRK', quantity: 100, unit: 'EA', unitPrice: 12 }],
    });
  const read = async (id: string): Promise<Deal> => {
    const [reading] = await world.crm.readDeals([id], []);
    if (reading?.state !== 'found') throw new Error('not found');
    return reading.deal;
  };

  it('is read in one call for a hundred opportunities, besides the names of its fields', async () => {
    world = await openSalesforceWorld();
    const ids = Array.from({ length: 100 }, (_, index) => aDeal(`Deal ${index}`));
    await world.crm.readDeals(ids.slice(0, 1), []);
    world.newCalls();
    const readings = await world.crm.readDeals(ids, ['length_mm']);
    expect(readings.every(({ state }) => state === 'found')).toBe(true);
    expect(world.newCalls()).toEqual([QUERY]);
  });

  it('is written in two calls for a hundred opportunities with new questions, in one when all is known', async () => {
    world = await openSalesforceWorld();
    const ids = Array.from({ length: 100 }, (_, index) => aDeal(`Deal ${index}`));
    const writes = ids.flatMap((id) => [fieldsWrite(), aBrief(), aTask()].map((writeBack) => planned(id, writeBack)));
    world.newCalls();
    const outcomes = await world.crm.applyWrites(writes);
    expect(outcomes.map(({ status }) => status)).toEqual(writes.map(() => 'written'));
    expect(world.newCalls()).toEqual([COMPOSITE, COMPOSITE]);
    const known = writes.map((write, index) => {
      const outcome = outcomes[index];
      return { ...write, objectId: outcome?.status === 'written' ? outcome.objectId : null };
    });
    await world.crm.applyWrites(known);
    expect(world.newCalls()).toEqual([COMPOSITE]);
    expect(ids.flatMap((id) => world.tasks(id))).toHaveLength(100);
  });

  it('knows an opportunity by its id of 15 characters too', async () => {
    world = await openSalesforceWorld();
    const id = aDeal();
    const short = id.slice(0, 15);
    expect(await read(short)).toMatchObject({ id: short, name: 'Acme brackets' });
    const outcomes = await world.crm.applyWrites([planned(short, fieldsWrite()), planned(short, aTask())]);
    expect(outcomes).toMatchObject([
      { dealId: short, status: 'written' },
      { dealId: short, status: 'written' },
    ]);
    expect([world.fields(id)?.verdict, world.tasks(id).length]).toEqual(['late', 1]);
  });

  it('may ask for what is no id at all: it is missing, and a write to it fails without a call', async () => {
    world = await openSalesforceWorld();
    const readings = await world.crm.readDeals([`' OR Name != '`, '4711'], []);
    expect(readings.map(({ state }) => state)).toEqual(['missing', 'missing']);
    world.newCalls();
    const [fields, task] = await world.crm.applyWrites([planned(`' OR '`, fieldsWrite()), planned('4711', aNote())]);
    expect([fields?.status, task?.status]).toEqual(['failed', 'failed']);
    expect(world.newCalls().filter((call) => call !== COMPOSITE)).toEqual([]);
  });

  it('may have one currency only, and no record types', async () => {
    world = await openSalesforceWorld({ features: { multiCurrency: false } });
    expect(await read(aDeal())).toMatchObject({ currency: null, pipeline: 'default' });
  });

  it('may have record types: they are the pipelines, by their API names', async () => {
    world = await openSalesforceWorld({ features: { recordTypes: true } });
    const { org } = world.sandbox;
    const type = put(org, 'RecordType', {
      DeveloperName: 'New_Business',
      Name: 'Neugeschäft',
      SobjectType: 'Opportunity',
      IsActive: true,
    });
    const id = aDeal();
    org.store.set(org.store.find('Opportunity', id) ?? type, { RecordTypeId: type.id });
    expect((await read(id)).pipeline).toBe('New_Business');
  });

  it('may hide fields from us: what we may not see is not asked for', async () => {
    world = await openSalesforceWorld();
    const id = aDeal();
    world.sandbox.org.schema.hide('Account', 'Keepable_Tier__c');
    world.sandbox.org.schema.hide('OpportunityLineItem', 'Keepable_Unit__c');
    const { name, lines } = await read(id);
    expect([name, lines[0]?.unit]).toEqual(['Acme brackets', null]);
  });

  it('may hide a field later: its names are read anew', async () => {
    world = await openSalesforceWorld();
    const id = aDeal();
    await read(id);
    world.sandbox.org.schema.hide('Opportunity', 'Keepable_Requested_Date__c');
    expect((await read(id)).requestedDate).toBeNull();
  });

  it('finds an attribute under its name, whatever its capitals, with or without the mark of custom fields', async () => {
    world = await openSalesforceWorld();
    const { org } = world.sandbox;
    org.schema.addFields('Opportunity', [field('Surface_Finish__c', 'string', { custom: true, length: 255 })]);
    const id = aDeal();
    world.change(id, { Surface_Finish__c: 'zinc' });
    const [reading] = await world.crm.readDeals([id], ['surface finish', 'SURFACE_FINISH__C', 'NextStep', 'toString']);
    expect(reading?.state === 'found' && reading.deal.attributes).toEqual({
      'surface finish': 'zinc',
      SURFACE_FINISH__C: 'zinc',
    });
  });

  it('states what it has no field for as JSON: requirements, needs and estimate', async () => {
    world = await openSalesforceWorld();
    const id = aDeal();
    world.change(id, { Keepable_Facts__c: '{"needs":{"environment":"outdoor"},"requirements":"all of them"}' });
    const { needs, requirements } = await read(id);
    expect([needs, requirements]).toEqual([{ environment: 'outdoor' }, undefined]);
  });

  it('tells from its own stages, whatever they are called, what is won', async () => {
    world = await openSalesforceWorld();
    const id = aDeal();
    world.advance(60_000);
    world.closeDeal(id);
    const [reading] = await world.crm.readDeals([id], []);
    expect(reading).toMatchObject({
      isClosed: true,
      deal: { stage: 'geschafft', probability: 1, eventAt: '2026-03-02T09:01:00.000Z' },
    });
  });

  it('has its question again when a person has deleted the task', async () => {
    world = await openSalesforceWorld();
    const id = aDeal();
    const [first] = await world.crm.applyWrites([planned(id, aTask())]);
    const objectId = first?.status === 'written' ? first.objectId : null;
    const { store } = world.sandbox.org;
    for (const task of store.list('Task')) store.set(task, { IsDeleted: true });
    const [again] = await world.crm.applyWrites([planned(id, aTask({ subject: 'Still?' }), objectId)]);
    expect(again?.status === 'written' && again.objectId).not.toBe(objectId);
    expect(world.tasks(id)).toMatchObject([{ subject: 'Still?' }]);
  });

  it('asks nobody when a question that was never asked no longer stands', async () => {
    world = await openSalesforceWorld();
    const id = aDeal();
    const outcomes = await world.crm.applyWrites([planned(id, aTask({ state: 'withdrawn' }))]);
    expect(outcomes).toMatchObject([{ status: 'written', objectId: null }]);
    expect(world.tasks(id)).toEqual([]);
  });

  it.each([
    ['was cut after it', { reset: 'after' as const }],
    ['broke off', { truncate: true }],
  ])('has one task when the answer to its creation %s', async (_how, fault) => {
    world = await openSalesforceWorld();
    const id = aDeal();
    await world.crm.applyWrites([planned(id, fieldsWrite())]);
    world.sandbox.faults.add({ path: /\/composite$/, fault, after: 1, times: 1 });
    const outcomes = await world.crm.applyWrites([planned(id, aTask()), planned(id, aNote())]);
    expect(outcomes.map(({ status }) => status)).toEqual(['written', 'written']);
    expect([world.tasks(id).length, world.notes(id).length]).toEqual([1, 1]);
  });

  it('says that the outcome is not known when it cannot be read back, and has one task after the next try', async () => {
    world = await openSalesforceWorld();
    const id = aDeal();
    const { faults } = world.sandbox;
    faults.add({ path: /\/composite$/, fault: { reset: 'after' }, after: 1, times: 1 });
    faults.add({ path: /\/composite$/, fault: { reset: 'before' }, after: 2, times: 1 });
    const [outcome] = await world.crm.applyWrites([planned(id, aTask())]);
    expect(outcome).toMatchObject({ status: 'failed', error: { code: 'CRM_OUTCOME_UNKNOWN' } });
    expect(world.tasks(id)).toHaveLength(1);
    await world.crm.applyWrites([planned(id, aTask())]);
    expect(world.tasks(id)).toHaveLength(1);
  });

  it('is not written a second time when it shows what a lost answer was about', async () => {
    world = await openSalesforceWorld();
    const id = aDeal();
    world.sandbox.faults.add({ path: /\/composite$/, fault: { reset: 'after' }, times: 1 });
    expect(await world.crm.applyWrites([planned(id, fieldsWrite())])).toMatchObject([
      { status: 'written', objectId: id },
    ]);
    world.sandbox.faults.add({ path: /\/composite$/, fault: { reset: 'before' }, times: 1 });
    const next = planned(id, fieldsWrite({ checkKey: 'key-2' }));
    expect(await world.crm.applyWrites([next])).toMatchObject([
      { status: 'failed', error: { code: 'CRM_UNAVAILABLE' } },
    ]);
  });

  it('keeps the writes of the others when a row stays locked, and says so for that one', async () => {
    world = await openSalesforceWorld();
    const [locked, free] = [aDeal('Locked'), aDeal('Free')];
    lockRow(world.sandbox.org, locked, 100);
    const outcomes = await world.crm.applyWrites([locked, free].map((id) => planned(id, fieldsWrite())));
    expect(outcomes).toMatchObject([{ status: 'failed', error: { code: 'CRM_CONFLICT' } }, { status: 'written' }]);
    expect(world.newCalls().filter((call) => call === COMPOSITE)).toHaveLength(4);
  });

  it('may have code of its own that refuses or changes what we write: told once, in its words', async () => {
    world = await openSalesforceWorld();
    const id = aDeal();
    world.sandbox.org.triggers.push({
      object: 'Task',
      run: (after) => (after['Keepable_Key__c'] === null ? null : 'No tasks from robots, please'),
    });
    const outcomes = await world.crm.applyWrites([planned(id, fieldsWrite()), planned(id, aTask())]);
    expect(outcomes).toMatchObject([
      { status: 'written' },
      { status: 'rejected', reason: expect.stringContaining('No tasks from robots, please') },
    ]);
  });

  it('may have several users with one address: the question goes to the oldest who is active', async () => {
    world = await openSalesforceWorld();
    const { org } = world.sandbox;
    putUser(org, { email: 'twins@example.com', firstName: 'A', lastName: 'Gone', isActive: false });
    const active = putUser(org, { email: 'Twins@example.com', firstName: 'B', lastName: 'Here', username: 'b' });
    putUser(org, { email: 'twins@example.com', firstName: 'C', lastName: 'Later', username: 'c' });
    const id = aDeal();
    await world.crm.applyWrites([planned(id, aTask({ assigneeEmail: 'twins@example.com' }))]);
    expect(world.activities(id)[0]?.['OwnerId']).toBe(active.id);
  });

  it('holds texts of any length: they are cut where the field ends', async () => {
    world = await openSalesforceWorld();
    const id = aDeal();
    const long = 'Längste '.repeat(10_000);
    const outcomes = await world.crm.applyWrites([
      planned(id, fieldsWrite({ summary: long, possibleQuantity: long, warnings: long })),
      planned(id, aBrief({ sections: [{ title: long, paragraphs: [long] }] })),
      planned(id, aTask({ subject: long, paragraphs: [long] })),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['written', 'written', 'written']);
    expect(String(world.opportunity(id)['Keepable_Brief__c']).length).toBeLessThanOrEqual(32_768);
  });

  it('tells of deleted opportunities and lines when it is asked what changed', async () => {
    world = await openSalesforceWorld();
    const [gone, kept] = [aDeal('Gone'), aDeal('Kept')];
    world.advance(60_000);
    const since = new Date(world.now()).toISOString();
    world.newCalls();
    world.deleteDeal(gone);
    expect((await world.crm.changedDeals(since)).map(({ dealId }) => dealId)).toEqual([gone]);
    await world.crm.changedDeals(since);
    expect(world.newCalls().filter((call) => call === COMPOSITE)).toHaveLength(3);
    expect(await world.crm.readDeals([kept, gone], [])).toMatchObject([{ state: 'found' }, { state: 'missing' }]);
  });
});
