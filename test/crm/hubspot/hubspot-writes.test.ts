import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { PlannedWrite, WriteOutcome } from '../../../src/crm/crm.ts';
import { AppError } from '../../../src/errors.ts';
import { FaultPlan } from '../../../src/sandbox/faults/fault-plan.ts';
import type { Fault, FaultTarget } from '../../../src/sandbox/faults/fault-plan.ts';
import { aBrief, aNote, aTask, fieldsWrite, planned } from '../../support/a-write.ts';
import type { HubspotWorld } from './hubspot-world.ts';
import { openHubspotWorld } from './hubspot-world.ts';

const codes = (outcomes: WriteOutcome[]): string[] =>
  outcomes.map((outcome) =>
    outcome.status === 'failed' && outcome.error instanceof AppError ? outcome.error.code : outcome.status,
  );

const UPSERT_TASKS = '/tasks/batch/upsert';
const ASSOCIATE_TASKS = '/tasks/deals/batch/create';
const CREATE_TASKS = '/tasks/batch/create';

describe('writing to HubSpot when the connection fails', () => {
  let world: HubspotWorld;
  let deal: string;
  beforeAll(async () => {
    world = await openHubspotWorld();
    await world.crm.provision();
  });
  beforeEach(() => {
    deal = world.putDeal({ name: 'Acme', stage: 'proposal', lines: [] });
    world.newCalls();
  });
  afterAll(() => world.close());

  it.each([
    ['the task was made and the answer lost', UPSERT_TASKS, { reset: 'after' }],
    ['the task was made and the answer broke off', UPSERT_TASKS, { truncate: true }],
    ['the request never arrived', UPSERT_TASKS, { reset: 'before' }],
    ['the task was tied to its deal and the answer lost', ASSOCIATE_TASKS, { reset: 'after' }],
    ['the task could not be tied to its deal', ASSOCIATE_TASKS, { reset: 'before' }],
    ['HubSpot had trouble', UPSERT_TASKS, { answer: { status: 502, body: {} } }],
  ] as const)('has one task in the end when %s', async (_, pathEnd, fault) => {
    world.failNext(pathEnd, fault);
    const write = planned(deal, aTask());
    expect(codes(await world.crm.applyWrites([write]))).toEqual(['CRM_UNAVAILABLE']);
    expect(codes(await world.crm.applyWrites([write]))).toEqual(['written']);
    expect(world.tasks(deal)).toHaveLength(1);
    expect(
      world.sandbox.portal.store
        .list('tasks')
        .filter(({ properties }) => properties['keepable_key'] === write.externalKey),
    ).toHaveLength(1);
  });

  it('writes the fields and the note although the task fails', async () => {
    world.failNext(UPSERT_TASKS, { answer: { status: 503, body: {} } });
    const outcomes = await world.crm.applyWrites([
      planned(deal, aTask()),
      planned(deal, fieldsWrite()),
      planned(deal, aNote()),
    ]);
    expect(codes(outcomes)).toEqual(['CRM_UNAVAILABLE', 'written', 'written']);
    expect(world.notes(deal)).toHaveLength(1);
  });

  it('writes 99 deals although a rule of the admin refuses the hundredth', async () => {
    const deals = Array.from({ length: 100 }, (_, index) =>
      world.putDeal({ name: `Deal ${index}`, stage: 'proposal', lines: [] }),
    );
    world.refuseUpdates(deals[41] ?? '', 'closedate');
    const outcomes = await world.crm.applyWrites(deals.map((id) => planned(id, fieldsWrite())));
    expect(outcomes.filter(({ status }) => status === 'written')).toHaveLength(99);
    expect(outcomes[41]).toMatchObject({ status: 'rejected', reason: expect.stringContaining('"closedate"') });
    expect(world.newCalls()).toEqual(['POST /crm/objects/2026-09/deals/batch/update']);
  });

  it('says of a task whose deal has just gone, and of no other, that it could not be tied', async () => {
    const gone = world.putDeal({ name: 'Gone', stage: 'proposal', lines: [] });
    world.deleteDeal(gone);
    const outcomes = await world.crm.applyWrites([
      planned(deal, aTask()),
      planned(gone, aTask()),
      planned(deal, aNote()),
    ]);
    expect(codes(outcomes)).toEqual(['written', 'CRM_NOT_FOUND', 'written']);
    expect(world.tasks(deal)).toHaveLength(1);
  });

  it('asks again in a task that a person has deleted', async () => {
    const [first] = await world.crm.applyWrites([planned(deal, aTask())]);
    const objectId = first?.status === 'written' ? first.objectId : null;
    const task = world.sandbox.portal.store.find('tasks', objectId ?? '');
    if (task) world.sandbox.portal.store.archive(task, { source: 'CRM_UI', userId: 101 });
    await world.crm.applyWrites([planned(deal, aTask({ paragraphs: ['Still asked.'] }), objectId)]);
    const live = world.sandbox.portal.store.associations.of({ type: 'deals', id: deal }, 'tasks');
    expect(live.map(({ id }) => world.sandbox.portal.store.find('tasks', id)?.archivedAt)).toContain(null);
  });
});

