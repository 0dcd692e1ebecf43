import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startPortal } from './pretend-portal.ts';
import type { TestPortal } from './pretend-portal.ts';

let portal: TestPortal;
beforeAll(async () => {
  portal = await startPortal();
});
afterAll(() => portal.close());

const create = async (
  type: string,
  properties: Record<string, string>,
  associations: unknown[] = [],
): Promise<string> => (await portal.call('POST', `/crm/objects/2026-09/${type}`, { properties, associations })).body.id;

const readAll = (from: string, to: string, ids: string[]) =>
  portal.call('POST', `/crm/associations/2026-09/${from}/${to}/batch/read`, { inputs: ids.map((id) => ({ id })) });

const spec = (associationTypeId: number) => ({ associationCategory: 'HUBSPOT_DEFINED', associationTypeId });

describe('associations', () => {
  it('are made together with a task and read from both sides', async () => {
    const deal = await create('deals', { dealname: 'A' });
    const task = await create('tasks', { hs_timestamp: '2026-03-17T09:00:00Z' }, [
      { to: { id: deal }, types: [spec(216)] },
    ]);
    const fromDeal = await readAll('deals', 'tasks', [deal]);
    expect(fromDeal.status).toBe(200);
    expect(fromDeal.body.results).toEqual([
      {
        from: { id: deal },
        to: [{ toObjectId: task, associationTypes: [{ category: 'HUBSPOT_DEFINED', typeId: 215 }] }],
      },
    ]);
    const fromTask = await readAll('tasks', 'deals', [task]);
    expect(fromTask.body.results[0]?.to[0]).toMatchObject({ toObjectId: deal, associationTypes: [{ typeId: 216 }] });
  });

  it('that are missing are told as an error beside the others', async () => {
    const deal = await create('deals', { dealname: 'with a line' });
    const bare = await create('deals', { dealname: 'without' });
    const line = await create('line_items', { name: 'Bracket' });
    await portal.call('PUT', `/crm/objects/2026-09/deals/${deal}/associations/default/line_items/${line}`);
    const { status, body } = await readAll('deals', 'line_items', [deal, bare]);
    expect([status, body.results.length, body.numErrors]).toEqual([207, 1, 1]);
    expect(body.errors[0]).toMatchObject({
      subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND',
      message: `No line_item is associated with deal ${bare}.`,
    });
  });

  it('of the primary company carry the label and the plain type', async () => {
    const deal = await create('deals', { dealname: 'A' });
    const company = await create('companies', { name: 'Acme' });
    const made = await portal.call('POST', '/crm/associations/2026-09/deals/companies/batch/create', {
      inputs: [{ from: { id: deal }, to: { id: company }, types: [spec(5)] }],
    });
    expect(made.body.results).toEqual([
      { fromObjectTypeId: '0-3', fromObjectId: deal, toObjectTypeId: '0-2', toObjectId: company, labels: ['Primary'] },
    ]);
    const { body } = await readAll('deals', 'companies', [deal]);
    expect(body.results[0]?.to[0]?.associationTypes.map((type) => type.typeId)).toEqual([5, 341]);
  });

  it('made twice are there once', async () => {
    const deal = await create('deals', { dealname: 'A' });
    const note = await create('notes', { hs_timestamp: '2026-03-17T09:00:00Z' });
    const link = { inputs: [{ from: { id: note }, to: { id: deal }, types: [spec(214)] }] };
    await portal.call('POST', '/crm/associations/2026-09/notes/deals/batch/create', link);
    await portal.call('POST', '/crm/associations/2026-09/notes/deals/batch/create', link);
    expect((await readAll('deals', 'notes', [deal])).body.results[0]?.to).toHaveLength(1);
  });

  it('to a record that is not there fail alone', async () => {
    const deal = await create('deals', { dealname: 'A' });
    const note = await create('notes', { hs_timestamp: '2026-03-17T09:00:00Z' });
    const { status, body } = await portal.call('POST', '/crm/associations/2026-09/notes/deals/batch/create', {
      inputs: [note, '404'].map((id) => ({ from: { id }, to: { id: deal }, types: [spec(214)] })),
    });
    expect([status, body.results.length, body.errors[0]?.category]).toEqual([207, 1, 'OBJECT_NOT_FOUND']);
  });

  it('are ended by an archive', async () => {
    const deal = await create('deals', { dealname: 'A' });
    const line = await create('line_items', { name: 'Bracket' });
    const ends = { from: { id: deal }, to: [{ id: line }] };
    await portal.call('PUT', `/crm/objects/2026-09/deals/${deal}/associations/default/line_items/${line}`);
    await portal.call('POST', '/crm/associations/2026-09/deals/line_items/batch/archive', { inputs: [ends] });
    expect((await readAll('line_items', 'deals', [line])).body.results).toEqual([]);
  });

  it('can be read for 1000 records at once and no more', async () => {
    const ids = (count: number) => Array.from({ length: count }, (_, index) => String(index + 1));
    expect((await readAll('deals', 'line_items', ids(1000))).status).toBe(207);
    expect((await readAll('deals', 'line_items', ids(1001))).status).toBe(400);
  });

  it('come along when a deal is read with them', async () => {
    const deal = await create('deals', { dealname: 'A' });
    const line = await create('line_items', { name: 'Bracket' }, [{ to: { id: deal }, types: [spec(20)] }]);
    const { body } = await portal.call('GET', `/crm/objects/2026-09/deals/${deal}?associations=line_items`);
    expect(body.associations).toEqual({ 'line items': { results: [{ id: line, type: 'deal_to_line_item' }] } });
  });
});
