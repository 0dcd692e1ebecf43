import Fraction from 'fraction.js';

const ZERO = new Fraction(0);
/** Small whole numbers are made once. */
const WHOLES = 4_096;
const wholes: (Fraction | undefined)[] = [];
const smallWhole = (value: number): Fraction | null =>
  Number.isInteger(value) && value >= 0 && value < WHOLES ? (wholes[value] ??= new Fraction(value)) : null;

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/;
/** In minutes: a cell this close to a whole minute is that minute (S7). */
const CELL_TOLERANCE = new Fraction(1n, 1_000_000n);

/** The exact value of a number as its decimal digits say it (0.1 is one tenth, S7); null when it is not finite. */
export const exactOf = (value: number): Fraction | null => {
  const small = smallWhole(value);
  if (small) return small;
  const match = DECIMAL.exec(String(value));
  if (!match) return null;
  const [, sign = '', whole = '0', part = '', exponent = '0'] = match;
  const digits = BigInt(`${sign}${whole}${part}`);
  const shift = Number(exponent) - part.length;
  return shift >= 0 ? new Fraction(digits * 10n ** BigInt(shift), 1n) : new Fraction(digits, 10n ** BigInt(-shift));
};

/** The exact value of a number, or zero where there is none (S7). */
export const exactOrZero = (value: number | null | undefined): Fraction =>
  (value === null || value === undefined ? null : exactOf(value)) ?? ZERO;

/** Minutes of an exact count of minutes as a cell says it: within 1e-6 of a whole minute it is that minute (S7). */
export const snapMinutes = (minutes: Fraction): Fraction => {
  const whole = minutes.round();
  return minutes.sub(whole).abs().lte(CELL_TOLERANCE) ? whole : minutes;
};

const MOST_KNOWN = 20_000;
const knownMinutes = new Map<number, Fraction>();

/** Exact minutes of a cell in hours (S7); zero where the cell is blank. Worked out once per number: sheets repeat themselves. */
export const minutesOfHours = (hours: number | null | undefined): Fraction => {
  if (hours === null || hours === undefined) return ZERO;
  const known = knownMinutes.get(hours);
  if (known) return known;
  const minutes = snapMinutes(exactOrZero(hours).mul(60));
  if (knownMinutes.size >= MOST_KNOWN) knownMinutes.clear();
  knownMinutes.set(hours, minutes);
  return minutes;
};

const toInteger = (whole: Fraction): number => Number(whole.s * whole.n);

/** The next whole number at or above, as a number (S7). */
export const ceilOf = (value: Fraction): number => toInteger(value.ceil());

/** The next whole number at or below, as a number (S5). */
export const floorOf = (value: Fraction): number => toInteger(value.floor());

/** Part i of n of a whole amount that is spread evenly: floor(L*(i+1)/n) - floor(L*i/n) (S5). */
export const shareOf = (amount: number, i: number, n: number): number =>
  Math.abs(amount) <= Number.MAX_SAFE_INTEGER / n
    ? floorDiv(amount * (i + 1), n) - floorDiv(amount * i, n)
    : Math.floor(amount / n);

const floorDiv = (a: number, b: number): number => (a - (((a % b) + b) % b)) / b;
