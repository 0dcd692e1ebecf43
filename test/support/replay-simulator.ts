import type { CapacitySheet, Product } from '../../src/capacity/capacity-sheet.ts';

/**
 * Replays promises on the raw sheet, day by day, with its own calendar, its own fractions and its own objects keyed by date.
 * It shares no code with the engine; it reads the rules S1 to S9 and S19 again. Returns the first thing that is wrong.
 */
export type ReplayedStep = {
  resource: string;
  start: string;
  finish: string;
  days: { date: string; minutes: number }[];
};
export type ReplayedLine = {
  product: string;
  quantity: number;
  ready: string;
  finish: string;
  ship: string;
  promise: string;
  steps: ReplayedStep[];
};

type Exact = { n: bigint; d: bigint };
const MS = 86_400_000;
const shifted = (date: string, days: number): string =>
  new Date(Date.parse(date) + days * MS).toISOString().slice(0, 10);

/** What is asked of a date again and again, written down when first asked. */
const noted = <T>(read: (date: string) => T): ((date: string) => T) => {
  const known = new Map<string, T>();
  return (date) => {
    const found = known.get(date) ?? read(date);
    known.set(date, found);
    return found;
  };
};
const dayAfter = noted((date) => shifted(date, 1));
const dayBefore = noted((date) => shifted(date, -1));
const weekday = noted((date) => (new Date(date).getUTCDay() + 6) % 7);
const week = noted((date) => shifted(date, -weekday(date)));
const next = (date: string, days = 1): string => {
  let at = date;
  for (let left = days; left > 0; left -= 1) at = dayAfter(at);
  for (let left = days; left < 0; left += 1) at = dayBefore(at);
  return at;
};

const decimal = (value: number): Exact => {
  const [mantissa = '0', power = '0'] = String(value).split('e');
  const [whole = '0', part = ''] = mantissa.split('.');
  const e = Number(power) - part.length;
  const n = BigInt(whole + part);
  return e >= 0 ? { n: n * 10n ** BigInt(e), d: 1n } : { n, d: 10n ** BigInt(-e) };
};
const times = (a: Exact, b: Exact): Exact => ({ n: a.n * b.n, d: a.d * b.d });
const plus = (a: Exact, b: Exact): Exact => ({ n: a.n * b.d + b.n * a.d, d: a.d * b.d });
const floor = ({ n, d }: Exact): bigint => (n >= 0n ? n / d : -((-n + d - 1n) / d));
const ceil = ({ n, d }: Exact): bigint => -floor({ n: -n, d });
const whole = (n: number | bigint): Exact => ({ n: BigInt(n), d: 1n });
const abs = (n: bigint): bigint => (n < 0n ? -n : n);

const minutesByHours = new Map<number, Exact>();
const minutes = (hours: number): Exact => {
  const known = minutesByHours.get(hours) ?? minutesIn(hours);
  if (minutesByHours.size > 50_000) minutesByHours.clear();
  minutesByHours.set(hours, known);
  return known;
};

const minutesIn = (hours: number): Exact => {
  const exact = times(decimal(hours), whole(60));
  const near = floor(plus(exact, { n: 1n, d: 2n }));
  return abs(exact.n - near * exact.d) * 1_000_000n <= exact.d ? whole(near) : exact;
};

const spread = (amount: bigint, i: number, n: number): bigint =>
  floor({ n: amount * BigInt(i + 1), d: BigInt(n) }) - floor({ n: amount * BigInt(i), d: BigInt(n) });

export class Replay {
  private readonly sheet: CapacitySheet;
  private readonly free: Record<string, Record<string, bigint>> = {};
  private readonly special: Record<string, CapacitySheet['calendar'][number]> = {};
  private readonly weekly: Record<string, bigint> = {};

  constructor(sheet: CapacitySheet) {
    this.sheet = sheet;
    for (const row of sheet.calendar) this.special[row.date] = row;
  }

  isWorking(date: string): boolean {
    const row = this.special[date];
    return row ? row.type !== 'holiday' : this.sheet.settings.workingWeekdays.includes(weekday(date));
  }

  roll(date: string): string {
    let at = date;
    while (!this.isWorking(at)) at = next(at);
    return at;
  }

  add(date: string, days: number): string {
    if (days === 0) return this.roll(date);
    let at = date;
    for (let i = 0; i < days; i += 1) at = this.roll(next(at));
    return at;
  }

  private share(weekly: bigint, date: string): bigint {
    const standard = this.sheet.settings.workingWeekdays;
    const place = standard.indexOf(weekday(date));
    const row = this.special[date];
    const full = place === -1 ? weekly / BigInt(standard.length) : spread(weekly, place, standard.length);
    if (!row) return place === -1 ? 0n : full;
    if (row.type === 'holiday') return 0n;
    if (row.hours !== null) return floor(minutes(row.hours));
    return row.type === 'half' ? full / 2n : full;
  }

  private workingDays(from: string, to: string): string[] {
    const days: string[] = [];
    for (let at = from; at <= to; at = next(at)) if (this.isWorking(at)) days.push(at);
    return days;
  }

