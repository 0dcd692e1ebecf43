import { describe, expect, it } from '@jest/globals';
import { holidayPlaces, publicHolidays, withHolidays } from '../../src/sheet/holidays.ts';
import { readWorkbook } from '../../src/sheet/read-workbook.ts';
import { writeWorkbook } from '../../src/sheet/write-workbook.ts';
import { aSheet } from '../support/a-sheet.ts';

const datesOf = (country: string, region?: string): Map<string, string> =>
  new Map(publicHolidays({ country, region }, '2026-03-02').map(({ date, type }) => [date, type]));

describe('public holidays', () => {
  it('are those of the country and its region, for this year and the next', () => {
    const illinois = datesOf('US', 'IL');
    expect(illinois.get('2026-02-12')).toBe('holiday'); // Lincoln's birthday, not a holiday of the whole country
    expect(datesOf('US').has('2026-02-12')).toBe(false);
    expect(illinois.get('2026-07-03')).toBe('holiday'); // the Fourth is a Saturday
    expect(illinois.get('2027-11-25')).toBe('holiday');
    expect(illinois.has('2026-02-14')).toBe(false); // Valentine's Day is no day off
  });

  it('keep their civil date whatever the time zone, and every day of a long one', () => {
    expect(datesOf('DE', 'BY').get('2026-04-03')).toBe('holiday');
    const eid = ['2026-03-19', '2026-03-20', '2026-03-21', '2026-03-22'].map((date) => datesOf('SA').get(date));
    expect(eid).toEqual(['holiday', 'holiday', 'holiday', 'holiday']);
  });

  it('are asked for in words that can be corrected', () => {
    expect(() => publicHolidays({ country: 'Atlantis' }, '2026-03-02')).toThrow('There is no country "Atlantis"');
    expect(() => publicHolidays({ country: 'US', region: 'XX' }, '2026-03-02')).toThrow('US has no region "XX"');
    const usa = holidayPlaces().find(({ code }) => code === 'US');
    expect(usa?.regions.find(({ code }) => code === 'IL')).toEqual({ code: 'IL', name: 'Illinois' });
  });

  it('never replace what the planner wrote, and read back from the workbook as dates', async () => {
    const own = {
      calendar: null,
      date: '2026-12-25',
      type: 'extra' as const,
      hours: 8,
      note: 'we work',
      row: 'Calendar!2',
    };
    const { facts, added, hash } = withHolidays(aSheet({ calendar: [own] }), { country: 'US' }, '2026-03-02');
    expect(facts.calendar.filter(({ date }) => date === '2026-12-25')).toEqual([own]);
    expect(added).toBeGreaterThan(15);
    expect(hash).toMatch(/^sha256:/);
    const { sheet, problems } = readWorkbook(await writeWorkbook(facts), 'sheet.xlsx');
    expect(problems).toEqual([]);
    expect(sheet?.calendar.find(({ date }) => date === '2026-11-26')).toMatchObject({
      type: 'holiday',
      note: 'Thanksgiving Day',
    });
  });
});
