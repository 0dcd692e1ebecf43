import type { Alternative, LineResult } from '../../checks/check-result.ts';
import { listed } from '../../checks/line-name.ts';
import type { IsoDate } from '../../deal/day.ts';
import { formatIsoDate, mondayOf, parseIsoDate, toIsoDate } from '../../deal/day.ts';

/** A date on the card, or a dash word where there is none. */
export const dateText = (date: IsoDate | null): string => (date === null ? 'None' : formatIsoDate(date));

/** Slack in working days with a real minus sign: "−2 days", "0 days", "+3 days" (S11). */
export const slackText = (days: number | null): string => {
  if (days === null) return 'None';
  const sign = days > 0 ? '+' : days < 0 ? '−' : '';
  return `${sign}${Math.abs(days)} ${Math.abs(days) === 1 ? 'day' : 'days'}`;
};

/** "100 EA BRK": what the line is about. */
export const lineTitle = ({ id, product, quantity, unit }: LineResult): string => {
  const words = [quantity, unit, product ?? `line ${id}`].filter((word) => word !== null && word !== '');
  return words.join(' ');
};

/** Money of the sheet, whole where it can be: "$300", "€1,250.50"; the plain number when the sheet names no currency. */
export const moneyText = (amount: number, currency: string | null): string => {
  const digits = Number.isInteger(amount) ? 0 : 2;
  const format = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  if (currency === null) return amount.toLocaleString('en-US', format);
  return amount.toLocaleString('en-US', { style: 'currency', currency, ...format });
};

const weekText = (date: IsoDate): string => {
  const day = parseIsoDate(date);
  return formatIsoDate(day === null ? date : toIsoDate(mondayOf(day)));
};

const bindingText = ({ binding }: LineResult): string | null => {
  if (!binding) return null;
  const limit = binding.resource ?? binding.kind;
  const week = binding.weeks[0];
  return week === undefined ? `Limited by ${limit}.` : `Limited by ${limit} in the week of ${weekText(week)}.`;
};

const partText = ({ quantity, quantityByRequested, requested, verdict }: LineResult): string | null => {
  if (verdict !== 'late' || requested === null || quantity === null || !quantityByRequested) return null;
  return `${quantityByRequested} of ${quantity} can be there on ${formatIsoDate(requested)}.`;
};

/** A limit explains a date; where the scope or the data is the trouble it would only distract. */
const isAboutTheDate = ({ verdict, promise }: LineResult): boolean =>
  verdict === 'late' || verdict === 'tight' || (verdict === 'not_feasible' && promise === null);

/** The second sentence: how much is possible by the date, and what limits it; null when there is nothing to add. */
export const detailText = (line: LineResult | null): string | null => {
  if (!line || !isAboutTheDate(line)) return null;
  return [partText(line), bindingText(line)].filter((part) => part !== null).join(' ') || null;
};

/** How the option differs, without its dates: they stand in their own column. */
const leadOf = (differsBy: string): string => (differsBy.split(': ')[0] ?? differsBy).replace(/\.$/, '');

/** "Saturday shift, Rush material and Air freight" when levers are named, else how the option differs. */
export const optionTitle = ({ levers, differsBy }: Alternative): string =>
  levers.length > 0 ? listed(levers) : leadOf(differsBy);

/** Each part of the price with the sheet row that says so; null when it costs nothing. */
export const priceParts = ({ cost }: Alternative, currency: string | null): string | null => {
  const parts = cost.parts.map(({ what, amount, row }) => {
    const price = `${what} ${moneyText(amount, currency)}`;
    return row === null ? price : `${price} (${row})`;
  });
  return parts.length === 0 ? null : parts.join(', ');
};

/** "70 on 17 Mar 2026", "30 on 19 Mar 2026"; with several lines each delivery names its product. */
export const deliveries = ({ schedule }: Alternative, lines: LineResult[]): string[] =>
  schedule.map(({ line, date, quantity }) => {
    const product = lines.length > 1 ? `${lines.find(({ id }) => id === line)?.product ?? line} ` : '';
    return `${quantity} ${product}on ${formatIsoDate(date)}`;
  });

const HOUR_MS = 3_600_000;

/** "less than 1 h old", "3 h old", "5 days old". */
export const ageText = (from: Date, now: Date): string => {
  const hours = Math.floor((now.getTime() - from.getTime()) / HOUR_MS);
  if (hours < 1) return 'less than 1 h old';
  if (hours < 48) return `${hours} h old`;
  return `${Math.floor(hours / 24)} days old`;
};

/** A moment on the plant's wall clock, with its zone: "2 Mar 2026, 09:14 CST". */
export const momentText = (moment: Date, timeZone: string): string => {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  });
  const part = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, value]));
  const { year = '', month = '', day = '', hour = '', minute = '', timeZoneName = '' } = part;
  return `${formatIsoDate(`${year}-${month}-${day}`)}, ${hour}:${minute} ${timeZoneName}`;
};
