import type { Deal, LineItem } from '../../src/deal/deal.ts';

/** A line item: 100 EA of BRK, wanted on 20 Mar 2026, with every fact that the default sheet asks for. */
export const aLine = (facts: Partial<LineItem> = {}): LineItem => ({
  id: 'L1',
  product: 'BRK',
  quantity: 100,
  unit: 'EA',
  unitPrice: 12,
  requestedDate: '2026-03-20',
  attributes: {},
  ...facts,
});

/** A deal that the default sheet can keep with room to spare: promise 13 Mar 2026, wanted 20 Mar 2026. */
export const aDeal = (facts: Partial<Deal> = {}): Deal => ({
  id: 'D-1',
  name: 'Acme brackets',
  stage: 'proposal',
  pipeline: 'default',
  amount: 1200,
  currency: 'USD',
  owner: { id: '7', name: 'R. Rep', email: 'rep@example.com' },
  company: { id: '9', name: 'Acme', tier: 'A' },
  eventAt: '2026-03-02T15:00:00Z',
  requestedDate: '2026-03-20',
  attributes: {},
  lines: [aLine()],
  ...facts,
});
