import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mustConform } from '../support/conformance.ts';
import type { RunningDemo } from '../support/running-demo.ts';
import { eventually, runDemo } from '../support/running-demo.ts';

const HOUR_MS = 60 * 60 * 1000;

describe('a deal that changes after the cut-off of the plant', () => {
  let demo: RunningDemo;
  beforeAll(async () => {
    demo = await runDemo();
  });
  afterAll(async () => {
    await demo.stop();
    mustConform(demo.journalPath);
  });

  const briefOf = (dealId: string): string =>
    demo
      .tied(dealId, 'notes')
      .map(({ properties }) => properties['hs_note_body'] ?? '')
      .join('\n');

  it('is ordered on the next working day (S2)', async () => {
    const before = demo.putDeal({ name: 'Before the cut-off' });
    demo.change(before, { dealstage: 'proposal' });
    expect(
      await eventually(
        () => briefOf(before),
        (brief) => brief.includes('order date'),
      ),
    ).toContain('order date 2 Mar 2026');
    demo.advance(7 * HOUR_MS);
    const after = demo.putDeal({ name: 'After the cut-off' });
    demo.change(after, { dealstage: 'proposal' });
    expect(
      await eventually(
        () => briefOf(after),
        (brief) => brief.includes('order date'),
      ),
    ).toContain('order date 3 Mar 2026');
  });
});
