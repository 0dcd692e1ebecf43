import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { changeOpportunity, lockRow, refuseUpdates, tasksOf } from '../../../src/sandbox/salesforce/org-people.ts';
import { putUser } from '../../../src/sandbox/salesforce/org.ts';
import type { TestOrg } from './pretend-org.ts';
import { V, seedOpportunity, startOrg } from './pretend-org.ts';

let org: TestOrg;
beforeAll(async () => {
  org = await startOrg();
});
afterAll(() => org.close());

const opportunity = (path: string) => `${V}/sobjects/Opportunity/${path}`;

describe('records', () => {
  it('are created, read, changed and deleted', async () => {
    const made = await org.call('POST', `${V}/sobjects/Account`, { Name: ' Acme ' });
    expect([made.status, made.body]).toEqual([
      201,
      { id: expect.stringMatching(/^001\w{15}$/), success: true, errors: [] },
    ]);
    const path = `${V}/sobjects/Account/${made.body.id}`;
    expect((await org.call('PATCH', path, { NumberOfEmployees: '10000' })).status).toBe(204);
    const short = await org.call(
      'GET',
      `${V}/sobjects/Account/${made.body.id.slice(0, 15)}?fields=Name,NumberOfEmployees`,
    );
    expect(short.body).toEqual({
      attributes: { type: 'Account', url: path },
      Id: made.body.id,
      Name: 'Acme',
      NumberOfEmployees: 10_000,
    });
    expect((await org.call('DELETE', path)).status).toBe(204);
    expect(await org.call('GET', path)).toMatchObject({ status: 404, body: [{ errorCode: 'ENTITY_IS_DELETED' }] });
  });

  it.each([
    [{ Name: 'x'.repeat(121) }, 'STRING_TOO_LONG', ['Name']],
    [{ StageName: null }, 'REQUIRED_FIELD_MISSING', ['StageName']],
    [{ Nope__c: 1 }, 'INVALID_FIELD', undefined],
    [{ IsClosed: true }, 'INVALID_FIELD_FOR_INSERT_UPDATE', ['IsClosed']],
    [{ Amount: 'much' }, 'JSON_PARSER_ERROR', undefined],
    [{ Amount: 1e17 }, 'NUMBER_OUTSIDE_VALID_RANGE', ['Amount']],
    [{ CloseDate: '2026-02-30' }, 'JSON_PARSER_ERROR', undefined],
    [{ AccountId: 'nobody' }, 'MALFORMED_ID', ['AccountId']],
    [{ AccountId: '001Kp00000zzzzz' }, 'INVALID_CROSS_REFERENCE_KEY', []],
  ])('refuse %j with %s', async (sent, errorCode, fields) => {
    const id = seedOpportunity(org);
    const { status, body } = await org.call('PATCH', opportunity(id), sent);
    expect([status, body]).toEqual([400, [{ message: expect.any(String), errorCode, ...(fields ? { fields } : {}) }]]);
  });

  it('do not take an owner who has left', async () => {
    const gone = putUser(org.org, { email: 'gone@example.com', firstName: 'G.', lastName: 'One', isActive: false });
    const { body } = await org.call('POST', `${V}/sobjects/Task`, { Subject: 'x', OwnerId: gone.id });
    expect(body[0]?.errorCode).toBe('INACTIVE_OWNER_OR_USER');
  });

  it('of an opportunity follow its stage, and its amount follows the lines', async () => {
    const id = seedOpportunity(org);
    org.now.ms += 60_000;
    await org.call('PATCH', opportunity(id), { StageName: 'Closed Won', Amount: 1 });
    expect((await org.call('GET', opportunity(id))).body).toMatchObject({
      Amount: 1210,
      Probability: 100,
      IsClosed: true,
      IsWon: true,
      HasOpportunityLineItem: true,
      LastStageChangeDate: '2026-03-02T09:01:00.000+0000',
    });
  });

  it('leave a row of history for every change of stage, amount or close date, and for no other', async () => {
    const id = seedOpportunity(org);
    const rows = async () =>
      (
        await org.query(
          `SELECT StageName, Amount, PrevAmount, PrevCloseDate FROM OpportunityHistory WHERE OpportunityId = '${id}' ORDER BY CreatedDate, Id`,
        )
      ).body.records.map(({ attributes: _, ...row }) => row as unknown);
    const before = (await rows()).length;
    await org.call('PATCH', opportunity(id), { NextStep: 'Call' });
    expect(await rows()).toHaveLength(before);
    await org.call('PATCH', opportunity(id), { CloseDate: '2026-07-31' });
    expect((await rows()).at(-1)).toEqual({
      StageName: 'Proposal',
      Amount: 1210,
      PrevAmount: 1210,
      PrevCloseDate: '2026-06-30',
    });
  });

  it('are refused in the words of the rule of an admin, and of the code of the customer', async () => {
    const id = seedOpportunity(org);
    refuseUpdates(org.org, id, { message: 'Only finance may change this.', field: 'CloseDate' });
    org.org.pageUserId = putUser(org.org, { email: 'other@example.com', firstName: 'O.', lastName: 'Ther' }).id;
    const guarded = await org.call('PATCH', opportunity(id), { NextStep: 'x' });
    expect(guarded.body).toEqual([
      {
        message: 'Only finance may change this.',
        errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
        fields: ['CloseDate'],
      },
    ]);
    org.org.triggers.push({
      object: 'Task',
      run: (after) => (after['Subject'] === 'no' ? 'Tasks are closed for today.' : null),
    });
    const stopped = await org.call('POST', `${V}/sobjects/Task`, { Subject: 'no' });
    expect(stopped.body[0]).toMatchObject({
      errorCode: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
      message: 'Tasks are closed for today.',
    });
    org.org.triggers.length = 0;
  });

  it('whose row somebody holds can be written a moment later', async () => {
    const id = seedOpportunity(org);
    lockRow(org.org, id);
    const task = { Subject: 'x', WhatId: id };
    expect((await org.call('POST', `${V}/sobjects/Task`, task)).body[0]?.errorCode).toBe('UNABLE_TO_LOCK_ROW');
    expect((await org.call('POST', `${V}/sobjects/Task`, task)).status).toBe(201);
    expect(tasksOf(org.org, id)).toHaveLength(1);
  });

  it('are not overwritten when they changed since', async () => {
    const id = seedOpportunity(org);
    const since = { 'If-Unmodified-Since': new Date(org.now.ms).toUTCString() };
    org.now.ms += 5000;
    changeOpportunity(org.org, id, { NextStep: 'a' });
    expect((await org.call('PATCH', opportunity(id), { NextStep: 'b' }, since)).status).toBe(412);
  });

  it('that changed or were deleted in a span of time are named', async () => {
    org.now.ms += 60_000;
    const from = new Date(org.now.ms).toISOString();
    const [kept, gone] = [seedOpportunity(org, 'Kept'), seedOpportunity(org, 'Gone')];
    await org.call('DELETE', opportunity(gone));
    org.now.ms += 60_000;
    const span = `?start=${encodeURIComponent(from)}&end=${encodeURIComponent(new Date(org.now.ms).toISOString())}`;
    expect((await org.call('GET', opportunity(`updated/${span}`))).body.ids).toEqual([kept]);
    expect((await org.call('GET', opportunity(`deleted/${span}`))).body.deletedRecords.map(({ id }) => id)).toEqual([
      gone,
    ]);
  });
});
