import { Temporal } from 'temporal-polyfill';
import { parseIsoDate } from '../../deal/day.ts';

const MIDNIGHT_UTC = /^(\d{4}-\d{2}-\d{2})T00:00(:00(\.0+)?)?Z$/;

const instantOf = (value: string): Temporal.Instant | null => {
  try {
    return /^-?\d{11,14}$/.test(value)
      ? Temporal.Instant.fromEpochMilliseconds(Number(value))
      : Temporal.Instant.from(value);
  } catch {
    return null;
  }
};

/**
 * The civil date of a HubSpot value (S1): a date property is midnight UTC and is taken literally, a moment (as in
 * closedate) is converted to the plant's zone. What is no date comes back as it is: a finding tells about it.
 */
export const toCivilDate = (value: string | null | undefined, timeZone: string): string | null => {
  const text = value?.trim() ?? '';
  if (text === '') return null;
  if (parseIsoDate(text) !== null) return text;
  const instant = instantOf(text);
  if (!instant) return text;
  const literal = MIDNIGHT_UTC.exec(instant.toString())?.[1];
  return literal ?? instant.toZonedDateTimeISO(timeZone).toPlainDate().toString();
};

/** A HubSpot moment (ISO text or epoch milliseconds) as an ISO timestamp; null when there is none. */
export const toTimestamp = (value: string | null | undefined): string | null =>
  (value ? instantOf(value)?.toString() : null) ?? null;
