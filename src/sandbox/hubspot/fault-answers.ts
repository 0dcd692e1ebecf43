import { ApiRefusal } from './api-answer.ts';
import type { ApiAnswer } from './api-answer.ts';
import { rateRefusal } from './rate-limits.ts';

const withRetryAfter = (answer: ApiAnswer, retryAfter: string | undefined): ApiAnswer =>
  retryAfter === undefined ? answer : { ...answer, headers: { ...answer.headers, 'Retry-After': retryAfter } };

const trouble = (status: number, message: string, category: string): ApiAnswer =>
  new ApiRefusal(status, { message, category }).answer;

/** 429: too many calls. `retryAfter` goes out as it is: seconds, an HTTP date, or nonsense. */
export const tooManyCalls = (retryAfter?: string, policy: 'general' | 'search' = 'general'): ApiAnswer =>
  withRetryAfter(rateRefusal(policy), retryAfter);

/** 500, 502, 503, 504 or one of the codes of the edge (521 to 524). */
export const serverTrouble = (status = 500, retryAfter?: string): ApiAnswer =>
  withRetryAfter(trouble(status, 'internal error', 'INTERNAL_ERROR'), retryAfter);

/** 423: the records are being worked on; wait at least two seconds. */
export const locked = (): ApiAnswer => trouble(423, 'The resource is locked; try again later.', 'LOCKED');

/** 477: the account moves to another data centre; Retry-After in seconds, up to 24 hours. */
export const migrating = (retryAfterSeconds: number): ApiAnswer =>
  withRetryAfter(trouble(477, 'The account is being migrated.', 'MIGRATION_IN_PROGRESS'), String(retryAfterSeconds));

/** 403: the app lacks a scope, or may not call this portal any more. */
export const forbidden = (): ApiAnswer =>
  trouble(403, "The scope needed for this API call isn't available for public use.", 'MISSING_SCOPES');
