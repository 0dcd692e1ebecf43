import { AppError } from '../../errors.ts';
import type { ErrorCode } from '../../errors.ts';
import { retryAfterMs, wasNeverSent } from '../http.ts';

/** Faults of a call that may be repeated without harm, against those of a call that must be looked up first. */
export type Repeatable = 'repeatable' | 'not_repeatable';

type Refusal = { code: number; body: unknown; headers: Record<string, string> };

type ErrorFacts = { message: string; property: string | null };

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** The SDK has one ApiException class per API: they are told by their shape. */
export const toRefusal = (error: unknown): Refusal | null => {
  if (!isRecord(error) || typeof error['code'] !== 'number') return null;
  const headers = isRecord(error['headers']) ? error['headers'] : {};
  return { code: error['code'], body: parsedBody(error['body']), headers: lowerCased(headers) };
};

const parsedBody = (body: unknown): unknown => {
  if (typeof body !== 'string') return body;
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return {};
  }
};

const lowerCased = (headers: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));

/** True for the validation errors that name a value of ours or a rule of the portal's admin (enforced from 2026-09). */
const isFieldError = (body: unknown): boolean =>
  isRecord(body) &&
  (body['category'] === 'VALIDATION_ERROR' || errorsOf(body).some((detail) => propertyOf(detail) !== null));

const errorsOf = (body: Record<string, unknown>): Record<string, unknown>[] =>
  Array.isArray(body['errors']) ? body['errors'].filter(isRecord) : [];

const propertyOf = (detail: Record<string, unknown>): string | null => {
  const context = isRecord(detail['context']) ? detail['context']['propertyName'] : undefined;
  const named: unknown = Array.isArray(context) ? context[0] : (context ?? detail['name']);
  return typeof named === 'string' && named !== '' ? named : null;
};

/** What the body of a refusal says, with the property it names; older messages carry the details as JSON text. */
const errorFacts = (body: unknown): ErrorFacts => {
  if (!isRecord(body)) return { message: '', property: null };
  const overall = textOf(body['message']);
  const details = errorsOf(body);
  const detail = details.find((error) => propertyOf(error) !== null) ?? details[0] ?? body;
  const inText = /"name"\s*:\s*"([^"]+)"/.exec(overall)?.[1] ?? null;
  return { message: textOf(detail['message']) || overall, property: propertyOf(detail) ?? inText };
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const sentence = (text: string): string => (text === '' || /[.!?]$/.test(text) ? text : `${text}.`);

/** A value that HubSpot or the portal's admin refuses, with the property and the admin's own words. */
export const rejectedField = (body: unknown, cause?: unknown): AppError => {
  const { message, property } = errorFacts(body);
  const where =
    property === null ? 'HubSpot refused the update' : `HubSpot refused the update because of "${property}"`;
  return new AppError('CRM_REJECTED_FIELD', message === '' ? `${where}.` : `${where}: ${sentence(message)}`, {
    cause,
    details: { property },
  });
};

const BY_STATUS: Record<number, [ErrorCode, string]> = {
  401: ['CRM_UNAUTHORIZED', 'HubSpot no longer accepts our access. Connect the account again.'],
  403: ['CRM_FORBIDDEN', 'HubSpot does not allow this call: a permission of the app is missing in this account.'],
  404: ['CRM_NOT_FOUND', 'HubSpot does not have this record (any more).'],
  409: ['CRM_CONFLICT', 'HubSpot has this record already, or somebody changed it at the same moment.'],
  423: ['CRM_UNAVAILABLE', 'HubSpot has locked this record or account for a moment.'],
  429: ['CRM_RATE_LIMITED', 'HubSpot asks for a pause: too many calls.'],
  477: ['CRM_UNAVAILABLE', 'HubSpot is moving this account to another data centre.'],
};

/** HubSpot asks for at least two seconds after 423 (error handling guide). */
const LOCKED_WAIT_MS = 2000;

const waitOf = ({ code, headers }: Refusal, nowMs: number): number | undefined => {
  const asked = retryAfterMs(headers['retry-after'], nowMs);
  return code === 423 ? Math.max(asked ?? 0, LOCKED_WAIT_MS) : asked;
};

const fromRefusal = (refusal: Refusal, nowMs: number, repeat: Repeatable): Omit<AppErrorParts, 'cause'> => {
  const wait = waitOf(refusal, nowMs);
  const known = BY_STATUS[refusal.code];
  if (known) return { code: known[0], message: known[1], wait };
  if (refusal.code < 500) return { code: 'CRM_REJECTED', message: 'HubSpot refused the call as it was sent.', wait };
  return { ...unknownOutcome(repeat), wait };
};

type AppErrorParts = { code: ErrorCode; message: string; wait: number | undefined; cause: unknown };

const unknownOutcome = (repeat: Repeatable): { code: ErrorCode; message: string } =>
  repeat === 'repeatable'
    ? { code: 'CRM_UNAVAILABLE', message: 'HubSpot could not answer.' }
    : { code: 'CRM_OUTCOME_UNKNOWN', message: 'HubSpot did not confirm the write: it may or may not be there.' };

/** Any fault of a HubSpot call as an AppError: the one place where HubSpot's codes become ours. */
export const translateError = (error: unknown, nowMs: number, repeat: Repeatable): AppError => {
  const refusal = toRefusal(error);
  if (refusal?.code === 400 && isFieldError(refusal.body)) return rejectedField(refusal.body, error);
  if (refusal) {
    const { code, message, wait } = fromRefusal(refusal, nowMs, repeat);
    const details = { status: refusal.code, property: null };
    return new AppError(code, message, {
      cause: error,
      details,
      ...(wait === undefined ? {} : { retryAfterMs: wait }),
    });
  }
  if (error instanceof AppError && error.code !== 'CRM_UNAVAILABLE') return error;
  const { code, message } = unknownOutcome(wasNeverSent(error) ? 'repeatable' : repeat);
  return new AppError(code, message, { cause: error });
};
