import type { ErrorCode } from '../errors.ts';
import { AppError } from '../errors.ts';

/** What follows from a fault. `isCounted`: whether the attempt counts towards giving up. */
export type Decision =
  | { do: 'retry'; afterMs: number; isCounted: boolean }
  | { do: 'give-up'; reason: string }
  | { do: 'pause-install'; afterMs: number; reason: string }
  | { do: 'reconnect'; reason: string };

/** After this many attempts a deal becomes a dead letter: about ten hours of trying. */
export const MAX_ATTEMPTS = 12;

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60 * 60 * 1000;
const DAY_MS = 24 * LONGEST_WAIT_MS;
const FORBIDDEN_PAUSE_MS = 15 * 60 * 1000;

/** Passing faults of the CRM or of ourselves. Codes that are not listed here or below are bugs or bad data. */
const PASSING: readonly ErrorCode[] = [
  'CRM_UNAVAILABLE',
  'CRM_OUTCOME_UNKNOWN',
  'CRM_CONFLICT',
  'DATABASE_UNAVAILABLE',
  'LEASE_LOST',
];

/**
 * The one place that decides what follows from a fault: try again and when, give up, or stop working for the install.
 * `attempts` includes the one that failed; `chance` in [0, 1) spreads the retries of many deals.
 */
export const decideRetry = (error: unknown, attempts: number, chance: number): Decision => {
  const code = error instanceof AppError ? error.code : null;
  if (code === 'CRM_UNAUTHORIZED') return { do: 'reconnect', reason: 'The CRM no longer accepts our connection.' };
  if (code === 'CRM_FORBIDDEN') {
    return { do: 'pause-install', afterMs: FORBIDDEN_PAUSE_MS, reason: 'The CRM refuses us a right that we need.' };
  }
  if (code === 'CRM_RATE_LIMITED') {
    return { do: 'pause-install', afterMs: waitOf(error, attempts, chance), reason: 'The CRM asked us to slow down.' };
  }
  if (code === 'SHEET_MISSING') return { do: 'give-up', reason: 'No capacity sheet is published yet.' };
  if (attempts >= MAX_ATTEMPTS) return { do: 'give-up', reason: `Tried ${attempts} times. ${sayFault(code)}` };
  const isPassing = code !== null && PASSING.includes(code);
  if (!isPassing && attempts >= 3) return { do: 'give-up', reason: sayFault(code) };
  return { do: 'retry', afterMs: waitOf(error, attempts, chance), isCounted: true };
};

/** What the other side asked for, within a day; else doubling from a second to an hour, spread by half. */
const waitOf = (error: unknown, attempts: number, chance: number): number => {
  const asked = error instanceof AppError ? error.retryAfterMs : undefined;
  if (asked !== undefined && asked >= 0) return Math.min(Math.max(asked, FIRST_WAIT_MS), DAY_MS);
  const doubled = Math.min(FIRST_WAIT_MS * 2 ** (attempts - 1), LONGEST_WAIT_MS);
  return Math.round(doubled * (0.75 + chance / 2));
};

const sayFault = (code: ErrorCode | null): string => `Fault ${code ?? 'UNEXPECTED'}; the log has the details.`;
