type QueueOptions<T> = {
  /** How many deliveries are under way at once. */
  maxConcurrent: number;
  /** Never rejects: a delivery that failed is put off by itself. */
  deliver: (parcel: T) => Promise<void>;
};

/** Deliveries that wait for their turn, and work that was put off. Once closed, nothing runs any more. */
export class DeliveryQueue<T> {
  readonly #options: QueueOptions<T>;
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #waiting: T[] = [];
  #inFlight = 0;
  #closed = false;

  constructor(options: QueueOptions<T>) {
    this.#options = options;
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  /** True when nothing waits, is under way or was put off. */
  isIdle(): boolean {
    return this.#waiting.length + this.#inFlight + this.#timers.size === 0;
  }

  /** Does the work after so many milliseconds. */
  later(ms: number, work: () => void): NodeJS.Timeout {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      work();
    }, ms);
    this.#timers.add(timer);
    return timer;
  }

  cancel(timer: NodeJS.Timeout): void {
    clearTimeout(timer);
    this.#timers.delete(timer);
  }

  push(parcel: T): void {
    this.#waiting.push(parcel);
    this.#pump();
  }

  close(): void {
    this.#closed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #pump(): void {
    while (!this.#closed && this.#inFlight < this.#options.maxConcurrent) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#inFlight += 1;
      void this.#options.deliver(next).finally(() => {
        this.#inFlight -= 1;
        this.#pump();
      });
    }
  }
}
