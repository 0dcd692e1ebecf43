import { AppError } from '../../errors.ts';
import type { ErrorCode } from '../../errors.ts';
import { wasNeverSent } from '../http.ts';

/** Faults of a call that may be repeated without harm, against those of a call that must be looked up first. */
export type Repeatable = 'repeatable' | 'not_repeatable';

/** One error as Salesforce words it: of a call (`errorCode`) or of one record of it (`statusCode`). */
export type SalesforceFault = { code: string; message: string; fields: string[] };

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The first error of a body; null when it is none. */
export const faultIn = (body: unknown): SalesforceFault | null => {
  const first: unknown = Array.isArray(body) ? body[0] : body;
  if (!isRecord(first)) return null;
  const code = textOf(first['errorCode']) || textOf(first['statusCode']);
  if (code === '') return null;
  const fields: unknown[] = Array.isArray(first['fields']) ? first['fields'] : [];
  return { code, message: textOf(first['message']), fields: fields.filter((name) => typeof name === 'string') };
};

/** The org's allowance of a day is used up: it comes back little by little, so ask again in a quarter of an hour. */
const QUOTA_WAIT_MS = 15 * 60 * 1000;
const LIMITED = 'Salesforce asks for a pause: the calls that this org allows in 24 hours are used up.';
const UNAUTHORIZED = 'Salesforce no longer accepts our access. Connect the org again.';
const FORBIDDEN =
  'Salesforce does not allow this call: a permission of the integration user is missing, or the org allows no API.';
const NOT_THERE = 'Salesforce does not have this record (any more).';
const LOCKED = 'Somebody else was changing this record at the same moment.';
const DOWN = 'Salesforce could not answer.';

/** Codes of the SOAP API guide ("Error codes and status codes") that need more than "refused". */
const BY_CODE: Record<string, [ErrorCode, string, number?]> = {
  INVALID_SESSION_ID: ['CRM_UNAUTHORIZED', UNAUTHORIZED],
  INVALID_AUTH_HEADER: ['CRM_UNAUTHORIZED', UNAUTHORIZED],
  ERROR_HTTP_401: ['CRM_UNAUTHORIZED', UNAUTHORIZED],
  REQUEST_LIMIT_EXCEEDED: ['CRM_RATE_LIMITED', LIMITED, QUOTA_WAIT_MS],
  ERROR_HTTP_429: ['CRM_RATE_LIMITED', 'Salesforce asks for a pause: too many calls at once.'],
  REQUEST_RUNNING_TOO_LONG: ['CRM_UNAVAILABLE', DOWN],
  UNABLE_TO_LOCK_ROW: ['CRM_CONFLICT', LOCKED],
  SERVER_UNAVAILABLE: ['CRM_UNAVAILABLE', DOWN],
  PROCESSING_HALTED: ['CRM_UNAVAILABLE', 'Salesforce took this write back because another one failed.'],
  ALL_OR_NONE_OPERATION_ROLLED_BACK: ['CRM_UNAVAILABLE', 'Salesforce took this write back because another one failed.'],
  API_DISABLED_FOR_ORG: ['CRM_FORBIDDEN', FORBIDDEN],
  API_CURRENTLY_DISABLED: ['CRM_FORBIDDEN', FORBIDDEN],
  FUNCTIONALITY_NOT_ENABLED: ['CRM_FORBIDDEN', FORBIDDEN],
  ENTITY_IS_DELETED: ['CRM_NOT_FOUND', NOT_THERE],
  NOT_FOUND: ['CRM_NOT_FOUND', NOT_THERE],
  INVALID_CROSS_REFERENCE_KEY: ['CRM_NOT_FOUND', NOT_THERE],
};

const sentence = (text: string): string => (text === '' || /[.!?]$/.test(text) ? text : `${text}.`);

/** A validation rule, a trigger or a right of the org refuses the value: the admin's own words, with the fields they name. */
const refused = ({ code, message, fields }: SalesforceFault, cause?: unknown): AppError => {
  const because = fields.length === 0 ? '' : ` because of ${fields.map((name) => `"${name}"`).join(', ')}`;
  const words = message === '' ? '.' : `: ${sentence(message.slice(0, 2000))}`;
  return new AppError('CRM_REJECTED_FIELD', `Salesforce refused the update${because}${words}`, {
    cause,
    details: { code: /^\w{1,80}$/.test(code) ? code : null, property: fields[0] ?? null },
  });
};

/** One refusal of Salesforce's as an AppError; what is not in the table is a refusal of the values sent. */
export const toAppError = (fault: SalesforceFault, repeat: Repeatable, cause?: unknown): AppError => {
  const known = BY_CODE[fault.code];
  if (known) {
    const [code, message, retryAfterMs] = known;
    const options = { cause, details: { code: fault.code } };
    return new AppError(code, message, retryAfterMs === undefined ? options : { ...options, retryAfterMs });
  }
  if (/^ERROR_HTTP_(5\d\d|420)$|^UNKNOWN_EXCEPTION$/.test(fault.code)) return unknownOutcome(repeat, cause);
  if (fault.code === 'ERROR_HTTP_403') return new AppError('CRM_FORBIDDEN', FORBIDDEN, { cause });
  if (fault.code === 'ERROR_HTTP_404') return new AppError('CRM_NOT_FOUND', NOT_THERE, { cause });
  return refused(fault, cause);
};

const unknownOutcome = (repeat: Repeatable, cause: unknown): AppError =>
  repeat === 'repeatable'
    ? new AppError('CRM_UNAVAILABLE', DOWN, { cause })
    : new AppError('CRM_OUTCOME_UNKNOWN', 'Salesforce did not confirm the write: it may or may not be there.', {
        cause,
      });

/** What jsforce throws for an answer of 400 or more has `errorCode`; for several errors the body is in `data`. */
const faultOf = (error: unknown): SalesforceFault | null => {
  if (!isRecord(error) || typeof error['errorCode'] !== 'string') return null;
  const inside = Array.isArray(error['data']) || isRecord(error['data']) ? faultIn(error['data']) : null;
  return inside ?? { code: error['errorCode'], message: '', fields: [] };
};

/** Any fault of a call as an AppError: the one place where Salesforce's codes become ours. */
export const translateError = (error: unknown, repeat: Repeatable): AppError => {
  const fault = faultOf(error);
  if (fault) return toAppError(fault, repeat, error);
  if (error instanceof AppError && error.code !== 'CRM_UNAVAILABLE') return error;
  return unknownOutcome(wasNeverSent(error) ? 'repeatable' : repeat, error);
};
