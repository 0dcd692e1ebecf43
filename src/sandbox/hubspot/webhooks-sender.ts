import type { PortalChange } from './changes.ts';
import { signV1, signV3 } from './signature.ts';
import { toEvents } from './subscriptions.ts';
import type { Subscription, WebhookEvent } from './subscriptions.ts';
import type { DeliveryFaults } from '../faults/delivery-faults.ts';
import { DeliveryQueue } from '../http/delivery-queue.ts';

/** How the portal sends webhooks. Times in milliseconds. */
export type SenderOptions = {
  /** Where to; null = nowhere yet: what happens until then is not sent later either. */
  url: () => string | null;
  clientSecret: string;
  appId: number;
  portalId: number;
  clock: () => number;
  subscriptions: Subscription[];
  /** How long events are gathered into one batch. */
  batchWindowMs: number;
  /** The wait before the n-th retry (1 to 10); HubSpot spreads ten of them over 24 hours. */
  retryDelayMs: (retry: number) => number;
  timeoutMs: number;
  faults: DeliveryFaults;
};

/** One attempt to deliver a batch; `status` null = no answer came. */
export type DeliveryAttempt = { events: WebhookEvent[]; attemptNumber: number; status: number | null };

type Batch = { events: WebhookEvent[]; attemptNumber: number };

const MAX_BATCH = 100;
const MAX_RETRIES = 10;
const MAX_CONCURRENT = 10;

/** Sends the portal's changes to the app: batched, signed, retried. Order is not guaranteed, as in HubSpot. */
export class WebhooksSender {
  readonly attempts: DeliveryAttempt[] = [];
  /** Events that were given up after the last retry. */
  readonly lost: WebhookEvent[] = [];
  readonly #options: SenderOptions;
  readonly #queue: DeliveryQueue<Batch>;
  #gathered: WebhookEvent[] = [];
  #window: NodeJS.Timeout | null = null;
  #eventIds = 1;

  constructor(options: SenderOptions) {
    this.#options = options;
    this.#queue = new DeliveryQueue({ maxConcurrent: MAX_CONCURRENT, deliver: (batch) => this.#deliver(batch) });
  }

  /** Takes note of a change; what nobody subscribed to is dropped. */
  note(change: PortalChange): void {
    if (this.#queue.isClosed || this.#options.url() === null) return;
    const { portalId, appId, subscriptions } = this.#options;
    const events = toEvents(subscriptions, change, { portalId, appId, nextEventId: () => this.#eventIds++ });
    for (const event of events) this.#setOut(event);
  }

  /** Sends an event that no record of the portal stands behind: a privacy deletion, or a kind that the app does not know. */
  announce(subscriptionType: string, objectId: number): void {
    const { portalId, appId, clock } = this.#options;
    const moment = { eventId: this.#eventIds++, subscriptionId: 1, attemptNumber: 0, occurredAt: clock() };
    this.#setOut({ ...moment, portalId, appId, subscriptionType, objectId });
  }

  #setOut(event: WebhookEvent): void {
    for (const wait of this.#options.faults.waits()) {
      if (wait === 0) this.#gather(event);
      else this.#queue.later(wait, () => this.#gather(event));
    }
  }

  #gather(event: WebhookEvent): void {
    this.#gathered.push(event);
    if (this.#gathered.length >= MAX_BATCH) this.flush();
    else if (this.#gathered.length > 0)
      this.#window ??= this.#queue.later(this.#options.batchWindowMs, () => this.flush());
  }

  /** Sends what was gathered without waiting for the window. */
  flush(): void {
    if (this.#window) this.#queue.cancel(this.#window);
    this.#window = null;
    const events = this.#options.faults.order(this.#gathered);
    this.#gathered = [];
    for (let start = 0; start < events.length; start += MAX_BATCH) {
      this.#queue.push({ events: events.slice(start, start + MAX_BATCH), attemptNumber: 0 });
    }
  }

  /** True when nothing is gathered, waiting, in flight or due for a retry. */
  isIdle(): boolean {
    return this.#gathered.length === 0 && this.#queue.isIdle();
  }

  close(): void {
    this.#queue.close();
  }

  async #deliver({ events, attemptNumber }: Batch): Promise<void> {
    const status = await this.#post(events.map((event) => ({ ...event, attemptNumber })));
    this.attempts.push({ events, attemptNumber, status });
    const taken = status !== null && status >= 200 && status < 300;
    if (this.#queue.isClosed || (taken && !this.#options.faults.repeats())) return;
    if (attemptNumber >= MAX_RETRIES) this.lost.push(...(taken ? [] : events));
    else
      this.#queue.later(this.#options.retryDelayMs(attemptNumber + 1), () =>
        this.#queue.push({ events, attemptNumber: attemptNumber + 1 }),
      );
  }

  async #post(events: WebhookEvent[]): Promise<number | null> {
    const { url, clientSecret, clock, timeoutMs } = this.#options;
    const target = url();
    if (target === null) return null;
    const body = JSON.stringify(events);
    const timestamp = clock();
    const headers = {
      'Content-Type': 'application/json',
      'User-Agent': 'HubSpot Connect 2.0',
      'X-HubSpot-Signature': signV1(clientSecret, body),
      'X-HubSpot-Signature-Version': 'v1',
      'X-HubSpot-Signature-v3': signV3(clientSecret, { method: 'POST', url: target, body }, timestamp),
      'X-HubSpot-Request-Timestamp': String(timestamp),
    };
    try {
      const answer = await fetch(target, { method: 'POST', headers, body, signal: AbortSignal.timeout(timeoutMs) });
      await answer.arrayBuffer();
      return answer.status;
    } catch {
      return null;
    }
  }
}
