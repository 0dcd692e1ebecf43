import { mondayOf, parseIsoDate, weekdayOf } from '../deal/day.ts';
import type { Day } from '../deal/day.ts';
import type { ExpediteOption } from './capacity-sheet.ts';
import { floorOf, minutesOfHours, shareOf } from './exact.ts';
import type { Ledger } from './ledger.ts';
import type { OvertimeDays } from './overtime-days.ts';
import type { PlanOption, PlanResource } from './plan.ts';
import { addWorkingDays } from './working-calendar.ts';
import type { WorkingCalendar } from './working-calendar.ts';

type Range = { plant: WorkingCalendar; orderDate: Day; last: Day };

const weekdaysFor = ({ onWeekdays }: ExpediteOption, { source, calendar }: PlanResource): number[] => {
  const standard = [0, 1, 2, 3, 4, 5, 6].filter((weekday) => calendar.placeInWeek[weekday] !== -1);
  const named = [onWeekdays, source.overtimeWeekdays, standard].find((weekdays) => weekdays.length > 0) ?? [];
  return [...new Set(named)].sort((a, b) => a - b);
};

/** Minutes a week: adds_hours_per_week, never above what max_overtime_per_week still leaves (ruling on levers). */
const minutesPerWeek = ({ addsHoursPerWeek }: ExpediteOption, { source }: PlanResource): number => {
  const added = floorOf(minutesOfHours(addsHoursPerWeek));
  const most = source.maxOvertimePerWeek === null ? added : floorOf(minutesOfHours(source.maxOvertimePerWeek));
  return Math.max(0, Math.min(added, most));
};

const validRange = ({ validFrom, validTo }: ExpediteOption): { from: Day; to: Day } => ({
  from: (validFrom === null ? null : parseIsoDate(validFrom)) ?? -Infinity,
  to: (validTo === null ? null : parseIsoDate(validTo)) ?? Infinity,
});

/**
 * The dates on which an overtime or extra-shift option adds minutes: its weekdays from order date + notice on, in at most
 * max_weeks weeks, the week's hours split equally over the weekdays (ruling on levers).
 */
const overtimeDays = (
  option: ExpediteOption,
  resource: PlanResource,
  { plant, orderDate, last }: Range,
): OvertimeDays => {
  const weekdays = weekdaysFor(option, resource);
  const minutes = minutesPerWeek(option, resource);
  const { from, to } = validRange(option);
  const days = new Map<Day, number>();
  const weeks = new Set<Day>();
  const first = Math.max(from, addWorkingDays(plant, orderDate, option.noticeDays));
  for (let day = first; day <= Math.min(last, to); day += 1) {
    const place = weekdays.indexOf(weekdayOf(day));
    if (place === -1) continue;
    weeks.add(mondayOf(day));
    if (option.maxWeeks !== null && weeks.size > option.maxWeeks) break;
    const share = shareOf(minutes, place, weekdays.length);
    if (share > 0) days.set(day, share);
  }
  return days;
};

const MOST_KNOWN = 5_000;

/** The same, worked out once per frame, option, resource and order date (S5, ruling on levers). */
export const overtimeOf = (
  { frame, last }: Ledger,
  { option, place }: PlanOption,
  { resource, orderDate }: { resource: number; orderDate: Day },
): OvertimeDays => {
  const { plan, overtime, first, length } = frame;
  const key = (place * plan.resources.length + resource) * length + orderDate - first;
  const known = overtime.get(key);
  if (known) return known;
  const source = plan.resources[resource];
  const days = source
    ? overtimeDays(option, source, { plant: plan.calendar, orderDate, last })
    : new Map<Day, number>();
  if (overtime.size >= MOST_KNOWN) overtime.clear();
  overtime.set(key, days);
  return days;
};
