import { Temporal } from 'temporal-polyfill';
import { parseIsoDate } from './day.ts';
import type { Day } from './day.ts';

/** A moment as the plant's clock on the wall shows it: civil date and minutes after midnight (S1, S2). */
export type PlantTime = { day: Day; minutes: number };

const MS_PER_DAY = 86_400_000;

const dayOf = (at: Temporal.ZonedDateTime): Day | null => parseIsoDate(at.toPlainDate().toString());

const PLAIN_INSTANT = /^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/;
const QUARTER_MS = 900_000;

/** What a zone's clock is ahead of UTC in a quarter of an hour: clocks change on quarters only. In minutes. */
const offsets = new Map<string, number | null>();

const offsetAt = (epochMs: number, zone: string): number | null => {
  const quarter = Math.floor(epochMs / QUARTER_MS);
  const key = `${zone}/${quarter}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const at = attempt(() => Temporal.Instant.fromEpochMilliseconds(quarter * QUARTER_MS).toZonedDateTimeISO(zone));
  const minutes = at && at.offsetNanoseconds % 60_000_000_000 === 0 ? at.offsetNanoseconds / 60_000_000_000 : null;
  if (offsets.size > 10_000) offsets.clear();
  offsets.set(key, minutes);
  return minutes;
};

/** The common form of a timestamp, without building dates; null where the long way is needed. */
const quickTime = (text: string, zone: string): PlantTime | null => {
  const isPlain = PLAIN_INSTANT.test(text) && parseIsoDate(text.slice(0, 10)) !== null;
  const epochMs = isPlain ? Date.parse(text) : NaN;
  const offset = Number.isNaN(epochMs) ? null : offsetAt(epochMs, zone);
  if (offset === null) return null;
  const wall = epochMs + offset * 60_000;
  const day = Math.floor(wall / MS_PER_DAY);
  return { day, minutes: Math.floor((wall - day * MS_PER_DAY) / 60_000) };
};

const inZone = (instant: Temporal.Instant, zone: string): PlantTime | null => {
  const at = instant.toZonedDateTimeISO(zone);
  const day = dayOf(at);
  return day === null ? null : { day, minutes: at.hour * 60 + at.minute };
};

/** A timestamp without an offset is read as the plant's own clock. */
const onTheWall = (text: string): PlantTime | null => {
  const at = Temporal.PlainDateTime.from(text);
  const day = parseIsoDate(at.toPlainDate().toString());
  return day === null ? null : { day, minutes: at.hour * 60 + at.minute };
};

const attempt = <T>(read: () => T): T | null => {
  try {
    return read();
  } catch {
    return null;
  }
};

const asInstant = (text: string): Temporal.Instant =>
  /^-?\d{9,}$/.test(text) ? Temporal.Instant.fromEpochMilliseconds(Number(text)) : Temporal.Instant.from(text);

/**
 * A CRM timestamp (ISO 8601 with an offset, or epoch milliseconds as text) in the plant's zone; null when it is not one
 * (S1). A text that is only a date is that date, at midnight.
 */
export const toPlantTime = (timestamp: string, zone: string): PlantTime | null => {
  const text = timestamp.trim();
  const literal = parseIsoDate(text);
  if (literal !== null) return { day: literal, minutes: 0 };
  return quickTime(text, zone) ?? attempt(() => inZone(asInstant(text), zone)) ?? attempt(() => onTheWall(text));
};

const midnightUtc = (text: string): Day | null => {
  const match = /^(\d{4}-\d{2}-\d{2})T00:00(?::00(?:\.0+)?)?(?:Z|[+-]00:?00)?$/i.exec(text);
  if (match?.[1]) return parseIsoDate(match[1]);
  return /^-?\d{9,}$/.test(text) && Number(text) % MS_PER_DAY === 0 ? Number(text) / MS_PER_DAY : null;
};

/**
 * A CRM date field, taken literally: midnight UTC of 13 March is 13 March, never 12 March evening (S1). A timestamp is
 * converted to the plant's zone first; null when the text is neither.
 */
export const toCivilDate = (field: string, zone: string): Day | null => {
  const text = field.trim();
  return parseIsoDate(text) ?? midnightUtc(text) ?? toPlantTime(text, zone)?.day ?? null;
};

/** True when the zone is one that the calendar of the world knows (IANA name). */
export const isTimeZone = (zone: string): boolean =>
  attempt(() => Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone)) !== null;
