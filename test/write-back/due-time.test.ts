import { describe, expect, it } from '@jest/globals';
import type { CalendarDay } from '../../src/capacity/capacity-sheet.ts';
import { workingCalendar } from '../../src/capacity/working-calendar.ts';
import { dueTime } from '../../src/write-back/due-time.ts';

const MON_TO_FRI = [0, 1, 2, 3, 4];
const special = (date: string, type: CalendarDay['type']): CalendarDay => ({
  calendar: null,
  date,
  type,
  hours: null,
  note: null,
  row: 'Calendar!2',
});
const chicago = { timeZone: 'America/Chicago', calendar: workingCalendar(MON_TO_FRI, []) };

describe('the due time of a question', () => {
  it.each([
    ['asked on a Monday morning', '2026-03-02T15:14:00Z', '2026-03-03T21:30:00Z'],
    ['asked on Friday, over the weekend and the change of the clocks', '2026-03-06T15:14:00Z', '2026-03-09T20:30:00Z'],
    ['asked late in the evening, when it is already tomorrow in UTC', '2026-03-03T04:00:00Z', '2026-03-03T21:30:00Z'],
  ])('%s', (_name, asked, due) => {
    expect(dueTime(asked, chicago)).toBe(due);
  });

  it('passes over the holidays of the plant and takes its extra days', () => {
    const rows = [special('2026-03-09', 'holiday'), special('2026-03-14', 'extra')];
    const calendar = workingCalendar(MON_TO_FRI, rows);
    expect(dueTime('2026-03-06T15:14:00Z', { ...chicago, calendar })).toBe('2026-03-10T20:30:00Z');
    expect(dueTime('2026-03-13T15:14:00Z', { ...chicago, calendar })).toBe('2026-03-14T20:30:00Z');
  });
});
