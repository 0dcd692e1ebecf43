import { describe, expect, it } from '@jest/globals';
import type { CapacitySheet } from '../../src/capacity/capacity-sheet.ts';
import { compileSheet } from '../../src/capacity/compile-sheet.ts';
import { leadTimeCards } from '../../src/capacity/lead-time-card.ts';
import type { LeadTimeCard } from '../../src/capacity/lead-time-card.ts';
import { parseIsoDate } from '../../src/deal/day.ts';
import { aCommitment, aProduct, aRoutingStep, aSheet } from '../support/a-sheet.ts';

const cardOf = (facts: Partial<CapacitySheet>): LeadTimeCard => {
  const [card] = leadTimeCards(compileSheet(aSheet(facts)), parseIsoDate('2026-03-02') ?? 0);
  if (!card) throw new Error('no card');
  return card;
};
const parts = ({ components }: LeadTimeCard) => components.map(({ what, standard, today }) => [what, standard, today]);

describe('the lead-time card', () => {
  it('splits the smallest order into its parts; an empty plant needs the standard time', () => {
    const card = cardOf({});
    expect(card).toMatchObject({ product: 'BRK', quantity: 10, unit: 'EA', earliest: '2026-03-12', why: null });
    expect(parts(card)).toEqual([
      ['Order entry', 1, 1],
      ['Material', 3, 3],
      ['LINE1', 1, 1],
      ['Quality', 1, 1],
      ['Transit', 2, 2],
    ]);
    expect([card.standardDays, card.todayDays]).toEqual([8, 8]);
  });

  it('shows beside it what a full week costs today: five days of waiting at that work centre and nowhere else', () => {
    const card = cardOf({ commitments: [aCommitment({ hours: 80 })] });
    expect(parts(card)).toContainEqual(['LINE1', 1, 6]);
    expect(parts(card)).toContainEqual(['Material', 3, 3]);
    expect(card.earliest).toBe('2026-03-19');
    expect([card.standardDays, card.todayDays]).toEqual([8, 13]);
  });

  it('names the days of products that are sold by a standard lead time as one part', () => {
    const product = aProduct({ fidelity: 'lead_time', standardLeadDays: 10 });
    expect(parts(cardOf({ products: [product], routing: [] }))).toEqual([
      ['Standard lead time', 10, 10],
      ['Quality', 1, 1],
      ['Transit', 2, 2],
    ]);
  });

  it('says why no date can be told', () => {
    const card = cardOf({ routing: [aRoutingStep({ resource: 'NOWHERE' })] });
    expect(card).toMatchObject({ earliest: null, todayDays: null });
    expect(card.why).toContain('NOWHERE');
    expect(cardOf({ commitments: weeksOfWork(27) }).why).toContain('end of the plan');
  });

  const weeksOfWork = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      aCommitment({
        id: `C-${index}`,
        hours: 80,
        week: new Date(Date.UTC(2026, 2, 2 + index * 7)).toISOString().slice(0, 10),
      }),
    );
});
