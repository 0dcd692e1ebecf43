import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseIsoDate } from '../../src/deal/day.ts';
import { addBusinessMinutes, businessMinutesBetween } from '../../src/signoff/business-clock.ts';
import { officeHours } from '../support/an-ask.ts';
import { propertyRuns } from '../support/property-runs.ts';

/** In Chicago, which is six hours behind UTC until 8 Mar 2026 and five hours after. */
const winter = (date: string, time: string): string => new Date(`${date}T${time}:00-06:00`).toISOString();
const summer = (date: string, time: string): string => new Date(`${date}T${time}:00-05:00`).toISOString();

describe('the clock of office hours', () => {
  it('is due on Monday 15:30 when eight hours are asked for on Friday 15:30, over the change to summer time', () => {
    // Friday 15:30 to 17:00 is 1:30; 6:30 are left: Monday 15:30. Of 80 % = 6:24, 4:54 are left: Monday 13:54.
    const asked = winter('2026-03-06', '15:30');
    expect(addBusinessMinutes(officeHours(), asked, 480)).toBe(summer('2026-03-09', '15:30'));
    expect(addBusinessMinutes(officeHours(), asked, 480 * 0.8)).toBe(summer('2026-03-09', '13:54'));
  });

  it('counts no lost or doubled hour where an office works through the night of the change', () => {
    const always = officeHours(
      [
        { date: '2026-03-07', type: 'extra' },
        { date: '2026-03-08', type: 'extra' },
      ],
      {
        fromMinutes: 0,
        toMinutes: 24 * 60,
      },
    );
    // Sunday 8 Mar has 23 hours: 24 hours after midnight it is 01:00 on Monday.
    expect(addBusinessMinutes(always, winter('2026-03-08', '00:00'), 24 * 60)).toBe(summer('2026-03-09', '01:00'));
  });

  it('skips holidays and stops at the end of a half day', () => {
    const hours = officeHours([
      { date: '2026-03-09' },
      { date: '2026-03-10', type: 'half' },
      { date: '2026-03-11', type: 'half', hours: 2 },
    ]);
    // Friday 1:30, Tuesday until 13:00 4:00, Wednesday until 11:00 2:00, the last 0:30 on Thursday.
    expect(addBusinessMinutes(hours, winter('2026-03-06', '15:30'), 480)).toBe(summer('2026-03-12', '09:30'));
  });

  it('stands while the person is away', () => {
    const monday = parseIsoDate('2026-03-09');
    const hours = officeHours([], { isAway: (day) => day === monday });
    expect(addBusinessMinutes(hours, winter('2026-03-06', '15:30'), 480)).toBe(summer('2026-03-10', '15:30'));
  });

  it('starts on the next morning when it is asked in the evening, and in the zone of the person', () => {
    expect(addBusinessMinutes(officeHours(), winter('2026-03-05', '20:00'), 60)).toBe(winter('2026-03-06', '10:00'));
    const berlin = officeHours([], { timeZone: 'Europe/Berlin' });
    expect(addBusinessMinutes(berlin, '2026-03-05T20:00:00Z', 60)).toBe('2026-03-06T09:00:00.000Z');
  });

  it('ends even where nobody ever works', () => {
    const never = officeHours([], { isAway: () => true });
    expect(Date.parse(addBusinessMinutes(never, '2026-03-05T20:00:00Z', 60))).toBeGreaterThan(0);
  });

  it('measures what it has added, whatever the moment and the zone', () => {
    const zones = fc.constantFrom('America/Chicago', 'Europe/Berlin', 'Asia/Kolkata', 'Australia/Lord_Howe');
    const moments = fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2027-01-01') });
    fc.assert(
      fc.property(zones, moments, fc.integer({ min: 1, max: 6000 }), (timeZone, moment, minutes) => {
        const hours = officeHours([{ date: '2026-05-01' }, { date: '2026-12-24', type: 'half' }], { timeZone });
        const from = new Date(moment).toISOString();
        expect(businessMinutesBetween(hours, from, addBusinessMinutes(hours, from, minutes))).toBeCloseTo(minutes, 6);
      }),
      propertyRuns(),
    );
  });
});
