import { formatDay, parseIsoDate } from '../deal/day.ts';
import { finding } from './check.ts';
import type { CheckFacts } from './check.ts';
import type { Finding } from './finding.ts';
import { countOf } from './line-name.ts';

/**
 * Is the capacity sheet young enough to promise on? Older than Settings.stale_after_days caps the verdict at tight (S17). A sheet
 * whose address stopped giving one is told of before it is old.
 */
export const sheetFresh = (facts: CheckFacts): Finding[] => [...ageOf(facts), ...sourceOf(facts)];

const sourceOf = ({ sheetFailingSince }: CheckFacts): Finding[] => {
  const since = sheetFailingSince === null ? null : parseIsoDate(sheetFailingSince);
  if (since === null) return [];
  return [
    finding('sheet-fresh', {
      severity: 'warn',
      message: `The address that the capacity sheet comes from has given no usable sheet since ${formatDay(since)}; the last version stays in force.`,
      fix: 'Ask operations to look at the capacity sheet’s page.',
    }),
  ];
};

const ageOf = ({ sheet, today, sheetPublishedOn }: CheckFacts): Finding[] => {
  const published = sheetPublishedOn === null ? null : parseIsoDate(sheetPublishedOn);
  const now = parseIsoDate(today);
  if (published === null || now === null) return [ageUnknown];
  const age = now - published;
  const limit = sheet.settings.staleAfterDays;
  const evidence = [
    { what: 'Sheet published', value: formatDay(published) },
    { what: 'Counts as stale after', value: countOf(limit, 'day'), row: 'Settings!stale_after_days' },
  ];
  if (age <= limit)
    return [
      finding('sheet-fresh', {
        severity: 'pass',
        message: age <= 0 ? 'The capacity sheet is from today.' : `The capacity sheet is ${countOf(age, 'day')} old.`,
        evidence,
      }),
    ];
  return [
    finding('sheet-fresh', {
      severity: 'warn',
      code: 'SHEET_STALE',
      message: `The capacity sheet is ${countOf(age, 'day')} old (published ${formatDay(published)}); after ${countOf(limit, 'day')} its dates are no longer sure.`,
      evidence,
      fix: 'Ask operations to publish the current capacity sheet, then check again.',
    }),
  ];
};

const ageUnknown = finding('sheet-fresh', {
  severity: 'not_checked',
  message: 'The age of the capacity sheet was not checked: its publication date is not known.',
  fix: 'Publish the capacity sheet, so that its date is recorded.',
});
