import type { ApiAnswer } from './api-answer.ts';

/** What goes wrong with one request: nothing when every field is absent. */
export type Fault = {
  delayMs?: number;
  /** Answered instead of the work. */
  answer?: ApiAnswer;
  /** The connection is cut, before the work or after it. */
  reset?: 'before' | 'after';
  /** The answer breaks off half-way. */
  truncate?: boolean;
};

/** What of a request decides whether a fault strikes it. */
export type FaultTarget = { method: string; path: string };

/** Scripted faults of one portal. */
export class FaultPlan {
  /** The fault that strikes this request, null for none. */
  strike(_target: FaultTarget): Fault | null {
    return null;
  }
}
