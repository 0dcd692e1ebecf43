import { describe, expect, it } from '@jest/globals';
import { formatDay, mondayOf, parseIsoDate, toIsoDate, weekdayOf } from '../../src/deal/day.ts';

const day = (text: string): number => {
  const parsed = parseIsoDate(text);
  if (parsed === null) throw new Error(`${text} is not a date`);
  return parsed;
};

describe('civil dates (S1)', () => {
  it('reads a date literally, whatever the zone of the machine', () => {
    expect(toIsoDate(day('2026-03-13'))).toBe('2026-03-13');
    expect(day('1970-01-01')).toBe(0);
  });

  it('refuses what is not a date of the calendar', () => {
    expect(parseIsoDate('2026-02-30')).toBeNull();
    expect(parseIsoDate('2026-2-3')).toBeNull();
    expect(parseIsoDate('17 Mar')).toBeNull();
  });

  it('runs weeks from Monday to Sunday', () => {
    expect(weekdayOf(day('2026-03-16'))).toBe(0);
    expect(weekdayOf(day('2026-03-15'))).toBe(6);
    expect(toIsoDate(mondayOf(day('2026-03-15')))).toBe('2026-03-09');
    expect(weekdayOf(-1)).toBe(2);
  });

  it('writes a date that nobody can misread', () => {
    expect(formatDay(day('2026-03-07'))).toBe('7 Mar 2026');
  });
});
