import { describe, expect, it } from '@jest/globals';
import { dueTime } from '../../src/write-back/due-time.ts';

const chicago = { timeZone: 'America/Chicago', workingWeekdays: [0, 1, 2, 3, 4] };

describe('the due time of a question', () => {
  it.each([
    ['asked on a Monday morning', '2026-03-02T15:14:00Z', '2026-03-03T21:30:00Z'],
    ['asked on Friday, over the weekend and the change of the clocks', '2026-03-06T15:14:00Z', '2026-03-09T20:30:00Z'],
    ['asked late in the evening, when it is already tomorrow in UTC', '2026-03-03T04:00:00Z', '2026-03-03T21:30:00Z'],
  ])('%s', (_name, asked, due) => {
    expect(dueTime(asked, chicago)).toBe(due);
  });

  it('is the next day for a plant that names no working days', () => {
    expect(dueTime('2026-03-06T15:14:00Z', { ...chicago, workingWeekdays: [] })).toBe('2026-03-07T21:30:00Z');
  });
});
