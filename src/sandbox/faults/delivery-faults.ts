import { seededDice } from './dice.ts';
import type { Dice } from './dice.ts';

/** Chances (0 to 1) of what may happen to one event on its way, and how late a late one comes, in milliseconds. */
export type DeliveryTrouble = { lose?: number; duplicate?: number; late?: number; lateMs?: number };

/** What goes wrong with webhooks and outbound messages: seeded, and silent until `trouble` is set. */
export class DeliveryFaults {
  trouble: DeliveryTrouble = {};
  /** Whether the events of a batch leave in another order than they happened. */
  shuffle = false;
  /** The chance that a delivery that was taken is sent again all the same. */
  repeat = 0;
  readonly #dice: Dice;

  constructor(seed = 1) {
    this.#dice = seededDice(seed);
  }

  /** The waits after which copies of one event set out: [] = lost, [0] = as usual. */
  waits(): number[] {
    const { lose = 0, duplicate = 0, late = 0, lateMs = 0 } = this.trouble;
    if (this.#strikes(lose)) return [];
    const copies = this.#strikes(duplicate) ? 2 : 1;
    return Array.from({ length: copies }, () => (this.#strikes(late) ? this.#dice() * lateMs : 0));
  }

  /** The events in the order in which they leave. */
  order<T>(events: T[]): T[] {
    if (!this.shuffle) return events;
    return events
      .map((event) => ({ event, place: this.#dice() }))
      .toSorted((a, b) => a.place - b.place)
      .map(({ event }) => event);
  }

  /** Whether a delivery that was taken is sent again. */
  repeats(): boolean {
    return this.#strikes(this.repeat);
  }

  #strikes(chance: number): boolean {
    return chance > 0 && this.#dice() < chance;
  }
}
