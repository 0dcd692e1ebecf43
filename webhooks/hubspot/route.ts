import express from 'express';
import type { ErrorRequestHandler, Request, RequestHandler, Router } from 'express';
import { AppError } from '../../src/errors.ts';
import type { StoreEvents } from '../../src/inbox/event.ts';
import type { Logger } from '../../src/logger.ts';
import type { Answer } from '../receive.ts';
import { receive, refuse } from '../receive.ts';
import { toInboxEvents } from './delivery.ts';
import type { SignedRequest } from './signature.ts';
import { isSignedV3 } from './signature.ts';

/** A hundred events take about 60 kB; ten times that is no delivery of HubSpot's. */
const BODY_LIMIT_BYTES = 640 * 1024;

export type HubspotDoor = {
  /** The address that HubSpot calls, e.g. https://app.example.com; never taken from the request. */
  publicUrl: string;
  /** The current client secret and, during rotation, the one before. */
  clientSecrets: readonly string[];
  appId: string;
  store: StoreEvents;
  now: () => number;
  logger: Logger;
  /** Told of each answer, for the metrics. */
  onAnswer?: (answer: Answer) => void;
};

/** POST: HubSpot's webhooks. Mount it before any body parser: the signature is over the raw bytes. */
export const hubspotRoute = (door: HubspotDoor): Router => {
  const router = express.Router();
  router.post('/', express.raw({ type: () => true, limit: BODY_LIMIT_BYTES, inflate: false }), handle(door));
  router.use(refuseBody(door));
  return router;
};

const handle = (door: HubspotDoor): RequestHandler => {
  return async (request, response) => {
    const signed = toSignedRequest(request, door.publicUrl);
    const delivery = { verify: () => verify(signed, door), read: () => toInboxEvents(signed.body, door.appId) };
    const answer = await receive(delivery, door.store);
    note(answer, door);
    response.sendStatus(answer.status);
  };
};

const refuseBody = (door: HubspotDoor): ErrorRequestHandler => {
  // eslint-disable-next-line max-params -- Express recognises an error handler by its four parameters
  return (error, _request, response, next) => {
    const answer = refuse(toBodyFault(error));
    note(answer, door);
    if (response.headersSent) next(error);
    else response.sendStatus(answer.status);
  };
};

const verify = (request: SignedRequest, door: HubspotDoor): void => {
  if (isSignedV3(request, door.clientSecrets, door.now())) return;
  throw new AppError('WEBHOOK_SIGNATURE', 'The request is not signed by HubSpot, or not within five minutes.');
};

const toSignedRequest = (request: Request, publicUrl: string): SignedRequest => ({
  method: request.method,
  url: publicUrl + request.originalUrl,
  body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
  signature: request.get('x-hubspot-signature-v3'),
  timestamp: request.get('x-hubspot-request-timestamp'),
});

const toBodyFault = (error: unknown): AppError => {
  const status = (error as { status?: unknown } | null)?.status;
  return status === 413
    ? new AppError('WEBHOOK_TOO_LARGE', 'The body is larger than any delivery.', { cause: error })
    : new AppError('WEBHOOK_MALFORMED', 'The body did not arrive whole.', { cause: error });
};

const note = (answer: Answer, { logger, onAnswer }: HubspotDoor): void => {
  onAnswer?.(answer);
  if (answer.fault)
    logger.warn({ code: answer.fault.code, status: answer.status, err: answer.fault }, 'delivery refused');
  else logger.debug({ events: answer.events }, 'delivery stored');
};
