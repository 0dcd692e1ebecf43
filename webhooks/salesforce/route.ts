import { createHash, timingSafeEqual } from 'node:crypto';
import express from 'express';
import type { ErrorRequestHandler, Request, RequestHandler, Response, Router } from 'express';
import { AppError } from '../../src/errors.ts';
import type { StoreEvents } from '../../src/inbox/event.ts';
import type { Logger } from '../../src/logger.ts';
import type { Answer, Delivery } from '../receive.ts';
import { receive, refuse } from '../receive.ts';
import { isSameId, toInboxEvents } from './delivery.ts';
import { ACKNOWLEDGEMENT, readOutboundMessage } from './outbound-message.ts';

/** A hundred notifications with every field of a busy opportunity stay below this. */
const BODY_LIMIT_BYTES = 1024 * 1024;

/** The org that a secret belongs to, with the SHA-256 (hex) of that secret. */
export type SecretHolder = { account: string; secretHash: string };

export type SalesforceDoor = {
  /** The connected org whose door secret has this SHA-256 (hex), or null. Rejects when that cannot be told right now. */
  holderOf: (secretHash: string) => Promise<SecretHolder | null>;
  store: StoreEvents;
  now: () => number;
  logger: Logger;
  /** Told of each answer, for the metrics. */
  onAnswer?: (answer: Answer) => void;
};

/** POST /<secret>: outbound messages. The path is a secret: it is never logged, and nothing but its hash leaves this file. */
export const salesforceRoute = (door: SalesforceDoor): Router => {
  const router = express.Router({ caseSensitive: true, strict: true });
  router.post('/:secret', express.raw({ type: () => true, limit: BODY_LIMIT_BYTES, inflate: false }), handle(door));
  router.use(refuseBody(door));
  return router;
};

const handle = (door: SalesforceDoor): RequestHandler => {
  return async (request, response) => {
    const answer = await answerTo(request, door);
    note(answer, door);
    reply(answer, response);
  };
};

const answerTo = async (request: Request, door: SalesforceDoor): Promise<Answer> => {
  const hash = createHash('sha256').update(String(request.params['secret'])).digest('hex');
  try {
    const holder = await door.holderOf(hash);
    return await receive(toDelivery(request.body, { hash, holder, now: door.now() }), door.store);
  } catch (error) {
    return refuse(error);
  }
};

const toDelivery = (
  body: unknown,
  { hash, holder, now }: { hash: string; holder: SecretHolder | null; now: number },
): Delivery => ({
  verify: () => {
    if (holder === null || !isSame(hash, holder.secretHash)) throw forged('No connected org has this address.');
  },
  read: () => {
    const message = readOutboundMessage(Buffer.isBuffer(body) ? body : Buffer.alloc(0));
    const account = holder?.account ?? '';
    if (message.organizationId !== null && !isSameId(message.organizationId, account)) {
      throw forged('The message is of another org than its address.');
    }
    return toInboxEvents(message, account, new Date(now));
  },
});

const forged = (message: string): AppError => new AppError('WEBHOOK_SIGNATURE', message);

const isSame = (one: string, other: string): boolean => {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
};

/** Salesforce takes nothing but this body for received, and that only after the commit. */
const reply = (answer: Answer, response: Response): void => {
  if (answer.status === 200) response.status(200).type('text/xml').send(ACKNOWLEDGEMENT);
  else response.sendStatus(answer.status);
};

const refuseBody = (door: SalesforceDoor): ErrorRequestHandler => {
  // eslint-disable-next-line max-params -- Express recognises an error handler by its four parameters
  return (error, _request, response, next) => {
    const answer = refuse(toBodyFault(error));
    note(answer, door);
    if (response.headersSent) next(error);
    else response.sendStatus(answer.status);
  };
};

const toBodyFault = (error: unknown): AppError => {
  const status = (error as { status?: unknown } | null)?.status;
  return status === 413
    ? new AppError('WEBHOOK_TOO_LARGE', 'The body is larger than any message.', { cause: error })
    : new AppError('WEBHOOK_MALFORMED', 'The body did not arrive whole.', { cause: error });
};

const note = (answer: Answer, { logger, onAnswer }: SalesforceDoor): void => {
  onAnswer?.(answer);
  if (answer.fault)
    logger.warn({ code: answer.fault.code, status: answer.status, err: answer.fault }, 'delivery refused');
  else logger.debug({ events: answer.events }, 'delivery stored');
};
