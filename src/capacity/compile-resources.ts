import { mondayOf, parseIsoDate } from '../deal/day.ts';
import type { Day } from '../deal/day.ts';
import type { CapacityException, CapacitySheet, Commitment, Resource, RowRef } from './capacity-sheet.ts';
import { daysOfAddition, workingDaysIn } from './day-capacity.ts';
import { exactOf, exactOrZero, floorOf, minutesOfHours, snapMinutes } from './exact.ts';
import { nameKey } from './plan.ts';
import type { Addition, Load, PlanProblem, PlanResource, Replacement } from './plan.ts';
import { workingCalendar } from './working-calendar.ts';
import type { WorkingCalendar } from './working-calendar.ts';

const MINUTES_PER_UNIT: Record<Resource['capacityUnit'], number> = { hours: 60, minutes: 1, days: 480 };
/** Longer ranges than a century are a slip of the keyboard. */
const LONGEST_RANGE = 36_525;

type Named = { resources: ReadonlyMap<string, PlanResource>; problems: PlanProblem[] };

/** The plant's default calendar: the weekly pattern and the rows of the Calendar tab without a name (S3, S5). */
export const plantCalendar = (sheet: CapacitySheet): WorkingCalendar => calendarNamed(sheet, null);

const isDefaultName = (name: string | null): boolean => name === null || ['', 'default'].includes(nameKey(name));

const calendarNamed = ({ settings, calendar }: CapacitySheet, name: string | null): WorkingCalendar => {
  const weekdays = settings.workingWeekdays.length > 0 ? settings.workingWeekdays : [0, 1, 2, 3, 4];
  const wanted = isDefaultName(name) ? '' : nameKey(name ?? '');
  const rows = calendar.filter((row) => (isDefaultName(row.calendar) ? '' : nameKey(row.calendar ?? '')) === wanted);
  return workingCalendar(weekdays, rows);
};

/** Weekly capacity in whole minutes: capacity x headcount x efficiency x utilisation target, exact, then floored (S5). */
const weeklyMinutesOf = (resource: Resource, capacityPerWeek: number): number => {
  const unit = MINUTES_PER_UNIT[resource.capacityUnit];
  const product = snapMinutes(exactOrZero(capacityPerWeek).mul(unit))
    .mul(exactOrZero(resource.headcount))
    .mul(exactOrZero(resource.efficiency))
    .mul(exactOrZero(resource.utilisationTarget));
  return Math.max(0, floorOf(product));
};

/** Calendar, weekly minutes and an empty book for each resource of the sheet; resources whose capacity is not a number stay out (S5, S17). */
export const compileResources = (
  sheet: CapacitySheet,
  plant: WorkingCalendar,
  problems: PlanProblem[],
): PlanResource[] => {
  const calendars = new Map<string, WorkingCalendar>();
  const calendarOf = (resource: Resource): WorkingCalendar => {
    if (isDefaultName(resource.calendar)) return plant;
    const name = nameKey(resource.calendar ?? '');
    const known = sheet.calendar.some((row) => row.calendar !== null && nameKey(row.calendar) === name);
    if (!known) {
      problems.push({
        row: resource.row,
        what: `${resource.name} works by calendar "${resource.calendar}", which the Calendar tab does not have; the plant's calendar is used.`,
        fix: `Add rows for calendar "${resource.calendar}" or clear the cell.`,
      });
      return plant;
    }
    const calendar = calendars.get(name) ?? calendarNamed(sheet, name);
    calendars.set(name, calendar);
    return calendar;
  };
  return sheet.resources
    .filter((resource) => hasCapacity(resource, problems))
    .map((resource, index) => ({
      index,
      name: resource.name,
      source: resource,
      calendar: calendarOf(resource),
      weeklyMinutes: weeklyMinutesOf(resource, resource.capacityPerWeek),
      replacements: [],
      additions: [],
      loads: [],
    }));
};

const hasCapacity = (resource: Resource, problems: PlanProblem[]): boolean => {
  const numbers = [resource.capacityPerWeek, resource.headcount, resource.efficiency, resource.utilisationTarget];
  if (numbers.every((value) => exactOf(value) !== null && value >= 0)) return true;
  problems.push({
    row: resource.row,
    what: `The weekly capacity of ${resource.name} is missing or not a number; missing is not 0.`,
    fix: 'Fill in capacity_per_week.',
  });
  return false;
};

const rangeOf = (from: string | null, to: string | null): { from: Day; to: Day } | null => {
  const first = from === null ? null : parseIsoDate(from);
  const last = to === null ? first : parseIsoDate(to);
  return first === null || last === null || last < first || last - first > LONGEST_RANGE
    ? null
    : { from: first, to: last };
};

