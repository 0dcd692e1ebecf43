import { workingCalendar } from '../../src/capacity/working-calendar.ts';
import type { CalendarDay } from '../../src/capacity/capacity-sheet.ts';
import type { Ask } from '../../src/signoff/ask.ts';
import type { OfficeHours } from '../../src/signoff/business-clock.ts';
import type { Revision } from '../../src/signoff/revision.ts';

/** Mondays to Fridays, 09:00 to 17:00 in Chicago, with the given days of the Calendar tab. */
export const officeHours = (days: Partial<CalendarDay>[] = [], facts: Partial<OfficeHours> = {}): OfficeHours => ({
  timeZone: 'America/Chicago',
  fromMinutes: 9 * 60,
  toMinutes: 17 * 60,
  calendar: workingCalendar(
    [0, 1, 2, 3, 4],
    days.map((day) => ({
      calendar: null,
      date: '',
      type: 'holiday',
      hours: null,
      note: null,
      row: 'Calendar!2',
      ...day,
    })),
  ),
  ...facts,
});

/** 100 BRK by 17 Mar 2026. */
export const aRevision = (facts: Partial<Revision> = {}): Revision => ({
  lines: [{ product: 'BRK', quantity: 100, date: '2026-03-17' }],
  scope: '[]',
  loads: [],
  ...facts,
});

/** A question that the rep has not asked yet, with eight business hours for the answer. */
export const anAsk = (facts: Partial<Ask> = {}): Ask => ({
  key: 'task/sign-off/production-planner/CAPACITY_SHORT/1',
  role: 'Production planner',
  cause: 'CAPACITY_SHORT',
  round: 1,
  question: 'Can we deliver 100 BRK to Acme by 17 Mar 2026?',
  requester: 'rep@example.com',
  estimator: null,
  peerReview: false,
  assignee: null,
  state: 'draft',
  escalations: 0,
  revision: aRevision(),
  revisionId: 'r1',
  coveredRevisionId: null,
  tolerance: {},
  serviceMinutes: 8 * 60,
  validDays: null,
  operations: { usedMinutes: 0, runningSince: null },
  sales: { usedMinutes: 0, runningSince: null },
  reminded: [],
  missing: null,
  decision: null,
  validUntil: null,
  history: [],
  ...facts,
});
