/** Every fault that is thrown carries one of these codes; `inbox/retry.ts` alone decides what follows from a code. */
export type ErrorCode =
  | 'WEBHOOK_SIGNATURE'
  | 'WEBHOOK_MALFORMED'
  | 'WEBHOOK_TOO_LARGE'
  | 'CRM_RATE_LIMITED'
  | 'CRM_UNAUTHORIZED'
  | 'CRM_FORBIDDEN'
  | 'CRM_NOT_FOUND'
  | 'CRM_CONFLICT'
  | 'CRM_REJECTED_FIELD'
  | 'CRM_REJECTED'
  | 'CRM_UNAVAILABLE'
  | 'CRM_OUTCOME_UNKNOWN'
  | 'SHEET_MISSING'
  | 'SHEET_UNREADABLE'
  | 'SHEET_REPLACED'
  | 'RULES_MISSING'
  | 'RULES_REPLACED'
  | 'RULES_UNUSABLE'
  | 'SOURCE_REFUSED'
  | 'SOURCE_GONE'
  | 'INPUT_UNREADABLE'
  | 'USAGE'
  | 'CONFIG_INVALID'
  | 'PORT_IN_USE'
  | 'DATABASE_LOCKED'
  | 'DATABASE_UNAVAILABLE'
  | 'LEASE_LOST';

type AppErrorOptions = {
  cause?: unknown;
  /** How long the other side asked us to wait, in milliseconds. */
  retryAfterMs?: number;
  /** Facts that are safe to log: never tokens, never deal text. */
  details?: Record<string, string | number | boolean | null>;
};

/** The one error class of the product. The message is a sentence for people; the code is for programs. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly retryAfterMs: number | undefined;
  readonly details: Record<string, string | number | boolean | null>;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
    this.details = options.details ?? {};
  }
}

/** True when the fault carries this code. Compare codes, not classes. */
export const hasCode = (error: unknown, code: ErrorCode): error is AppError =>
  error instanceof AppError && error.code === code;

/** The code of a fault of the operating system, e.g. "ENOENT"; null when the fault is another one. */
export const systemCode = (error: unknown): string | null =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : null;