describe('writing to a portal that refuses unique keys', () => {
  let world: HubspotWorld;
  let deal: string;
  let write: PlannedWrite;
  beforeAll(async () => {
    world = await openHubspotWorld({ refusesUniqueKeys: true });
  });
  beforeEach(() => {
    deal = world.putDeal({ name: 'Acme', stage: 'proposal', lines: [] });
    write = planned(deal, aTask());
  });
  afterAll(() => world.close());

  it('finds out by itself, without having been provisioned in this process', async () => {
    expect(codes(await world.crm.applyWrites([write]))).toEqual(['written']);
    expect(world.tasks(deal)).toHaveLength(1);
  });

  it('says that the outcome is unknown when the answer to a create is lost, and looks before it tries again', async () => {
    world.failNext(CREATE_TASKS, { reset: 'after' });
    expect(codes(await world.crm.applyWrites([write]))).toEqual(['CRM_OUTCOME_UNKNOWN']);
    world.newCalls();
    expect(codes(await world.crm.applyWrites([write]))).toEqual(['written']);
    expect(world.tasks(deal)).toHaveLength(1);
    expect(world.newCalls()).not.toContain('POST /crm/objects/2026-09/tasks/batch/create');
  });

  it('leaves a task done that was ticked off before we knew that it was there', async () => {
    world.failNext(CREATE_TASKS, { reset: 'after' });
    await world.crm.applyWrites([write]);
    world.completeTask(deal);
    await world.crm.applyWrites([write]);
    expect(world.tasks(deal)).toMatchObject([{ isDone: true }]);
  });

  it('never looks by search, which lags behind writes', async () => {
    await world.crm.applyWrites([write, planned(deal, aBrief())]);
    await world.crm.applyWrites([write, planned(deal, aBrief())]);
    expect(world.newCalls().filter((call) => call.includes('/search'))).toEqual([]);
    expect(world.tasks(deal)).toHaveLength(1);
    expect(world.notes(deal)).toHaveLength(1);
  });
});

/** A portal in which every second write meets a fault; the same seed gives the same storm. */
class Storm extends FaultPlan {
  #seed: number;
  isOver = false;

  constructor(seed: number) {
    super();
    this.#seed = seed;
  }

