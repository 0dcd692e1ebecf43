import { PassThrough } from 'node:stream';
import { StreamPromise } from 'jsforce/lib/util/promise.js';
import { AppError } from '../../errors.ts';

type TransportRequest = { url: string; method: string; headers?: Record<string, string>; body?: string | Buffer };
type TransportAnswer = { statusCode: number; headers: Record<string, string>; body: string };

/** How one request of jsforce's leaves the process. */
export type Transport = { httpRequest(request: TransportRequest): StreamPromise<TransportAnswer> };

const send = async ({ url, method, headers, body }: TransportRequest, timeoutMs: number): Promise<TransportAnswer> => {
  const answer = await fetch(url, {
    method,
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
    ...(headers === undefined ? {} : { headers }),
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : new Uint8Array(body) }),
  });
  const text = await answer.text();
  if (answer.status >= 300 && answer.status < 400) {
    throw new AppError('CRM_UNAVAILABLE', 'Salesforce sent us to another address; a token is not taken there.');
  }
  return { statusCode: answer.status, headers: Object.fromEntries(answer.headers), body: text };
};

/**
 * jsforce's own transport ends the process when a connection breaks in the middle of an answer (3.10.26: the body's stream
 * has no error listener), follows redirects with the token and waits for half an hour. This one does none of it.
 */
export const createTransport = (timeoutMs: number): Transport => ({
  httpRequest: (request) =>
    StreamPromise.create(() => ({ stream: new PassThrough(), promise: send(request, timeoutMs) })),
});