  private capacity(name: string, date: string): bigint {
    const resource = this.sheet.resources.find((row) => row.name === name);
    if (!resource) return 0n;
    const weekly = (perWeek: number): bigint =>
      (this.weekly[`${name} ${perWeek}`] ??= floor(
        [resource.headcount, resource.efficiency, resource.utilisationTarget].reduce(
          (sum, part) => times(sum, decimal(part)),
          minutes(perWeek),
        ),
      ));
    let base = this.share(weekly(resource.capacityPerWeek), date);
    let extra = 0n;
    for (const row of this.sheet.exceptions) {
      if (row.resource !== name || date < row.from || date > row.to) continue;
      if (row.capacityPerWeek !== null) base = this.share(weekly(row.capacityPerWeek), date);
      if (row.hours !== null) base = floor(minutes(row.hours));
      if (row.deltaHours === null) continue;
      const delta = row.deltaHours < 0 ? -ceil(minutes(-row.deltaHours)) : floor(minutes(row.deltaHours));
      const days = row.from === row.to ? [row.from] : this.workingDays(row.from, row.to);
      if (days.includes(date)) extra += spread(delta, days.indexOf(date), days.length);
    }
    return base + extra > 0n ? base + extra : 0n;
  }

  private load(name: string, date: string): bigint {
    let sum = 0n;
    let inWeek: Exact = whole(0);
    for (const row of this.sheet.commitments) {
      if (row.resource !== name) continue;
      if (row.week !== null && week(row.week) === week(date)) inWeek = plus(inWeek, minutes(row.hours));
      if (row.week !== null || row.start === null || row.end === null || date < row.start || date > row.end) continue;
      const days = this.workingDays(row.start, row.end);
      if (days.includes(date)) sum += spread(ceil(minutes(row.hours)), days.indexOf(date), days.length);
    }
    const days = this.workingDays(week(date), next(week(date), 6));
    return days.includes(date) ? sum + spread(ceil(inWeek), days.indexOf(date), days.length) : sum;
  }

  freeOn(name: string, date: string): bigint {
    const book = (this.free[name] ??= {});
    const left = this.capacity(name, date) - this.load(name, date);
    return (book[date] ??= left > 0n ? left : 0n);
  }

  needs(product: Product, quantity: number): bigint[] {
    const lots = ceil({
      n: decimal(quantity).n * decimal(product.lotMultiple).d,
      d: decimal(quantity).d * decimal(product.lotMultiple).n,
    });
    const units = times(whole(lots), decimal(product.lotMultiple));
    return this.sheet.routing
      .filter((step) => step.product === product.code)
      .sort((a, b) => a.step - b.step)
      .map((step) => {
        const rate = step.unitsPerHour === null ? null : decimal(step.unitsPerHour);
        const run = rate ? { n: 60n * rate.d, d: rate.n } : minutes(step.runHoursPerUnit ?? 0);
        return ceil(plus(minutes(step.setupHours ?? 0), times(run, units)));
      });
  }

  /** Earliest dates of a quantity by walking day after day; null beyond the horizon. */
  earliest(product: Product, quantity: number, orderDate: string): { ready: string; finish: string | null } {
    const days = (product.entryDays ?? 0) + (product.engineeringDays ?? 0) + (product.materialDays ?? 0);
    const ready = this.add(orderDate, days);
    const fence = next(this.add(orderDate, this.sheet.settings.frozenFenceDays));
    const resources = this.sheet.routing
      .filter((step) => step.product === product.code)
      .sort((a, b) => a.step - b.step);
    let finish = ready;
    for (const [i, need] of this.needs(product, quantity).entries()) {
      if (need === 0n) continue;
      let at = next(finish) < fence ? fence : next(finish);
      let left = need - this.freeOn(resources[i]?.resource ?? '', at);
      while (left > 0n) {
        at = next(at);
        if (at > (this.sheet.settings.horizonEnd ?? '')) return { ready, finish: null };
        left -= this.freeOn(resources[i]?.resource ?? '', at);
      }
      if (at > (this.sheet.settings.horizonEnd ?? '')) return { ready, finish: null };
      finish = at;
    }
    return { ready, finish };
  }

  /** Takes a promised line out of what is free; a sentence when it cannot be kept as promised. */
  take(line: ReplayedLine, orderDate: string): string | null {
    const product = this.sheet.products.find(({ code }) => code === line.product);
    if (!product) return `no product ${line.product}`;
    const best = this.earliest(product, line.quantity, orderDate);
    if (best.ready !== line.ready) return `ready ${line.ready}, not ${best.ready}`;
    if (best.finish !== line.finish) return `finish ${line.finish}, earliest is ${best.finish}`;
    const ship = this.add(line.finish, product.qaDays ?? 0);
    if (ship !== line.ship) return `ship ${line.ship}, not ${ship}`;
    if (this.roll(next(ship, product.transitDays ?? 0)) !== line.promise) return `promise ${line.promise}`;
    const needs = this.needs(product, line.quantity).filter((need) => need > 0n);
    return line.steps.map((step, i) => this.takeStep(step, needs[i] ?? 0n)).find((wrong) => wrong !== null) ?? null;
  }

  private takeStep({ resource, start, finish, days }: ReplayedStep, need: bigint): string | null {
    let sum = 0n;
    let openBehind = false;
    for (let at = finish; at >= start; at = next(at, -1)) {
      const taken = BigInt(days.find(({ date }) => date === at)?.minutes ?? 0);
      const free = this.freeOn(resource, at);
      if (taken > free) return `${resource} has ${free} minutes on ${at}, ${taken} are taken`;
      if (taken > 0n && openBehind) return `${resource} leaves later minutes open on ${at}`;
      if (taken < free) openBehind = true;
      (this.free[resource] ??= {})[at] = free - taken;
      sum += taken;
    }
    return sum === need ? null : `${resource} takes ${sum} minutes of ${need}`;
  }
}
