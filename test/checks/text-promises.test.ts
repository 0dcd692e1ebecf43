import { describe, expect, it } from '@jest/globals';
import { compileSheet } from '../../src/capacity/compile-sheet.ts';
import { addWorkingDays } from '../../src/capacity/working-calendar.ts';
import { textDates } from '../../src/checks/text-dates.ts';
import { textPromises } from '../../src/checks/text-promises.ts';
import { parseIsoDate, toIsoDate } from '../../src/deal/day.ts';
import { aDeal } from '../support/a-deal.ts';
import { aSheet } from '../support/a-sheet.ts';
import { checkFacts } from '../support/a-result.ts';

/** Monday, 2 Mar 2026. */
const MONDAY = parseIsoDate('2026-03-02');

/** Monday to Friday. */
const plan = compileSheet(aSheet());
const datesIn = (text: string, written = MONDAY) =>
  textDates(text, written, (day, days) => addWorkingDays(plan.calendar, day, days));

const judged = (text: string, at: string | null = '2026-03-02T15:00:00Z') =>
  textPromises(checkFacts({ deal: aDeal({ texts: [{ source: 'note', at, author: 'R. Rep', text }] }) }));

describe('the dates that a text speaks of', () => {
  it.each([
    ['we need it 2026-03-13', '2026-03-13'],
    ['we need it by 13 March', '2026-03-13'],
    ['we need it by the 13th of March 2026', '2026-03-13'],
    ['we need it by March 13, 2026', '2026-03-13'],
    ['delivered by Feb 1', '2027-02-01'],
    ['by Friday please', '2026-03-06'],
    ['by Monday', '2026-03-09'],
    ['next Friday', '2026-03-13'],
    ['tomorrow', '2026-03-03'],
    ['within 2 weeks', '2026-03-16'],
    ['by the end of the month', '2026-03-31'],
    ['by end of week', '2026-03-06'],
    ['within 10 working days', '2026-03-16'],
    ['in 3 business days', '2026-03-05'],
    ['by 13/3/2026', '2026-03-13'],
    ['by 3/13/2026', '2026-03-13'],
    ['by 13.03.2026', '2026-03-13'],
    ['some time next month', '2026-04-30'],
  ])('"%s" is %s', (text, day) => {
    expect(datesIn(text).map((date) => toIsoDate(date.day))).toEqual([day]);
  });

  it.each(['by 3/4', 'by 3/4/2026', 'by 31/2/2026', 'version 1.2.2026', '31 February', 'room 2026', 'May we call?'])(
    'reads no date from "%s"',
    (text) => {
      expect(datesIn(text)).toEqual([]);
    },
  );

  it('resolves nothing against a day that nobody knows', () => {
    expect(datesIn('by Friday, or on 13 March, or on 2026-03-20', null).map(({ words }) => words)).toEqual([
      '2026-03-20',
    ]);
  });
});

describe('text-promises', () => {
  it('passes notes that say what the fields say', () => {
    expect(judged('They need 100 pcs by 20 March.')).toMatchObject([
      { severity: 'pass', message: '1 note read: no date or quantity differs from the fields.' },
    ]);
  });

  it('warns of a date that the deal does not say, with the words and the day that they mean', () => {
    expect(judged('Good call. They need it by Friday! More soon.')).toEqual([
      {
        check: 'text-promises',
        severity: 'warn',
        code: 'TEXT_PROMISE',
        message: '"Friday" in the note of 2 Mar 2026 by R. Rep means 6 Mar 2026; the deal says 20 Mar 2026.',
        evidence: [{ what: 'the note of 2 Mar 2026 by R. Rep', value: 'They need it by Friday' }],
        fix: 'If the customer expects 6 Mar 2026, change the requested date; if not, tell the customer which date holds.',
        line: null,
      },
    ]);
  });

  it('resolves words against the day of the note in the plant, not in UTC', () => {
    expect(judged('They need it tomorrow', '2026-03-03T04:00:00Z')).toMatchObject([
      { message: expect.stringContaining('means 3 Mar 2026') },
    ]);
  });

  it('leaves dates alone that have nothing to do with delivery', () => {
    expect(judged('We met on Friday at the fair.')).toMatchObject([{ severity: 'pass' }]);
  });

  it('warns of another quantity and of an absolute', () => {
    expect(judged('They want 120 pcs.')).toMatchObject([
      { message: '"120 pcs" in the note of 2 Mar 2026 by R. Rep is no quantity of this deal (100).' },
    ]);
    expect(judged('I told them it is guaranteed.')).toMatchObject([
      { message: '"guaranteed" in the note of 2 Mar 2026 by R. Rep promises more than anybody can check.' },
    ]);
  });

  it('reads quantities with the names of what is sold, and thousands with their commas', () => {
    expect(judged('They want 120 BRK.')).toMatchObject([{ message: expect.stringContaining('"120 BRK"') }]);
    expect(judged('They want 120 brackets.')).toMatchObject([{ message: expect.stringContaining('"120 brackets"') }]);
    expect(judged('They want 1,100 pcs.')).toMatchObject([{ message: expect.stringContaining('"1,100 pcs"') }]);
    expect(judged('They want 100 brackets, order 2.100 pcs.')).toMatchObject([{ severity: 'pass' }]);
  });

  it('tells each absolute once', () => {
    const found = judged('Guaranteed, guaranteed, at no extra cost, whatever it takes.');
    expect(found.map(({ message }) => message.split(' in ')[0])).toEqual([
      '"Guaranteed"',
      '"at no extra cost"',
      '"whatever it takes"',
    ]);
  });

  it('guesses nothing of a date that can be two days, and says so', () => {
    expect(judged('We need it by 3/4/2026.')).toMatchObject([
      {
        severity: 'not_checked',
        code: null,
        message: '"3/4/2026" in the note of 2 Mar 2026 by R. Rep was not compared: it can be two dates.',
        fix: 'Ask which of the two is the month, and write the date as 4 Mar 2026.',
      },
    ]);
  });

  it('is not checked when the deal carries no notes', () => {
    expect(textPromises(checkFacts())).toMatchObject([{ severity: 'not_checked', code: null }]);
  });

  it('reads a hostile text in time and keeps it as text', () => {
    const started = performance.now();
    const found = judged(`by ${'1'.repeat(50_000)} ${'a '.repeat(50_000)} <script> by Friday`);
    expect(performance.now() - started).toBeLessThan(2000);
    expect(found[0]?.evidence[0]?.value.length).toBeLessThanOrEqual(140);
  });
});
