/** A civil date as an integer: days since 1970-01-01 in the plant's calendar (S1). No time zone is attached to it. */
export type Day = number;

/** A civil date as text, YYYY-MM-DD. */
export type IsoDate = string;

const MS_PER_DAY = 86_400_000;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The day of an ISO date (YYYY-MM-DD), or null when the text is not a date of the calendar (S1). */
export const parseIsoDate = (text: string): Day | null => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const [year, month, date] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8))];
  if (year < 100) return null; // Date.UTC reads such years as 19xx; nobody promises for them
  const day = Date.UTC(year, month - 1, date) / MS_PER_DAY;
  return month >= 1 && month <= 12 && date >= 1 && date <= daysInMonth(year, month) ? day : null;
};

const daysInMonth = (year: number, month: number): number => {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
};

/** A day as YYYY-MM-DD (S1). */
export const toIsoDate = (day: Day): IsoDate => new Date(day * MS_PER_DAY).toISOString().slice(0, 10);

/** Day of the week, 0 = Monday ... 6 = Sunday. */
export const weekdayOf = (day: Day): number => (((day + 3) % 7) + 7) % 7;

/** The Monday of the week that holds the day: weeks run Monday to Sunday (S11). */
export const mondayOf = (day: Day): Day => day - weekdayOf(day);

/** A day as people read it without doubt: "17 Mar 2026". */
export const formatDay = (day: Day): string => {
  const date = new Date(day * MS_PER_DAY);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
};

/** An ISO date as people read it ("17 Mar 2026"); text that is no date stays as it is. */
export const formatIsoDate = (date: IsoDate): string => {
  const day = parseIsoDate(date);
  return day === null ? date : formatDay(day);
};
