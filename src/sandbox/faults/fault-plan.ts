import { seededDice } from './dice.ts';
import type { Dice } from './dice.ts';

/** What a fault answers: a body that is absent is sent as no content. */
type FaultAnswer = { status: number; body?: unknown; headers?: Record<string, string> };

/** What goes wrong with one request: nothing when every field is absent. Times in milliseconds. */
export type Fault = {
  /** The wait before the work. */
  delayMs?: number;
  /** The wait between the work and the answer. */
  answerDelayMs?: number;
  /** Answered instead of the work. */
  answer?: FaultAnswer;
  /** The connection is cut, before the work or after it. */
  reset?: 'before' | 'after';
  /** The answer breaks off half-way. */
  truncate?: boolean;
};

/** What of a request decides whether a fault strikes it. */
export type FaultTarget = { method: string; path: string };

/** A fault and when it strikes. */
export type FaultRule = {
  fault: Fault;
  /** Only requests of this method; absent = all. */
  method?: string;
  /** Only paths that match; absent = all. */
  path?: RegExp;
  /** How many matching requests pass first; absent = 0. */
  after?: number;
  /** How often it strikes; absent = always. */
  times?: number;
  /** The chance of each matching request to be struck, 0 to 1; absent = 1. */
  chance?: number;
};

/** A request that was struck, in order. */
export type Struck = FaultTarget & { fault: Fault };

/** Scripted faults of one portal or org: the same seed and the same requests give the same faults. */
export class FaultPlan {
  readonly struck: Struck[] = [];
  readonly #dice: Dice;
  #rules: FaultRule[] = [];

  constructor(seed = 1) {
    this.#dice = seededDice(seed);
  }

  /** Adds a rule; the answer takes it back. Rules that match the same request join, earlier ones first. */
  add(rule: FaultRule): () => void {
    const own = { ...rule };
    this.#rules.push(own);
    return () => {
      this.#rules = this.#rules.filter((other) => other !== own);
    };
  }

  /** Takes all rules back: from now on nothing goes wrong. */
  clear(): void {
    this.#rules = [];
  }

  /** The fault that strikes this request, null for none. */
  strike(target: FaultTarget): Fault | null {
    const faults = this.#rules
      .filter((rule) => isAbout(rule, target) && this.#comesDue(rule))
      .map(({ fault }) => fault);
    if (faults.length === 0) return null;
    const fault = faults.reduceRight<Fault>((joined, earlier) => ({ ...joined, ...earlier }), {});
    this.struck.push({ ...target, fault });
    return fault;
  }

  #comesDue(rule: FaultRule): boolean {
    if (rule.after !== undefined && rule.after > 0) {
      rule.after -= 1;
      return false;
    }
    if (rule.times === 0 || (rule.chance !== undefined && this.#dice() >= rule.chance)) return false;
    if (rule.times !== undefined) rule.times -= 1;
    return true;
  }
}

const isAbout = (rule: FaultRule, { method, path }: FaultTarget): boolean =>
  (rule.method === undefined || rule.method === method) && (rule.path === undefined || rule.path.test(path));
