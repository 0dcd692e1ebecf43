import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Crm, WriteOutcome } from '../../src/crm/crm.ts';
import type { Deal } from '../../src/deal/deal.ts';
import { hasCode } from '../../src/errors.ts';
import { aBrief, aNote, aTask, fieldsWrite, planned, someFields } from '../support/a-write.ts';
import type { CrmWorld, DealSeed } from './crm-world.ts';

const SEED: DealSeed = {
  name: 'Acme brackets',
  stage: 'proposal',
  pipeline: 'default',
  amount: 1200.5,
  currency: 'USD',
  requestedDate: '2026-03-13',
  ownerEmail: 'rep@example.com',
  company: { name: 'Acme', tier: 'A' },
  attributes: { finish: 'zinc', colour: 'black' },
  lines: [
    { product: 'BRK', quantity: 100, unit: 'EA', unitPrice: 12, attributes: { length_mm: '400', secret: 'x' } },
    { product: 'PLT', quantity: 2.5, unit: 'KG', unitPrice: 3.25, requestedDate: '2026-04-01', attributes: {} },
  ],
};

const foundDeal = async (crm: Crm, id: string, attributes: string[] = []): Promise<Deal> => {
  const [reading] = await crm.readDeals([id], attributes);
  if (reading?.state !== 'found') throw new Error(`Deal ${id} was not found.`);
  return reading.deal;
};

const statuses = (outcomes: WriteOutcome[]): string[] => outcomes.map(({ status }) => status);

