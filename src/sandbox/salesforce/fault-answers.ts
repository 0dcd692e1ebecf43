import type { ApiAnswer } from './api-answer.ts';

const listed = (status: number, errorCode: string, message: string): ApiAnswer => ({
  status,
  body: [{ message, errorCode }],
});

/** 401: the session ended, or was never there. */
export const sessionExpired = (): ApiAnswer => listed(401, 'INVALID_SESSION_ID', 'Session expired or invalid');

/** 401 in words that no client library knows. */
export const unknownUnauthorized = (): ApiAnswer => listed(401, 'INVALID_AUTH_HEADER', 'INVALID_AUTH_HEADER');

/** 403: the org has used up its calls of the last 24 hours. */
export const requestLimitExceeded = (): ApiAnswer =>
  listed(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');

/** 400: somebody else holds the row. */
export const unableToLockRow = (id = ''): ApiAnswer =>
  listed(400, 'UNABLE_TO_LOCK_ROW', `unable to obtain exclusive access to this record or 1 records: ${id}`);

/** 503, as JSON. */
export const serverUnavailable = (): ApiAnswer =>
  listed(503, 'SERVER_UNAVAILABLE', 'Server is temporarily unavailable. Please try again.');

/** 502 or another code of the edge, as a page of HTML. */
export const brokenGateway = (status = 502): ApiAnswer => ({
  status,
  body: '<html><head><title>Bad Gateway</title></head><body>The server is busy.</body></html>',
  headers: { 'Content-Type': 'text/html' },
});
