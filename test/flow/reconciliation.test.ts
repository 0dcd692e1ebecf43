import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { standardDefinition } from '../../src/sandbox/hubspot/property-book.ts';
import { aScopeLimit, aSheet } from '../support/a-sheet.ts';
import { mustConform } from '../support/conformance.ts';
import type { RunningDemo } from '../support/running-demo.ts';
import { eventually, REP, runDemo } from '../support/running-demo.ts';

const LENGTH = { name: 'length_mm', label: 'Length (mm)', type: 'number' } as const;

describe('what no webhook told', () => {
  let demo: RunningDemo;
  let dealId: string;
  const verdict = (): string | null | undefined => demo.deal(dealId)['keepable_verdict'];

  beforeAll(async () => {
    const limit = aScopeLimit({ product: 'BRK', attribute: 'length_mm', min: 10, max: 1000, severity: 'stop' });
    demo = await runDemo({ sheet: aSheet({ scopeLimits: [limit] }) });
    const { properties } = demo.sandbox.portal;
    properties.put('line_items', standardDefinition(LENGTH, 'lineiteminformation', '2026-01-01T00:00:00Z'));
    dealId = demo.putDeal({ requestedDate: '2026-04-17' });
    demo.change(dealId, { dealstage: 'proposal' });
    await eventually(verdict, (seen) => seen !== undefined);
  });
  afterAll(async () => {
    await demo.stop();
    mustConform(demo.journalPath);
  });

  it('is found by the poll: a deal whose webhook was lost', async () => {
    demo.sandbox.portal.store.quietly(() => demo.change(dealId, { keepable_requested_date: '2026-03-03' }));
    demo.advance(60_000);
    expect(await eventually(verdict, (seen) => seen === 'late')).toBe('late');
  });

  it("is found by the poll: an attribute of a line item, a property of the portal's own", async () => {
    const [line] = demo.tied(dealId, 'line_items');
    if (!line) throw new Error('The deal has no line item.');
    demo.advance(60_000);
    demo.sandbox.portal.store.update(line, { length_mm: '4000' }, REP);
    demo.advance(60_000);
    expect(await eventually(verdict, (seen) => seen === 'not_feasible')).toBe('not_feasible');
  });
});
