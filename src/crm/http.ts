import { AppError } from '../errors.ts';

/** The longest wait that a CRM may ask of us: a day. Anything longer is taken for a mistake. */
const LONGEST_WAIT_MS = 24 * 60 * 60 * 1000;

/** Node's codes of faults that happen before a byte of the request has left. */
const NEVER_SENT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'];

/**
 * The wait in milliseconds that a Retry-After header asks for, given in seconds or as an HTTP date (RFC 9110, 10.2.3).
 * Undefined when the header is absent or nonsense; never negative, never more than a day.
 */
export const retryAfterMs = (header: string | null | undefined, nowMs: number): number | undefined => {
  const text = header?.trim() ?? '';
  if (text === '') return undefined;
  const wait = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : /[a-z]/i.test(text) ? Date.parse(text) - nowMs : NaN;
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(Math.ceil(wait), 0), LONGEST_WAIT_MS);
};

/** True when the fault happened before the request was sent: nothing can have been applied. */
export const wasNeverSent = (error: unknown): boolean => {
  if (typeof error !== 'object' || error === null) return false;
  if ('code' in error && NEVER_SENT.includes(String(error.code))) return true;
  return 'cause' in error && wasNeverSent(error.cause);
};

/** The work's result, or AppError CRM_UNAVAILABLE after `timeoutMs`; the work itself is left to its own socket timeout. */
export const withinTime = async <T>(work: Promise<T>, timeoutMs: number): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new AppError('CRM_UNAVAILABLE', `The CRM did not answer within ${timeoutMs} ms.`)),
      timeoutMs,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};

/** What a CRM answered: status, headers by lower-case name, body as text. */
export type HttpAnswer = { status: number; headers: Headers; text: string };

/** One HTTP call with a time limit in milliseconds; redirects are not followed. Faults of the network are CRM_UNAVAILABLE. */
export const sendHttp = async (url: string, init: RequestInit, timeoutMs: number): Promise<HttpAnswer> => {
  try {
    const response = await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
    return { status: response.status, headers: response.headers, text: await response.text() };
  } catch (cause) {
    throw new AppError('CRM_UNAVAILABLE', 'The CRM could not be reached.', { cause });
  }
};

/** The body as a JSON object; an empty object when it is not one (a proxy's page, a cut answer). */
export const jsonObject = (text: string): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
  } catch {
    return {};
  }
};
