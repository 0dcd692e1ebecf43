import { AppError } from '../src/errors.ts';
import type { ErrorCode } from '../src/errors.ts';
import type { InboxEvent, StoreEvents } from '../src/inbox/event.ts';

/** What a CRM says to a door: verified first, read second. Both throw WEBHOOK_* faults. */
export type Delivery = { verify(): void; read(): InboxEvent[] };

/** What the CRM hears, and what we log about it. */
export type Answer = { status: number; events: number; fault: AppError | null };

/** Every fault that is not listed is our own: 503 makes the CRM send the delivery again. */
const STATUS_OF: Partial<Record<ErrorCode, number>> = {
  WEBHOOK_SIGNATURE: 401,
  WEBHOOK_MALFORMED: 400,
  WEBHOOK_TOO_LARGE: 413,
};
const OUR_TROUBLE = 503;

/** The one flow of all doors: verify, read, store, answer. The answer is 2xx only after the commit. */
export const receive = async (delivery: Delivery, store: StoreEvents): Promise<Answer> => {
  try {
    delivery.verify();
    const events = delivery.read();
    await store(events);
    return { status: 200, events: events.length, fault: null };
  } catch (error) {
    return refuse(error);
  }
};

/** The answer to a fault, also to one that happened before the flow began (a body that is too large). */
export const refuse = (error: unknown): Answer => {
  const fault =
    error instanceof AppError
      ? error
      : new AppError('DATABASE_UNAVAILABLE', 'The event could not be stored.', { cause: error });
  return { status: STATUS_OF[fault.code] ?? OUR_TROUBLE, events: 0, fault };
};
