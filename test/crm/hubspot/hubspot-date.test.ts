import { describe, expect, it } from '@jest/globals';
import { toCivilDate, toTimestamp } from '../../../src/crm/hubspot/hubspot-date.ts';

describe('a date of HubSpot', () => {
  it.each([
    ['2026-03-13', '2026-03-13'],
    ['2026-03-13T00:00:00Z', '2026-03-13'],
    ['2026-03-13T00:00:00.000Z', '2026-03-13'],
    ['1773360000000', '2026-03-13'],
  ])('%p is taken literally, west of Greenwich too (S1)', (value, expected) => {
    expect(toCivilDate(value, 'America/Chicago')).toBe(expected);
  });

  it.each([
    ['2026-03-13T03:30:00Z', 'America/Chicago', '2026-03-12'],
    ['2026-03-13T03:30:00Z', 'Europe/Berlin', '2026-03-13'],
    ['2026-03-13T23:30:00Z', 'Asia/Tokyo', '2026-03-14'],
    ['1773372600000', 'America/Chicago', '2026-03-12'],
  ])('that is a moment, %p, is the day of it in the plant (%s)', (value, timeZone, expected) => {
    expect(toCivilDate(value, timeZone)).toBe(expected);
  });

  it.each([null, undefined, '', '  '])('that is %p is no date', (value) => {
    expect(toCivilDate(value, 'UTC')).toBeNull();
  });

  it('that is something else stays what it is, for a finding to tell about', () => {
    expect(toCivilDate('end of March', 'UTC')).toBe('end of March');
    expect(toCivilDate('2026-02-30', 'UTC')).toBe('2026-02-30');
    expect(toTimestamp('end of March')).toBeNull();
  });
});
