/** A source of chance that gives the same row of numbers (0 to 1) for the same seed: a fault that was seen can be seen again. */
export type Dice = () => number;

/** Dice by mulberry32, good enough to scatter faults. */
export const seededDice = (seed: number): Dice => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};
