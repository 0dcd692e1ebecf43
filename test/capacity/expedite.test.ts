import { describe, expect, it } from '@jest/globals';
import { findAlternatives } from '../../src/capacity/alternatives.ts';
import type { ExpediteOption } from '../../src/capacity/capacity-sheet.ts';
import { compileSheet } from '../../src/capacity/compile-sheet.ts';
import { answerWith, bestExpedite, combinationsFor } from '../../src/capacity/expedite.ts';
import { promiseDeal } from '../../src/capacity/promise-deal.ts';
import { parseIsoDate, toIsoDate } from '../../src/deal/day.ts';
import { aResource } from '../support/a-sheet.ts';
import { dealOfCase, goldenFile, sheetOfCase } from '../support/golden-cases.ts';
import { TODAY, checkOn as check, wanted, option, rush, saturday, air, busy } from '../support/expedite-plant.ts';

describe('expedite (S15)', () => {
  it('takes the cheapest combination that makes the date: material 2 days sooner for 300, not 8 hours of Saturday for 480', () => {
    const [best] = findAlternatives(check(busy(), wanted('2026-03-17')).answer);
    // Ready 4 Mar instead of 6 Mar: 1320 min on 5 and 6 Mar, quality 9 Mar, transit to 11 Mar.
    expect(best).toMatchObject({
      kind: 'expedite',
      meetsRequest: true,
      levers: ['Rush material'],
      signoffs: ['Buyer'],
      schedule: [{ line: 'L1', date: '2026-03-11', quantity: 100 }],
    });
    expect(best?.cost).toEqual({
      total: 300,
      parts: [{ what: 'Rush material', amount: 300, row: 'Expedite options!2' }],
    });
  });

  it('prices only the overtime that is taken: 8 hours on 7 Mar at 60, not those of 14 Mar', () => {
    const best = bestExpedite(check(busy({ expediteOptions: [saturday] }), wanted('2026-03-17')).answer);
    // 7 Mar 480, then 240 a day from 9 Mar: 480 + 3 x 240 = 1200, the last 120 on 12 Mar; quality 13 Mar, transit 15, Monday 16 Mar.
    expect(best?.cost).toBe(480);
    expect(best?.promises[0]).toBe(parseIsoDate('2026-03-16'));
  });

  it('shows the combination with the earliest date where none makes it, and none that adds nothing', () => {
    const base = check(
      busy({ expediteOptions: [saturday, option({ option: 'Second rush', savesDays: 0, fixedCost: 1 })] }),
      wanted('2026-03-13'),
    ).answer;
    expect(combinationsFor(base).map(({ levers }) => levers.map(({ option: { option: name } }) => name))).toEqual([
      ['Saturday shift'],
    ]);
    expect(bestExpedite(base)?.makesDate).toBe(false);
  });

  it('respects notice, weeks, the limit of overtime a week and the validity of an option', () => {
    const promiseWith = (facts: Partial<ExpediteOption>, resource = {}): string | null => {
      const best = bestExpedite(
        check(
          busy({ expediteOptions: [{ ...saturday, ...facts }], resources: [aResource(resource)] }),
          wanted('2026-03-17'),
        ).answer,
      );
      return best ? toIsoDate(best.promises[0] ?? 0) : null;
    };
    expect(promiseWith({})).toBe('2026-03-16');
    // Notice of 5 working days: from 9 Mar, so only 14 Mar: 5 x 240 = 1200 and 120 on the 14th; ship 16 Mar + 1 day of quality.
    expect(promiseWith({ noticeDays: 5 })).toBe('2026-03-18');
    expect(promiseWith({ validTo: '2026-03-06' })).toBeNull();
    // At most 2 hours: 120 + 5 x 240 = 1320 on 13 Mar: quality 16 Mar, transit 18 Mar.
    expect(promiseWith({}, { maxOvertimePerWeek: 2 })).toBe('2026-03-18');
  });

  it('acts on no lever before its notice is over: material is there, a truck is sent, goods fly from that day on', () => {
    const away = option({ option: 'Outside', appliesTo: 'LINE1', lever: 'subcontract', savesDays: 2 });
    const datesWith = (facts: ExpediteOption, date = '2026-03-17'): (string | null)[] => {
      const base = check(busy({ expediteOptions: [facts] }), wanted(date)).answer;
      const best = bestExpedite(base);
      const plan = best && answerWith(base, best).answers[0]?.plan;
      return [plan?.ready, plan?.finish, plan?.promise].map((day) => (day ? toIsoDate(day) : null));
    };
    // Rush saves 2 of 3 days: ready 2 working days after 2 Mar. 3 days of notice leave 1 saved; 4 leave none: no lever.
    expect(datesWith({ ...rush, noticeDays: 2 })[0]).toBe('2026-03-04');
    expect(datesWith({ ...rush, noticeDays: 3 })[0]).toBe('2026-03-05');
    expect(datesWith({ ...rush, noticeDays: 4 })).toEqual([null, null, null]);
    // Ships on 17 Mar, 11 working days after the order: by air on the 18th, by land on the 19th. A flight on the 18th is no sooner.
    expect(datesWith({ ...air, noticeDays: 11 })[2]).toBe('2026-03-18');
    expect(datesWith({ ...air, noticeDays: 12 })[2]).toBeNull();
    // Sent away for 2 working days: 9 and 10 Mar; with 7 days of notice not before 11 Mar.
    expect(datesWith(away)[1]).toBe('2026-03-10');
    expect(datesWith({ ...away, noticeDays: 7 })[1]).toBe('2026-03-12');
  });

  it('gives a step away: three working days outside instead of the full line, priced by the piece', () => {
    const away = option({
      option: 'Outside',
      appliesTo: 'LINE1',
      lever: 'subcontract',
      savesDays: 3,
      costPerUnit: 2.5,
      row: 'Expedite options!9',
    });
    const base = check(busy({ expediteOptions: [away] }), wanted('2026-03-17')).answer;
    const best = bestExpedite(base);
    // Ready 6 Mar + 3 working days: 11 Mar; quality 12 Mar, transit 14, Monday 16 Mar; 100 x 2.50.
    expect(best && answerWith(base, best).answers[0]?.plan).toMatchObject({
      finish: parseIsoDate('2026-03-11'),
      promise: parseIsoDate('2026-03-16'),
    });
    expect(best?.cost).toBe(250);
  });

  const file = goldenFile('promise-examples.json');
  for (const golden of file?.cases.filter(({ id }) => ['E2', 'E9-base'].includes(id)) ?? [])
    it(`finds the levers of worked example ${golden.id} by itself`, () => {
      const sheet = { ...sheetOfCase(file as never, golden), expediteOptions: [rush, saturday, air] };
      const best = bestExpedite(promiseDeal(compileSheet(sheet), dealOfCase(golden), { today: TODAY }).answer);
      // E2: rush 300. E9: overtime and rush 1260 (16 hours x 60 + 300), air instead of rush would be 1410.
      expect(best?.cost).toBe(golden.id === 'E2' ? 300 : 1260);
      expect(best?.makesDate).toBe(true);
    });
});