  #next(): number {
    this.#seed = (this.#seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return this.#seed / 2_147_483_648;
  }

  override strike({ path }: FaultTarget): Fault | null {
    if (this.isOver || !/(upsert|create|update)$/.test(path) || this.#next() < 0.5) return null;
    const faults: Fault[] = [
      { reset: 'after' },
      { reset: 'before' },
      { truncate: true },
      { answer: { status: 502, body: {} } },
      { answer: { status: 429, body: {}, headers: { 'Retry-After': '1' } } },
    ];
    return faults[Math.floor(this.#next() * faults.length)] ?? null;
  }
}

describe.each([false, true])(
  'a storm of faults over a thousand writes (keys cannot be unique: %p)',
  (refusesUniqueKeys) => {
    it('leaves each deal with its latest fields, one task and one note', async () => {
      const world = await openHubspotWorld({ refusesUniqueKeys });
      await world.crm.provision();
      const storm = new Storm(4711);
      world.sandbox.portal.faults = storm;
      const deals = Array.from({ length: 350 }, (_, index) =>
        world.putDeal({ name: `Deal ${index}`, stage: 'proposal', lines: [] }),
      );
      let open = deals.flatMap((id) => [fieldsWrite(), aTask(), aNote()].map((writeBack) => planned(id, writeBack)));
      for (let round = 0; open.length > 0 && round < 60; round += 1) {
        storm.isOver = round > 50;
        const outcomes = await world.crm.applyWrites(open);
        open = open.filter((_, index) => outcomes[index]?.status !== 'written');
      }
      expect(open).toEqual([]);
      const seen = deals.map((id) => [world.fields(id)?.verdict, world.tasks(id).length, world.notes(id).length]);
      expect(seen).toEqual(deals.map(() => ['late', 1, 1]));
      const { store } = world.sandbox.portal;
      expect([store.list('tasks').length, store.list('notes').length]).toEqual([deals.length, deals.length]);
      await world.close();
    });
  },
);

describe('calls to HubSpot for 100 deals', () => {
  let world: HubspotWorld;
  let deals: string[];
  const seed = { name: 'Acme', stage: 'proposal', ownerEmail: 'rep@example.com', company: { name: 'Acme', tier: 'A' } };
  const writes = (ids: string[], objectIds: Map<string, string> = new Map()): PlannedWrite[] =>
    ids.flatMap((id) =>
      [fieldsWrite(), aTask(), aNote()].map((writeBack) =>
        planned(id, writeBack, objectIds.get(`${id} ${writeBack.key}`) ?? null),
      ),
    );
  beforeAll(async () => {
    world = await openHubspotWorld();
    await world.crm.provision();
    deals = Array.from({ length: 100 }, () => world.putDeal({ ...seed, lines: [{ product: 'BRK', quantity: 1 }] }));
  });
  afterAll(() => world.close());

  it('reads them in five calls, and the owners once', async () => {
    world.newCalls();
    await world.crm.readDeals(deals, []);
    expect(world.newCalls().sort()).toEqual([
      'GET /crm/owners/2026-09',
      'POST /crm/associations/2026-09/deals/companies/batch/read',
      'POST /crm/associations/2026-09/deals/line_items/batch/read',
      'POST /crm/objects/2026-09/companies/batch/read',
      'POST /crm/objects/2026-09/deals/batch/read',
      'POST /crm/objects/2026-09/line_items/batch/read',
    ]);
    await world.crm.readDeals(deals, []);
    expect(world.newCalls()).toHaveLength(5);
  });

  it('writes fields, tasks and notes in five calls, and in three when the tasks and notes are known', async () => {
    const outcomes = await world.crm.applyWrites(writes(deals));
    expect(codes(outcomes).filter((code) => code !== 'written')).toEqual([]);
    expect(world.newCalls().sort()).toEqual([
      'POST /crm/associations/2026-09/notes/deals/batch/create',
      'POST /crm/associations/2026-09/tasks/deals/batch/create',
      'POST /crm/objects/2026-09/deals/batch/update',
      'POST /crm/objects/2026-09/notes/batch/upsert',
      'POST /crm/objects/2026-09/tasks/batch/upsert',
    ]);
    const known = new Map(
      outcomes.flatMap((outcome) =>
        outcome.status === 'written' && outcome.objectId !== null
          ? [[`${outcome.dealId} ${outcome.key}`, outcome.objectId] as const]
          : [],
      ),
    );
    await world.crm.applyWrites(writes(deals, known));
    expect(world.newCalls()).toHaveLength(3);
  });
});
