import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mustConform } from '../support/conformance.ts';
import type { RunningDemo } from '../support/running-demo.ts';
import { eventually, runDemo } from '../support/running-demo.ts';

describe('a deal beside other open deals', () => {
  let demo: RunningDemo;
  beforeAll(async () => {
    demo = await runDemo();
  });
  afterAll(async () => {
    await demo.stop();
    mustConform(demo.journalPath);
  });

  /** The warnings once the deal has been checked in that state. */
  const warningsOf = async (dealId: string, isSo: (warnings: string) => boolean): Promise<string> =>
    eventually(
      () => demo.deal(dealId)['keepable_warnings'] ?? '',
      (warnings) => demo.deal(dealId)['keepable_verdict'] !== undefined && isSo(warnings),
    );

  it('is told which of them would cost it its date, until that one is closed (S12)', async () => {
    const other = demo.putDeal({ name: 'Globex brackets', requestedDate: '2026-03-27' });
    demo.change(other, { dealstage: 'proposal' });
    await eventually(
      () => demo.deal(other)['keepable_verdict'],
      (verdict) => verdict !== undefined && verdict !== null,
    );

    const deal = demo.putDeal({ name: 'Acme brackets', requestedDate: '2026-03-19' });
    demo.change(deal, { dealstage: 'proposal' });
    const pressed = await warningsOf(deal, (warnings) => warnings.includes('Globex'));
    expect(pressed).toContain('BRK can be delivered on 19 Mar 2026 as of today, in time for 19 Mar 2026; it becomes');
    expect(pressed).toContain('The most comes from Globex brackets.');
    expect(demo.deal(deal)['keepable_verdict']).toBe('tight');

    demo.change(other, { dealstage: 'won' });
    let amount = 1000;
    const alone = await eventually(
      () => {
        demo.change(deal, { amount: String((amount += 1)) });
        return demo.deal(deal)['keepable_warnings'] ?? '';
      },
      (warnings) => !warnings.includes('Globex'),
    );
    expect(alone).not.toContain('Globex');
  });
});
