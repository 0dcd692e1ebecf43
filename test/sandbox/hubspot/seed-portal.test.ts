import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seedPortal } from '../../../src/sandbox/hubspot/seed-portal.ts';
import type { SampleDeal } from '../../../src/sandbox/sample/sample-deals.ts';
import { startPortal } from './pretend-portal.ts';
import type { TestPortal } from './pretend-portal.ts';

const OWNER = { name: 'Ada Sales', email: 'ada@example.com', role: 'Rep', team: 'sales' } as const;

const deal = (name: string, attributes: Record<string, string | number | null>): SampleDeal => ({
  name,
  company: 'Acme',
  owner: OWNER,
  stage: 'proposal',
  amount: 1200,
  requestedDate: '2026-03-17',
  lines: [{ sku: 'PNL', quantity: 100, unit: 'EA', unitPrice: 12, attributes }],
});

let portal: TestPortal;
beforeAll(async () => {
  portal = await startPortal({ webhookUrl: 'http://127.0.0.1:1/nobody' });
  seedPortal(
    portal.portal,
    [deal('Panels', { length_mm: 2400 }), deal('Open panels', { length_mm: null })],
    '2026-03-02',
  );
});
afterAll(() => portal.close());

describe('a seeded portal', () => {
  it('shows its deals with company, owner and lines, and sends no webhook for them', async () => {
    const board = (await (await fetch(`${portal.url}/portal/api/board`)).json()) as { deals: unknown[] };
    expect(board.deals[0]).toMatchObject({
      name: 'Panels',
      company: 'Acme',
      owner: 'Ada Sales',
      stage: 'proposal',
      currency: 'USD',
      requestedDate: '2026-03-17',
    });
    expect(portal.portal.store.list('companies')).toHaveLength(1);
    expect(portal.sender.isIdle()).toBe(true);
  });

  it('gives the attributes of a line to the API as the customer defined them, open ones as null', async () => {
    const { results } = (
      await portal.call('GET', '/crm/objects/2026-09/line_items?properties=hs_sku,length_mm,keepable_unit')
    ).body;
    expect(results.map(({ properties }) => properties['length_mm'])).toEqual(['2400', null]);
    expect(results[0]?.properties['keepable_unit']).toBe('EA');
    const definition = await portal.call('GET', '/crm/properties/2026-09/line_items/length_mm');
    expect(definition.body).toMatchObject({ type: 'number', hubspotDefined: false });
  });

  it('finds an operations liaison among the owners', async () => {
    const { body } = await portal.call('GET', '/crm/owners/2026-09?limit=500');
    expect(body.results.length).toBeGreaterThan(5);
  });
});
