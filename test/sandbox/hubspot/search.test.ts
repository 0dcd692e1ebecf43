import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startPortal } from './pretend-portal.ts';
import type { Answer, TestPortal } from './pretend-portal.ts';

const START = Date.UTC(2026, 2, 2, 8);

let portal: TestPortal;
let now = START;
beforeAll(async () => {
  portal = await startPortal({ clock: () => now });
  for (const [dealname, amount, closedate] of [
    ['Alpha brackets', '100', '2026-03-10'],
    ['Beta brackets', '2000', '2026-04-10'],
    ['Gamma hinges', '300', ''],
  ] as const) {
    now += 60_000;
    await portal.call('POST', '/crm/objects/2026-09/deals', {
      properties: { dealname, amount, closedate },
      associations: [],
    });
  }
});
afterAll(() => portal.close());

const search = (filters: unknown[], more: Record<string, unknown> = {}) =>
  portal.call('POST', '/crm/objects/2026-09/deals/search', {
    filterGroups: [{ filters }],
    sorts: [],
    properties: ['dealname'],
    limit: 100,
    after: '0',
    ...more,
  });

const names = ({ body }: Answer): (string | null | undefined)[] =>
  body.results.map(({ properties }) => properties['dealname']);

describe('search', () => {
  it.each([
    [{ propertyName: 'amount', operator: 'GT', value: '250' }, ['Beta brackets', 'Gamma hinges']],
    [
      { propertyName: 'amount', operator: 'BETWEEN', value: '100', highValue: '300' },
      ['Alpha brackets', 'Gamma hinges'],
    ],
    [{ propertyName: 'dealname', operator: 'CONTAINS_TOKEN', value: 'brack*' }, ['Alpha brackets', 'Beta brackets']],
    [{ propertyName: 'dealname', operator: 'IN', values: ['gamma hinges'] }, ['Gamma hinges']],
    [{ propertyName: 'closedate', operator: 'NOT_HAS_PROPERTY' }, ['Gamma hinges']],
    [{ propertyName: 'closedate', operator: 'LTE', value: String(Date.UTC(2026, 2, 31)) }, ['Alpha brackets']],
    [
      { propertyName: 'hs_lastmodifieddate', operator: 'GTE', value: new Date(START + 120_000).toISOString() },
      ['Beta brackets', 'Gamma hinges'],
    ],
  ])('finds by %j', async (filter, found) => {
    expect(names(await search([filter]))).toEqual(found);
  });

  it('sorts and pages', async () => {
    const sorts = ['-amount'];
    const first = await search([{ propertyName: 'amount', operator: 'HAS_PROPERTY' }], { sorts, limit: 2 });
    expect([first.body.total, names(first)]).toEqual([3, ['Beta brackets', 'Gamma hinges']]);
    const after = first.body.paging?.next.after;
    const second = await search([{ propertyName: 'amount', operator: 'HAS_PROPERTY' }], { sorts, limit: 2, after });
    expect([names(second), second.body.paging]).toEqual([['Alpha brackets'], undefined]);
  });

  it('refuses more than five filter groups, pages above 200 and results above 10 000', async () => {
    const group = { filters: [{ propertyName: 'amount', operator: 'HAS_PROPERTY' }] };
    expect((await search([], { filterGroups: Array(6).fill(group) })).status).toBe(400);
    expect((await search([], { limit: 201 })).status).toBe(400);
    expect((await search([], { after: '9950', limit: 100 })).status).toBe(400);
  });

  it('sees a change only after the lag of the index', async () => {
    portal.portal.search.lagMs = 5000;
    const { body } = await portal.call('POST', '/crm/objects/2026-09/deals', {
      properties: { dealname: 'Late' },
      associations: [],
    });
    const filter = { propertyName: 'dealname', operator: 'EQ', value: 'Late' };
    expect(names(await search([filter]))).toEqual([]);
    now += 5000;
    expect(names(await search([filter]))).toEqual(['Late']);
    await portal.call('DELETE', `/crm/objects/2026-09/deals/${body.id}`);
    expect(names(await search([filter]))).toEqual(['Late']);
    now += 5000;
    expect(names(await search([filter]))).toEqual([]);
  });
});
