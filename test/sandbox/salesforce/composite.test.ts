import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defineField, tasksOf } from '../../../src/sandbox/salesforce/org-people.ts';
import type { TestOrg } from './pretend-org.ts';
import { V, seedOpportunity, startOrg } from './pretend-org.ts';

let org: TestOrg;
beforeAll(async () => {
  org = await startOrg();
});
afterAll(() => org.close());

const patchOf = (id: string, body: object) => ({
  method: 'PATCH',
  url: `${V}/sobjects/Opportunity/${id}`,
  referenceId: 'opp',
  body,
});
const taskOf = (WhatId: string, referenceId = 'task') => ({
  method: 'POST',
  url: `${V}/sobjects/Task`,
  referenceId,
  body: { Subject: 'Can we?', WhatId },
});

const codes = (body: { compositeResponse: { httpStatusCode: number }[] }): number[] =>
  body.compositeResponse.map(({ httpStatusCode }) => httpStatusCode);

describe('composite requests', () => {
  it('do several writes in one call of the daily limit, and later ones may name the results of earlier ones', async () => {
    const id = seedOpportunity(org);
    const used = org.org.api.used;
    const { body, headers } = await org.call('POST', `${V}/composite`, {
      allOrNone: true,
      compositeRequest: [
        patchOf(id, { Verdict__c: 'late' }),
        taskOf(id),
        {
          method: 'PATCH',
          url: `${V}/sobjects/Task/@{task.id}`,
          referenceId: 'again',
          body: { Description: 'Is @{task.id}' },
        },
      ],
    });
    expect(codes(body)).toEqual([204, 201, 204]);
    const [task] = tasksOf(org.org, id);
    expect(task?.fields['Description']).toBe(`Is ${task?.id}`);
    expect(headers.get('sforce-limit-info')).toBe(`api-usage=${used + 1}/100000`);
  });

  it('take everything back when one part fails and all or none is asked for', async () => {
    const id = seedOpportunity(org);
    const { status, body } = await org.call('POST', `${V}/composite`, {
      allOrNone: true,
      compositeRequest: [patchOf(id, { Verdict__c: 'late' }), taskOf('wrong'), taskOf(id, 'other')],
    });
    expect([status, codes(body)]).toEqual([200, [400, 400, 400]]);
    expect(body.compositeResponse.map((part) => part.body[0]?.errorCode)).toEqual([
      'PROCESSING_HALTED',
      'MALFORMED_ID',
      'PROCESSING_HALTED',
    ]);
    expect(org.org.store.find('Opportunity', id)?.fields['Verdict__c']).toBeNull();
    expect(tasksOf(org.org, id)).toEqual([]);
  });

  it('keep what succeeded otherwise, and stop what needed the failed part', async () => {
    const id = seedOpportunity(org);
    const { body } = await org.call('POST', `${V}/composite`, {
      compositeRequest: [
        taskOf('wrong', 'first'),
        patchOf(id, { Verdict__c: 'ok' }),
        { method: 'GET', url: `${V}/sobjects/Task/@{first.id}`, referenceId: 'needs' },
      ],
    });
    expect(codes(body)).toEqual([400, 204, 400]);
    expect(body.compositeResponse[2]?.body[0]?.errorCode).toBe('PROCESSING_HALTED');
    expect(org.org.store.find('Opportunity', id)?.fields['Verdict__c']).toBe('ok');
  });

  it.each([
    [26, (id: string) => (index: number) => taskOf(id, `t${index}`)],
    [
      6,
      () => (index: number) => ({ method: 'GET', url: `${V}/query?q=SELECT+Id+FROM+Task`, referenceId: `q${index}` }),
    ],
  ])('hold no more than the platform takes: %i are too many', async (length, make) => {
    const compositeRequest = Array.from({ length }, (_, index) => make(seedOpportunity(org))(index));
    const { status, body } = await org.call('POST', `${V}/composite`, { compositeRequest });
    expect([status, body[0]?.errorCode]).toEqual([400, 'LIMIT_EXCEEDED']);
  });
});

describe('collections', () => {
  const task = (fields: object) => ({ attributes: { type: 'Task' }, Subject: 'x', ...fields });

  it('create what can be created and say what cannot', async () => {
    const { status, body } = await org.call('POST', `${V}/composite/sobjects`, {
      records: [task({}), task({ Nope: 1 })],
    });
    expect(status).toBe(200);
    expect(body).toEqual([
      { id: expect.stringMatching(/^00T/), success: true, errors: [] },
      {
        success: false,
        errors: [{ statusCode: 'INVALID_FIELD', message: expect.stringContaining('Nope'), fields: [] }],
      },
    ]);
  });

  it('create nothing when one fails and all or none is asked for', async () => {
    const before = org.org.store.list('Task').length;
    const { body } = await org.call('POST', `${V}/composite/sobjects`, {
      allOrNone: true,
      records: [task({}), task({ Nope: 1 })],
    });
    expect(body[0]?.errors[0]?.statusCode).toBe('ALL_OR_NONE_OPERATION_ROLLED_BACK');
    expect(org.org.store.list('Task')).toHaveLength(before);
  });

  it('upsert by an external id, which finds the record again', async () => {
    defineField(org.org, 'Task', { name: 'Ext__c' });
    const ext = org.org.schema.object('Task')?.fields.find(({ name }) => name === 'Ext__c');
    if (ext) ext.externalId = true;
    const upsert = () =>
      org.call('PATCH', `${V}/composite/sobjects/Task/Ext__c`, { records: [task({ Ext__c: 'k1' })] });
    const [first, second] = [await upsert(), await upsert()];
    expect([first.body[0]?.created, second.body[0]?.created]).toEqual([true, false]);
    expect(second.body[0]?.id).toBe(first.body[0]?.id);
    expect((await org.call('PATCH', `${V}/sobjects/Task/Ext__c/k1`, { Subject: 'y' })).body).toMatchObject({
      created: false,
    });
    expect((await org.call('PATCH', `${V}/sobjects/Task/Subject/x`, {})).status).toBe(404);
  });

  it('read, change and delete by id, with null for what is not there', async () => {
    const { body: made } = await org.call('POST', `${V}/sobjects/Task`, { Subject: 'x' });
    const missing = '00TKp00000zzzzz';
    const read = await org.call('POST', `${V}/composite/sobjects/Task`, {
      ids: [made.id, missing],
      fields: ['Subject'],
    });
    expect(read.body).toMatchObject([{ Id: made.id, Subject: 'x' }, null]);
    const changed = await org.call('PATCH', `${V}/composite/sobjects`, {
      records: [task({ id: made.id, Status: 'Completed' })],
    });
    expect(changed.body).toEqual([{ id: made.id, success: true, errors: [] }]);
    expect((await org.call('GET', `${V}/sobjects/Task/${made.id}`)).body).toMatchObject({ IsClosed: true });
    const gone = await org.call('DELETE', `${V}/composite/sobjects?ids=${made.id},${missing}`);
    expect(gone.body.map(({ success }) => success)).toEqual([true, false]);
  });
});
