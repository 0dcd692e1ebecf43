import type { CapacityException, CapacitySheet } from '../capacity/capacity-sheet.ts';
import { formatDay, parseIsoDate, weekdayOf } from '../deal/day.ts';
import type { Day } from '../deal/day.ts';
import { nameKey } from './cell.ts';

/** A change of whole weeks: "LINE1: 80 -> 48 h in the weeks of 9 Mar 2026 and 16 Mar 2026". */
export type WeekChange = { resource: string; words: string };

const DAYS_PER_WEEK = 7;

const daysOf = ({ from, to }: CapacityException): [Day, Day] => [parseIsoDate(from) ?? 0, parseIsoDate(to) ?? 0];

/** True for a row that gives whole weeks, Monday to Sunday, another capacity. */
export const coversWeeks = (row: CapacityException): boolean => {
  const [from, to] = daysOf(row);
  return row.capacityPerWeek !== null && weekdayOf(from) === 0 && (to - from + 1) % DAYS_PER_WEEK === 0 && to > from;
};

/** Weekly capacity by resource and Monday; later rows win. */
const weeksOf = (sheet: CapacitySheet): Map<string, number> => {
  const weeks = new Map<string, number>();
  for (const row of sheet.exceptions.filter(coversWeeks)) {
    const [from, to] = daysOf(row);
    for (let monday = from; monday < to; monday += DAYS_PER_WEEK)
      weeks.set(`${nameKey(row.resource)}|${monday}`, row.capacityPerWeek ?? 0);
  }
  return weeks;
};

const normal = (sheet: CapacitySheet): Map<string, { name: string; hours: number }> =>
  new Map(sheet.resources.map(({ name, capacityPerWeek }) => [nameKey(name), { name, hours: capacityPerWeek }]));

const listed = (mondays: Day[]): string => {
  const days = mondays.map(formatDay);
  if (days.length === 1) return `the week of ${days[0] ?? ''}`;
  return `the weeks of ${days.slice(0, -1).join(', ')} and ${days.at(-1) ?? ''}`;
};

type Weekly = { sheet: CapacitySheet; weeks: Map<string, number>; normal: ReturnType<typeof normal> };

const weeklyOf = (sheet: CapacitySheet): Weekly => ({ sheet, weeks: weeksOf(sheet), normal: normal(sheet) });

const hoursIn = ({ weeks, normal: usual }: Weekly, id: string, resource: string): string =>
  String(weeks.get(id) ?? usual.get(resource)?.hours ?? 'nothing');

const changeOf = (
  before: Weekly,
  after: Weekly,
  id: string,
): { resource: string; monday: Day; words: string } | null => {
  const [key = '', monday = ''] = id.split('|');
  const [from, to] = [hoursIn(before, id, key), hoursIn(after, id, key)];
  const resource = (after.normal.get(key) ?? before.normal.get(key))?.name ?? key;
  return from === to ? null : { resource, monday: Number(monday), words: `${resource}: ${from} -> ${to} h in` };
};

/** Which weeks of which resource have another capacity than before, in a planner's words. */
export const diffWeeks = (before: CapacitySheet, after: CapacitySheet): WeekChange[] => {
  const [old, now] = [weeklyOf(before), weeklyOf(after)];
  const ids = new Set([...old.weeks.keys(), ...now.weeks.keys()]);
  const changes = [...ids].map((id) => changeOf(old, now, id)).filter((change) => change !== null);
  return Object.values(Object.groupBy(changes, ({ words }) => words)).flatMap((group = []) => {
    const mondays = group.map(({ monday }) => monday).toSorted((a, b) => a - b);
    return group.slice(0, 1).map(({ resource, words }) => ({ resource, words: `${words} ${listed(mondays)}` }));
  });
};
