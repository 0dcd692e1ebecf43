import type { ErrorRequestHandler } from 'express';
import type { ErrorCode } from '../errors.ts';
import { AppError } from '../errors.ts';
import type { Logger } from '../logger.ts';

/** Everything that is not listed is our own trouble: 500, and no word about it to the outside. */
const STATUS_OF: Partial<Record<ErrorCode, number>> = {
  USAGE: 400,
  SHEET_MISSING: 404,
  SHEET_REPLACED: 409,
  RULES_MISSING: 404,
  RULES_REPLACED: 409,
  RULES_UNUSABLE: 422,
  SHEET_UNREADABLE: 422,
  SOURCE_REFUSED: 422,
  SOURCE_GONE: 422,
  CRM_UNAUTHORIZED: 502,
  CRM_UNAVAILABLE: 502,
  DATABASE_UNAVAILABLE: 503,
};

/** Answers faults of pages and cards as one JSON sentence; the log gets the rest. */
export const errorHandler = (logger: Logger): ErrorRequestHandler => {
  // eslint-disable-next-line max-params -- Express recognises an error handler by its four parameters
  return (error: unknown, request, response, next) => {
    const status = error instanceof AppError ? (STATUS_OF[error.code] ?? 500) : bodyStatus(error);
    if (status >= 500) logger.error({ err: error, method: request.method, path: request.path }, 'request failed');
    if (response.headersSent) next(error);
    else response.status(status).json({ error: sayError(error, status) });
  };
};

const bodyStatus = (error: unknown): number => {
  const status = (error as { status?: unknown } | null)?.status;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
};

const sayError = (error: unknown, status: number): string =>
  error instanceof AppError && status < 500
    ? error.message
    : 'Keepable could not do this right now. Try again in a minute.';