const replacementOf = (
  resource: PlanResource,
  exception: CapacityException,
  days: { from: Day; to: Day },
): Replacement => ({
  ...days,
  weeklyMinutes:
    exception.capacityPerWeek === null ? null : weeklyMinutesOf(resource.source, exception.capacityPerWeek),
  dayMinutes: exception.hours === null ? null : Math.max(0, floorOf(minutesOfHours(exception.hours))),
  row: exception.row,
});

const addReplacement = (resource: PlanResource, added: Replacement, problems: PlanProblem[]): void => {
  const earlier = resource.replacements.find(({ from, to }) => from <= added.to && to >= added.from);
  if (earlier)
    problems.push({
      row: added.row,
      what: `${earlier.row} and ${added.row} both set the capacity of ${resource.name} for the same days; ${added.row} is used.`,
      fix: 'Keep one of the two rows.',
    });
  resource.replacements.push(added);
};

const addAddition = (resource: PlanResource, added: Addition, problems: PlanProblem[]): void => {
  if (daysOfAddition(resource.calendar, added).length === 0)
    problems.push({
      row: added.row,
      what: `The hours for ${resource.name} fall on days without work and are ignored.`,
      fix: 'Name a single date for overtime on a day without work.',
    });
  resource.additions.push(added);
};

const unknownResource = (row: RowRef, name: string): PlanProblem => ({
  row,
  what: `${row} names resource "${name}", which the Resources tab does not have; the row is ignored.`,
  fix: 'Correct the name or add the resource.',
});

/** Puts the Capacity exceptions on their resources: replacements of capacity, and hours added to or taken from dates (S5). */
export const compileExceptions = (exceptions: readonly CapacityException[], { resources, problems }: Named): void => {
  for (const exception of exceptions) {
    const resource = resources.get(nameKey(exception.resource));
    const days = rangeOf(exception.from, exception.to);
    const amount = exception.capacityPerWeek ?? exception.hours ?? exception.deltaHours;
    if (!resource) problems.push(unknownResource(exception.row, exception.resource));
    else if (!days || amount === null || exactOf(amount) === null)
      problems.push({
        row: exception.row,
        what: `${exception.row} has no usable dates or hours; the row is ignored.`,
        fix: 'Correct from, to and the hours.',
      });
    else if (exception.capacityPerWeek !== null || exception.hours !== null)
      addReplacement(resource, replacementOf(resource, exception, days), problems);
    else
      addAddition(
        resource,
        { ...days, minutes: floorOf(minutesOfHours(exception.deltaHours)), row: exception.row },
        problems,
      );
  }
};

const daysOfCommitment = ({ week, start, end }: Commitment): { monday: Day | null; from: Day; to: Day } | null => {
  const inWeek = week === null ? null : parseIsoDate(week);
  if (inWeek !== null) return { monday: mondayOf(inWeek), from: mondayOf(inWeek), to: mondayOf(inWeek) + 6 };
  const days = week === null ? rangeOf(start, end) : null;
  return days && { monday: null, ...days };
};

const loadOf = (commitment: Commitment): Load | null => {
  const days = daysOfCommitment(commitment);
  if (!days || exactOf(commitment.hours) === null || commitment.hours < 0) return null;
  const expiresOn =
    commitment.kind === 'soft' && commitment.expiresOn !== null ? parseIsoDate(commitment.expiresOn) : null;
  return { ...days, minutes: minutesOfHours(commitment.hours), expiresOn, source: commitment };
};

/** Puts the Commitments on their resources; load on days without work is ignored with a problem (ruling). */
export const compileCommitments = (commitments: readonly Commitment[], { resources, problems }: Named): void => {
  for (const commitment of commitments) {
    const resource = resources.get(nameKey(commitment.resource));
    const load = loadOf(commitment);
    if (!resource) problems.push(unknownResource(commitment.row, commitment.resource));
    else if (!load)
      problems.push({
        row: commitment.row,
        what: `${commitment.row} has no usable week or hours; the row is ignored.`,
        fix: 'Correct the week (or start and end) and the hours.',
      });
    else {
      resource.loads.push(load);
      if (workingDaysIn(resource.calendar, load.from, load.to).length === 0)
        problems.push({
          row: commitment.row,
          what: `${commitment.row} loads ${resource.name} in a week without working days and is ignored.`,
          fix: 'Move the hours to a week with working days.',
        });
    }
  }
};
