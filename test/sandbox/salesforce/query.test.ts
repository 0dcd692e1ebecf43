import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestOrg } from './pretend-org.ts';
import { V, seedOpportunity, startOrg } from './pretend-org.ts';

let org: TestOrg;
let id: string;
beforeAll(async () => {
  org = await startOrg();
  id = seedOpportunity(org, "O'Brien's brackets");
  org.now.ms += 60_000;
  seedOpportunity(org, 'Zinc plates');
});
afterAll(() => org.close());

const names = async (where: string): Promise<string[]> =>
  (await org.query(`SELECT Name FROM Opportunity WHERE ${where} ORDER BY Name`)).body.records.map(
    ({ Name }: { Name: string }) => Name,
  );

const BOTH = ["O'Brien's brackets", 'Zinc plates'];

describe('queries', () => {
  it('bring fields, parents and children in the shape that was asked for', async () => {
    const { body } = await org.query(
      `SELECT Id, Owner.Email, Account.Name, Campaignless__c FROM Opportunity`.replace(', Campaignless__c', '') +
        ` WHERE Id = '${id.slice(0, 15)}'`,
    );
    expect(body).toEqual({
      totalSize: 1,
      done: true,
      records: [
        {
          attributes: { type: 'Opportunity', url: `${V}/sobjects/Opportunity/${id}` },
          Id: id,
          Owner: {
            attributes: { type: 'User', url: expect.stringContaining('/sobjects/User/005') },
            Email: 'rep@example.com',
          },
          Account: {
            attributes: { type: 'Account', url: expect.stringContaining('/sobjects/Account/001') },
            Name: 'Acme',
          },
        },
      ],
    });
  });

  it('bring the lines of an opportunity in order, and null where there are none', async () => {
    const { body } = await org.query(
      `SELECT (SELECT Quantity, PricebookEntry.Product2.ProductCode FROM OpportunityLineItems ORDER BY SortOrder), (SELECT Id FROM Tasks) FROM Opportunity WHERE Id = '${id}'`,
    );
    const record = body.records[0] as { Tasks: unknown; OpportunityLineItems: unknown };
    expect(record.Tasks).toBeNull();
    expect(record.OpportunityLineItems).toMatchObject({
      totalSize: 2,
      done: true,
      records: [
        { Quantity: 100, PricebookEntry: { Product2: { ProductCode: 'BRK' } } },
        { Quantity: 2.5, PricebookEntry: { Product2: { ProductCode: 'PLT' } } },
      ],
    });
  });

  it.each([
    ["Name = 'o\\'brien\\'s BRACKETS'", ["O'Brien's brackets"]],
    ["Name LIKE 'zinc%'", ['Zinc plates']],
    ["Name LIKE '%_rackets' AND IsClosed = false", ["O'Brien's brackets"]],
    ["NOT (Name = 'Zinc plates')", ["O'Brien's brackets"]],
    ["NOT Name LIKE 'Z%' AND Amount > 1000", ["O'Brien's brackets"]],
    ["(Name = 'x' OR Name = 'Zinc plates') AND CloseDate = 2026-06-30", ['Zinc plates']],
    ['CreatedDate >= 2026-03-02T09:01:00Z', ['Zinc plates']],
    ['CreatedDate < 2026-03-02T10:01:00+01:00', ["O'Brien's brackets"]],
    ['CreatedDate >= LAST_N_DAYS:1', BOTH],
    ['NextStep = null', BOTH],
    ['NextStep != null', []],
    ["StageName IN ('Proposal', 'Prospecting')", BOTH],
    ["StageName NOT IN ('Proposal')", []],
    ["Account.Name = 'Acme'", BOTH],
    ["AccountId IN (SELECT Id FROM Account WHERE Name = 'Globex')", []],
    ['Id IN (SELECT OpportunityId FROM OpportunityLineItem WHERE Quantity = 2.5)', BOTH],
  ])('find by %s', async (where, found) => {
    expect(await names(where)).toEqual(found);
  });

  it.each([
    ['SELECT FROM Opportunity', 'MALFORMED_QUERY'],
    ["SELECT Id FROM Opportunity WHERE Name = 'a' AND Amount = 1 OR Amount = 2", 'MALFORMED_QUERY'],
    ["SELECT Id FROM Opportunity WHERE Name = 'a\\z'", 'MALFORMED_QUERY'],
    ['SELECT Nope FROM Opportunity', 'INVALID_FIELD'],
    ['SELECT RecordType.DeveloperName FROM Opportunity', 'INVALID_FIELD'],
    ['SELECT CurrencyIsoCode FROM Opportunity', 'INVALID_FIELD'],
    ["SELECT Id FROM Opportunity WHERE Warnings__c = 'x'", 'INVALID_FIELD'],
    ["SELECT Id FROM Opportunity WHERE Amount = '5'", 'INVALID_FIELD'],
    ['SELECT Id FROM Opportunity WHERE CreatedDate > 2026-03-02', 'INVALID_FIELD'],
    ["SELECT Id FROM Opportunity WHERE Id = 'zz'", 'INVALID_QUERY_FILTER_OPERATOR'],
    ['SELECT Id FROM Deal', 'INVALID_TYPE'],
    ['SELECT (SELECT Id FROM Nothings) FROM Opportunity', 'INVALID_TYPE'],
  ])('refuse %s with %s', async (soql, errorCode) => {
    const { status, body } = await org.query(soql);
    expect([status, body[0]?.errorCode]).toEqual([400, errorCode]);
  });

  it('sort empty values first, last when asked, and respect limit and offset', async () => {
    const ordered = async (order: string): Promise<unknown[]> =>
      (await org.query(`SELECT Email, FirstName FROM User ORDER BY ${order}`)).body.records.map(
        ({ FirstName }) => FirstName as unknown,
      );
    expect(await ordered('FirstName DESC')).toEqual(['Rosa', 'Ada']);
    expect(await ordered('FirstName LIMIT 1 OFFSET 1')).toEqual(['Rosa']);
    const rosa = org.org.store.list('User').find(({ fields }) => fields['FirstName'] === 'Rosa');
    if (rosa) org.org.store.set(rosa, { Title: 'Account executive' });
    expect(await ordered('Title')).toEqual(['Ada', 'Rosa']);
    expect(await ordered('Title NULLS LAST')).toEqual(['Rosa', 'Ada']);
    expect(await ordered('Title DESC')).toEqual(['Rosa', 'Ada']);
  });

  it('count without bringing records', async () => {
    expect((await org.query('SELECT COUNT() FROM Opportunity')).body).toEqual({
      totalSize: 2,
      done: true,
      records: [],
    });
  });

  it('hide deleted records, but not from queryAll', async () => {
    const gone = seedOpportunity(org, 'Gone');
    await org.call('DELETE', `${V}/sobjects/Opportunity/${gone}`);
    const soql = encodeURIComponent(`SELECT Id, IsDeleted FROM Opportunity WHERE Id = '${gone}'`);
    expect((await org.call('GET', `${V}/query?q=${soql}`)).body.totalSize).toBe(0);
    expect((await org.call('GET', `${V}/queryAll?q=${soql}`)).body.records).toMatchObject([{ IsDeleted: true }]);
  });

  it('hand out many records page by page', async () => {
    await org.call('POST', `${V}/composite/sobjects`, {
      records: Array.from({ length: 200 }, (_, index) => ({ attributes: { type: 'Account' }, Name: `Paged ${index}` })),
    });
    await org.call('POST', `${V}/sobjects/Account`, { Name: 'Paged 200' });
    const soql = encodeURIComponent("SELECT Id FROM Account WHERE Name LIKE 'Paged%'");
    const options = { 'Sforce-Query-Options': 'batchSize=200' };
    const first = await org.call('GET', `${V}/query?q=${soql}`, undefined, options);
    expect([first.body.totalSize, first.body.done, first.body.records.length]).toEqual([201, false, 200]);
    const last = await org.call('GET', first.body.nextRecordsUrl, undefined, options);
    expect([last.body.totalSize, last.body.done, last.body.records.length]).toEqual([201, true, 1]);
  });
});
