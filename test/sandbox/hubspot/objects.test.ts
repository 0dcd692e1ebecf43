import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startPortal } from './pretend-portal.ts';
import type { TestPortal } from './pretend-portal.ts';

const DEALS = '/crm/objects/2026-09/deals';

let portal: TestPortal;
beforeAll(async () => {
  portal = await startPortal();
});
afterAll(() => portal.close());

const newDeal = async (properties: Record<string, string> = {}): Promise<string> => {
  const { body } = await portal.call('POST', DEALS, {
    properties: { dealname: 'A', dealstage: 'qualified', ...properties },
    associations: [],
  });
  return body.id;
};

describe('one record', () => {
  it('is created with 201 and read back with the asked properties as text or null', async () => {
    const created = await portal.call('POST', DEALS, {
      properties: { dealname: 'Brackets', amount: '1200.50', dealstage: 'qualified', pipeline: 'default' },
      associations: [],
    });
    expect(created.status).toBe(201);
    const { body } = await portal.call(
      'GET',
      `${DEALS}/${created.body.id}?properties=dealname,closedate&properties=amount`,
    );
    expect(body.properties).toMatchObject({
      dealname: 'Brackets',
      closedate: null,
      amount: '1200.50',
      hs_object_id: body.id,
    });
    expect(Object.keys(body.properties)).not.toContain('pipeline');
  });

  it('is closed or won as its stage says', async () => {
    const id = await newDeal();
    await portal.call('PATCH', `${DEALS}/${id}`, { properties: { dealstage: 'lost' } });
    const { body } = await portal.call('GET', `${DEALS}/${id}?properties=hs_is_closed,hs_is_closed_won`);
    expect(body.properties).toMatchObject({ hs_is_closed: 'true', hs_is_closed_won: 'false' });
  });

  it('refuses a property that is not defined, in the words of HubSpot', async () => {
    const { status, body } = await portal.call('PATCH', `${DEALS}/${await newDeal()}`, {
      properties: { colour: 'red' },
    });
    expect(status).toBe(400);
    expect(body).toMatchObject({ status: 'error', category: 'VALIDATION_ERROR' });
    expect(body.message).toMatch(
      /^Property values were not valid: \[\{"isValid":false,"message":"Property \\"colour\\" does not exist"/,
    );
    expect(body.errors[0]).toMatchObject({ code: 'PROPERTY_DOESNT_EXIST', context: { propertyName: ['colour'] } });
  });

  it.each([
    ['amount', 'a lot', 'INVALID_INTEGER'],
    ['closedate', 'soon', 'INVALID_DATE'],
    ['dealstage', 'nowhere', 'INVALID_OPTION'],
    ['hs_priority', 'urgent', 'INVALID_OPTION'],
    ['hubspot_owner_id', '1', 'INVALID_OWNER_ID'],
    ['hs_is_closed', 'true', 'READ_ONLY_VALUE'],
  ])('refuses %s = %s', async (name, value, code) => {
    const { status, body } = await portal.call('PATCH', `${DEALS}/${await newDeal()}`, {
      properties: { [name]: value },
    });
    expect([status, body.errors[0]?.code]).toEqual([400, code]);
  });

  it('is gone after it was archived', async () => {
    const id = await newDeal();
    expect((await portal.call('DELETE', `${DEALS}/${id}`)).status).toBe(204);
    expect((await portal.call('GET', `${DEALS}/${id}`)).status).toBe(404);
    expect((await portal.call('GET', `${DEALS}/${id}?archived=true`)).body).toMatchObject({ id, archived: true });
  });

  it('keeps the history of a property with who changed it', async () => {
    const id = await newDeal();
    await portal.call('PATCH', `${DEALS}/${id}`, { properties: { dealstage: 'proposal' } });
    const { body } = await portal.call('GET', `${DEALS}/${id}?propertiesWithHistory=dealstage`);
    expect(body.propertiesWithHistory['dealstage']?.map((version) => version.value)).toEqual(['proposal', 'qualified']);
    expect(body.propertiesWithHistory['dealstage']?.[0]).toMatchObject({ sourceType: 'INTEGRATION', sourceId: '4242' });
  });

  it('keeps its time of change when a write changes nothing', async () => {
    const id = await newDeal();
    const before = await portal.call('GET', `${DEALS}/${id}`);
    await portal.call('PATCH', `${DEALS}/${id}`, { properties: { dealname: 'A' } });
    expect((await portal.call('GET', `${DEALS}/${id}`)).body).toEqual(before.body);
  });
});

describe('a batch', () => {
  it('answers 207 and names the records that are missing', async () => {
    const id = await newDeal();
    const { status, body } = await portal.call('POST', `${DEALS}/batch/read`, {
      inputs: [{ id }, { id: '99' }, { id: '98' }],
      properties: ['dealname'],
      propertiesWithHistory: [],
    });
    expect(status).toBe(207);
    expect(body.results.map(({ id }) => id)).toEqual([id]);
    expect(body.errors[0]).toMatchObject({ category: 'OBJECT_NOT_FOUND', context: { ids: ['99', '98'] } });
  });

  it('takes 100 records and refuses 101', async () => {
    const inputs = (count: number) => Array.from({ length: count }, (_, index) => ({ id: String(index + 1) }));
    const read = (count: number) =>
      portal.call('POST', `${DEALS}/batch/read`, { inputs: inputs(count), properties: [], propertiesWithHistory: [] });
    expect((await read(100)).status).toBe(207);
    expect((await read(101)).status).toBe(400);
  });

  it('creates all or nothing when the inputs carry no trace id', async () => {
    const before = portal.portal.store.list('deals').length;
    const { status } = await portal.call('POST', `${DEALS}/batch/create`, {
      inputs: [
        { properties: { dealname: 'good' }, associations: [] },
        { properties: { dealname: 'bad', amount: 'x' }, associations: [] },
      ],
    });
    expect(status).toBe(400);
    expect(portal.portal.store.list('deals').length).toBe(before);
  });

  it('creates what it can and names the rest when every input carries a trace id', async () => {
    const { status, body } = await portal.call('POST', `${DEALS}/batch/create`, {
      inputs: [
        { objectWriteTraceId: 'one', properties: { dealname: 'good' }, associations: [] },
        { objectWriteTraceId: 'two', properties: { amount: 'x' }, associations: [] },
      ],
    });
    expect(status).toBe(207);
    expect(body.results).toMatchObject([{ objectWriteTraceId: 'one' }]);
    expect(body).toMatchObject({ numErrors: 1, errors: [{ context: { objectWriteTraceId: ['two'] } }] });
  });

  it('answers 201 when everything was created and 200 when everything was updated', async () => {
    const created = await portal.call('POST', `${DEALS}/batch/create`, {
      inputs: [{ properties: { dealname: 'x' }, associations: [] }],
    });
    expect(created.status).toBe(201);
    const id = created.body.results[0]?.id ?? '';
    const updated = await portal.call('POST', `${DEALS}/batch/update`, {
      inputs: [{ id, properties: { dealname: 'y' } }],
    });
    expect([updated.status, updated.body.results[0]?.properties['dealname']]).toEqual([200, 'y']);
  });

  it('refuses the same record twice in one update', async () => {
    const id = await newDeal();
    const input = { id, properties: { dealname: 'y' } };
    expect((await portal.call('POST', `${DEALS}/batch/update`, { inputs: [input, input] })).status).toBe(400);
  });
});

describe('an upsert by a unique property', () => {
  const TASKS = '/crm/objects/2026-09/tasks';
  const upsert = (key: string, subject: string, idProperty = 'keepable_key') =>
    portal.call('POST', `${TASKS}/batch/upsert`, {
      inputs: [
        {
          id: key,
          idProperty,
          objectWriteTraceId: key,
          properties: { hs_timestamp: '2026-03-17T09:00:00Z', hs_task_subject: subject },
        },
      ],
    });

  beforeAll(async () => {
    const groups = '/crm/properties/2026-09/tasks';
    await portal.call('POST', `${groups}/groups`, { name: 'keepable', label: 'Keepable' });
    await portal.call('POST', groups, {
      name: 'keepable_key',
      label: 'Key',
      type: 'string',
      fieldType: 'text',
      groupName: 'keepable',
      hasUniqueValue: true,
    });
  });

  it('creates one task, however often it is sent', async () => {
    const first = await upsert('deal 1 task', 'Can we deliver?');
    const second = await upsert('deal 1 task', 'Can we deliver by 17 Mar 2026?');
    expect([first.status, first.body.results[0]?.new, second.body.results[0]?.new]).toEqual([200, true, false]);
    expect(second.body.results[0]?.id).toBe(first.body.results[0]?.id);
    const tasks = portal.portal.store.list('tasks').filter((task) => task.properties['keepable_key'] === 'deal 1 task');
    expect(tasks.map((task) => task.properties['hs_task_subject'])).toEqual(['Can we deliver by 17 Mar 2026?']);
  });

  it('makes a new task once the old one was archived', async () => {
    const first = await upsert('deal 2 task', 'Can we?');
    await portal.call('DELETE', `${TASKS}/${first.body.results[0]?.id}`);
    expect((await upsert('deal 2 task', 'Can we?')).body.results[0]?.new).toBe(true);
  });

  it('refuses a property that is not unique', async () => {
    const { status, body } = await upsert('x', 'y', 'hs_task_subject');
    expect([status, body.errors[0]?.message]).toEqual([
      207,
      'Property "hs_task_subject" is not a unique identifier property',
    ]);
  });

  it('refuses to give a second task the same key', async () => {
    await upsert('deal 3 task', 'Can we?');
    const { status, body } = await portal.call('POST', TASKS, {
      properties: { hs_timestamp: '2026-03-17T09:00:00Z', keepable_key: 'deal 3 task' },
      associations: [],
    });
    expect([status, body.errors[0]?.code]).toEqual([400, 'CONFLICTING_UNIQUE_VALUE']);
  });

  it('reads a task by its key', async () => {
    await upsert('deal 4 task', 'Can we?');
    const { body } = await portal.call(
      'GET',
      `${TASKS}/deal%204%20task?idProperty=keepable_key&properties=hs_task_subject`,
    );
    expect(body.properties['hs_task_subject']).toBe('Can we?');
  });
});