/** What every CRM behind the Crm interface must do. `openWorld` makes a fresh one for the calling file. */
export const describeCrmContract = (name: string, openWorld: () => Promise<CrmWorld>): void => {
  describe(`${name} keeps the contract of a CRM`, () => {
    let world: CrmWorld;
    let deal: string;
    beforeAll(async () => {
      world = await openWorld();
      await world.crm.provision();
    });
    beforeEach(() => {
      deal = world.putDeal(SEED);
    });
    afterAll(() => world.close());

    describe('reading', () => {
      it('reads a deal with its lines, company and owner', async () => {
        const read = await foundDeal(world.crm, deal);
        expect(read).toMatchObject({
          id: deal,
          name: 'Acme brackets',
          stage: 'proposal',
          pipeline: 'default',
          amount: 1200.5,
          currency: 'USD',
          requestedDate: '2026-03-13',
          owner: { email: 'rep@example.com' },
          company: { name: 'Acme', tier: 'A' },
        });
        expect(read.lines).toMatchObject([
          { product: 'BRK', quantity: 100, unit: 'EA', unitPrice: 12 },
          { product: 'PLT', quantity: 2.5, unit: 'KG', unitPrice: 3.25, requestedDate: '2026-04-01' },
        ]);
      });

      it('reads the attributes that are asked for, on the deal and on the lines, and no others', async () => {
        const read = await foundDeal(world.crm, deal, ['finish', 'length_mm']);
        expect(read.attributes).toEqual({ finish: 'zinc' });
        expect(read.lines[0]?.attributes).toEqual({ length_mm: '400' });
      });

      it('reads a deal that has nothing but a name', async () => {
        const bare = world.putDeal({ name: 'Bare', stage: 'proposal', lines: [] });
        expect(await foundDeal(world.crm, bare)).toMatchObject({ name: 'Bare', lines: [] });
        const read = await foundDeal(world.crm, bare);
        expect([read.requestedDate, read.amount, read.owner, read.company].filter(Boolean)).toEqual([]);
      });

      it('answers for each deal in the order asked, and says which are missing', async () => {
        const other = world.putDeal({ ...SEED, name: 'Other' });
        const gone = world.putDeal({ ...SEED, name: 'Gone' });
        world.deleteDeal(gone);
        const readings = await world.crm.readDeals([other, gone, deal], []);
        expect(readings.map(({ dealId, state }) => [dealId, state])).toEqual([
          [other, 'found'],
          [gone, 'missing'],
          [deal, 'found'],
        ]);
      });

      it('tells open deals from closed ones', async () => {
        world.closeDeal(deal);
        const open = world.putDeal(SEED);
        const readings = await world.crm.readDeals([deal, open], []);
        expect(readings.map((reading) => reading.state === 'found' && reading.isClosed)).toEqual([true, false]);
      });

      it('names the deals that carry a line item', async () => {
        const read = await foundDeal(world.crm, deal);
        const [first, second] = read.lines.map(({ id }) => id);
        expect(await world.crm.dealsOfLineItems([first ?? '', second ?? ''])).toEqual([deal]);
        expect(await world.crm.dealsOfLineItems(['404404'])).toEqual([]);
      });

      it('reads a deal the same way twice, whatever was written back in between', async () => {
        const before = await foundDeal(world.crm, deal, ['finish']);
        world.advance(60_000);
        await world.crm.applyWrites([planned(deal, fieldsWrite()), planned(deal, aNote())]);
        expect(await foundDeal(world.crm, deal, ['finish'])).toEqual(before);
      });
    });

    describe('writing', () => {
      it('shows the verdict on the deal', async () => {
        const outcomes = await world.crm.applyWrites([planned(deal, fieldsWrite())]);
        expect(outcomes).toMatchObject([{ dealId: deal, key: 'verdict', status: 'written' }]);
        expect(world.fields(deal)).toEqual(someFields());
      });

      it('takes back a promise date that no longer holds', async () => {
        await world.crm.applyWrites([planned(deal, fieldsWrite())]);
        await world.crm.applyWrites([
          planned(deal, fieldsWrite({ verdict: 'cannot_tell', promiseDate: null, slackDays: null })),
        ]);
        expect(world.fields(deal)).toMatchObject({ verdict: 'cannot_tell', promiseDate: null, slackDays: null });
      });

      it('asks the question in one task, however often it is applied', async () => {
        const write = planned(deal, aTask());
        await world.crm.applyWrites([write]);
        await world.crm.applyWrites([write]);
        expect(world.tasks(deal)).toMatchObject([
          {
            subject: 'Can we deliver 100 BRK to Acme by 17 Mar 2026?',
            dueAt: '2026-03-04T16:00:00.000Z',
            ownerEmail: 'planner@example.com',
            isDone: false,
          },
        ]);
        expect(world.tasks(deal)[0]?.text).toContain('LINE1 is full in the week of 9 Mar 2026.');
      });

      it('names the person in the task when the CRM does not know the e-mail address', async () => {
        await world.crm.applyWrites([planned(deal, aTask({ assigneeEmail: 'stranger@example.com' }))]);
        const [task] = world.tasks(deal);
        expect(task?.ownerEmail === 'stranger@example.com' || task?.text.includes('stranger@example.com')).toBe(true);
      });

      it('brings new figures into the task that is already there', async () => {
        const [first] = await world.crm.applyWrites([planned(deal, aTask())]);
        const objectId = first?.status === 'written' ? first.objectId : null;
        await world.crm.applyWrites([
          planned(deal, aTask({ subject: 'Can we deliver 80 BRK to Acme by 17 Mar 2026?' }), objectId),
        ]);
        expect(world.tasks(deal).map(({ subject }) => subject)).toEqual([
          'Can we deliver 80 BRK to Acme by 17 Mar 2026?',
        ]);
      });

      it('leaves a task done that a person has ticked off', async () => {
        const [first] = await world.crm.applyWrites([planned(deal, aTask())]);
        world.completeTask(deal);
        const objectId = first?.status === 'written' ? first.objectId : null;
        await world.crm.applyWrites([planned(deal, aTask({ paragraphs: ['New figures.'] }), objectId)]);
        expect(world.tasks(deal)).toMatchObject([{ isDone: true, text: expect.stringContaining('New figures.') }]);
      });

      it('closes a task whose question no longer stands, with the reason', async () => {
        const [first] = await world.crm.applyWrites([planned(deal, aTask())]);
        const objectId = first?.status === 'written' ? first.objectId : null;
        const reason = 'The deal now asks for 27 Mar 2026, which can be kept.';
        await world.crm.applyWrites([planned(deal, aTask({ state: 'withdrawn', paragraphs: [reason] }), objectId)]);
        expect(world.tasks(deal)).toMatchObject([{ isDone: true, text: expect.stringContaining(reason) }]);
      });

      it('completes a task that was answered with the answer, and opens it again when the answer is taken back', async () => {
        const [first] = await world.crm.applyWrites([planned(deal, aTask())]);
        const objectId = first?.status === 'written' ? first.objectId : null;
        const answer = 'Yes, if: at most 80 BRK. Answered by planner@example.com.';
        await world.crm.applyWrites([planned(deal, aTask({ state: 'answered', paragraphs: [answer] }), objectId)]);
        expect(world.tasks(deal)).toMatchObject([{ isDone: true, text: expect.stringContaining(answer) }]);
        await world.crm.applyWrites([planned(deal, aTask({ state: 'reopened' }), objectId)]);
        expect(world.tasks(deal)).toMatchObject([{ isDone: false }]);
      });

      it('tells a changed verdict in a note and hands over one brief', async () => {
        await world.crm.applyWrites([planned(deal, aNote()), planned(deal, aBrief())]);
        await world.crm.applyWrites([planned(deal, aBrief())]);
        const notes = world.notes(deal);
        expect(notes).toHaveLength(2);
        expect(notes.find((text) => text.includes('Late by 2 working days'))).toContain('Can deliver 19 Mar 2026.');
        expect(notes.find((text) => text.includes('Handoff brief'))).toContain('LINE1 is full.');
      });

      it('shows what a name or a sheet cell says as text, never as markup', async () => {
        const hostile = `<img src=x onerror=alert(1)> & "quotes" 'n' </p>`;
        await world.crm.applyWrites([planned(deal, aNote({ title: hostile, paragraphs: [hostile] }))]);
        expect(world.notes(deal)[0]?.split(hostile)).toHaveLength(3);
      });

      it('gives one outcome per write in order, and one deal that is gone holds nobody up', async () => {
        const gone = world.putDeal({ ...SEED, name: 'Gone' });
        const last = world.putDeal({ ...SEED, name: 'Last' });
        world.deleteDeal(gone);
        const writes = [deal, gone, last].map((id) => planned(id, fieldsWrite()));
        const outcomes = await world.crm.applyWrites(writes);
        expect(statuses(outcomes)).toEqual(['written', 'failed', 'written']);
        expect(outcomes[1]?.status === 'failed' && hasCode(outcomes[1].error, 'CRM_NOT_FOUND')).toBe(true);
        expect(world.fields(last)?.verdict).toBe('late');
      });

      it("passes an admin's rule on in the admin's words, and writes what it does not forbid", async () => {
        world.refuseUpdates(deal, 'closedate');
        const free = world.putDeal({ ...SEED, stage: 'contract' });
        const outcomes = await world.crm.applyWrites([
          planned(deal, fieldsWrite()),
          planned(free, fieldsWrite()),
          planned(deal, aNote()),
        ]);
        expect(statuses(outcomes)).toEqual(['rejected', 'written', 'written']);
        expect(outcomes[0]?.status === 'rejected' && outcomes[0].reason).toContain('closedate');
      });

      it('writes nothing when there is nothing to write', async () => {
        expect(await world.crm.applyWrites([])).toEqual([]);
      });
    });

    describe('keeping up', () => {
      it('can be provisioned again at any time', async () => {
        await world.crm.provision();
        await world.crm.applyWrites([planned(deal, fieldsWrite())]);
        expect(world.fields(deal)?.verdict).toBe('late');
      });

      it('names the deals that changed since a moment, the newest last', async () => {
        const other = world.putDeal({ ...SEED, name: 'Other' });
        world.advance(60_000);
        const since = new Date(world.now()).toISOString();
        world.renameDeal(other, 'Other, renamed');
        world.advance(1000);
        world.renameDeal(deal, 'Renamed after it');
        world.advance(60_000);
        const changed = await world.crm.changedDeals(since);
        expect(changed.map(({ dealId }) => dealId)).toEqual([other, deal]);
        expect(changed.every(({ changedAt }) => changedAt >= since)).toBe(true);
      });

      it('names a deal of which only a line item changed, by a property that no webhook tells of', async () => {
        world.putDeal({ ...SEED, name: 'Untouched' });
        world.advance(60_000);
        const since = new Date(world.now()).toISOString();
        world.changeLine(deal, 'length_mm', '450');
        world.advance(60_000);
        expect((await world.crm.changedDeals(since)).map(({ dealId }) => dealId)).toEqual([deal]);
      });

      it('names a deal of which only a line changed', async () => {
        world.putDeal({ ...SEED, name: 'Left alone' });
        world.advance(60_000);
        const since = new Date(world.now()).toISOString();
        world.changeQuantity(deal, 120);
        world.advance(60_000);
        expect((await world.crm.changedDeals(since)).map(({ dealId }) => dealId)).toEqual([deal]);
      });

      it('names all deals when nothing was seen before, however many there are', async () => {
        const ids = Array.from({ length: 230 }, (_, index) =>
          world.putDeal({ ...SEED, name: `Deal ${index}`, lines: [] }),
        );
        world.advance(60_000);
        const known = new Set((await world.crm.changedDeals(null)).map(({ dealId }) => dealId));
        expect(ids.filter((id) => !known.has(id))).toEqual([]);
      });
    });
  });
};
