import { DeliveryQueue } from '../http/delivery-queue.ts';
import { messagesFor } from './flow-triggers.ts';
import type { Notification } from './outbound-envelope.ts';
import { isAcknowledged, outboundEnvelope } from './outbound-envelope.ts';
import type { Org } from './org.ts';
import type { OrgChange } from './org-store.ts';

/** How the org sends outbound messages. Times in milliseconds. */
export type SenderOptions = {
  org: Org;
  /** The address of the org itself, as the envelopes name it. */
  url: () => string;
  /** How long notifications are gathered into one envelope. */
  batchWindowMs: number;
  /** The wait before the n-th retry; Salesforce lets it grow to two hours and gives up after a day. */
  retryDelayMs: (retry: number) => number;
  timeoutMs: number;
};

/** One attempt to deliver an envelope; `status` null = no answer came. */
export type OutboundAttempt = {
  message: string;
  notifications: Notification[];
  attempt: number;
  status: number | null;
  isAcknowledged: boolean;
};

type Parcel = { message: string; notifications: Notification[]; attempt: number };

const MAX_BATCH = 100;
const MAX_RETRIES = 20;
const MAX_CONCURRENT = 5;

/** Sends what the deployed flows say to the address in the deployed message, until the exact acknowledgement comes. */
export class OutboundSender {
  readonly attempts: OutboundAttempt[] = [];
  /** Notifications that were given up after the last retry. */
  readonly lost: Notification[] = [];
  readonly #options: SenderOptions;
  readonly #queue: DeliveryQueue<Parcel>;
  readonly #gathered = new Map<string, Notification[]>();
  #window: NodeJS.Timeout | null = null;

  constructor(options: SenderOptions) {
    this.#options = options;
    this.#queue = new DeliveryQueue({ maxConcurrent: MAX_CONCURRENT, deliver: (parcel) => this.#deliver(parcel) });
  }

  /** Takes note of the changes of one transaction. */
  note(changes: OrgChange[]): void {
    if (this.#queue.isClosed) return;
    const { org } = this.#options;
    for (const change of changes) {
      for (const message of messagesFor(org, change)) this.#setOut(message, change.record.id);
    }
  }

  #setOut(message: string, recordId: string): void {
    const { org } = this.#options;
    const notification = { id: org.ids.next('04l'), recordId };
    for (const wait of org.outboundFaults.waits()) {
      if (wait === 0) this.#gather(message, notification);
      else this.#queue.later(wait, () => this.#gather(message, notification));
    }
  }

  #gather(message: string, notification: Notification): void {
    this.#gathered.set(message, [...(this.#gathered.get(message) ?? []), notification]);
    this.#window ??= this.#queue.later(this.#options.batchWindowMs, () => this.flush());
  }

  /** Sends what was gathered without waiting for the window. */
  flush(): void {
    if (this.#window) this.#queue.cancel(this.#window);
    this.#window = null;
    for (const [message, gathered] of this.#gathered) {
      const notifications = this.#options.org.outboundFaults.order(gathered);
      for (let start = 0; start < notifications.length; start += MAX_BATCH) {
        this.#queue.push({ message, notifications: notifications.slice(start, start + MAX_BATCH), attempt: 0 });
      }
    }
    this.#gathered.clear();
  }

  /** True when nothing is gathered, waiting, in flight or due for a retry. */
  isIdle(): boolean {
    return this.#gathered.size === 0 && this.#queue.isIdle();
  }

  close(): void {
    this.#queue.close();
  }

  async #deliver(parcel: Parcel): Promise<void> {
    const answer = await this.#post(parcel);
    if (answer === 'nothing to send') return;
    const isTaken = answer !== null && isAcknowledged(answer.status, answer.body);
    this.attempts.push({ ...parcel, status: answer?.status ?? null, isAcknowledged: isTaken });
    if (this.#queue.isClosed || (isTaken && !this.#options.org.outboundFaults.repeats())) return;
    if (parcel.attempt >= MAX_RETRIES) this.lost.push(...(isTaken ? [] : parcel.notifications));
    else
      this.#queue.later(this.#options.retryDelayMs(parcel.attempt + 1), () =>
        this.#queue.push({ ...parcel, attempt: parcel.attempt + 1 }),
      );
  }

  /** Message and records are read when the envelope leaves: the latest values go out, deleted records do not. */
  async #post({
    message: name,
    notifications,
  }: Parcel): Promise<{ status: number; body: string } | null | 'nothing to send'> {
    const { org, url, timeoutMs } = this.#options;
    const message = org.metadata.message(name);
    const full = notifications.flatMap((one) => {
      const record = message && org.store.live(message.object, one.recordId);
      return record ? [{ ...one, record }] : [];
    });
    if (!message || full.length === 0) return 'nothing to send';
    const body = outboundEnvelope({ org, url: url(), message, notifications: full });
    const headers = { 'Content-Type': 'text/xml; charset=utf-8', SOAPAction: '""', 'User-Agent': 'Salesforce/1.0' };
    try {
      const answer = await fetch(message.endpointUrl, {
        method: 'POST',
        headers,
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      });
      return { status: answer.status, body: await answer.text() };
    } catch {
      return null;
    }
  }
}
