import { describe, expect, it } from '@jest/globals';
import { AppError } from '../../src/errors.ts';
import { decideRetry, MAX_ATTEMPTS } from '../../src/inbox/retry.ts';

const fault = (code: AppError['code'], retryAfterMs?: number): AppError =>
  new AppError(code, 'x', retryAfterMs === undefined ? {} : { retryAfterMs });

describe('what follows from a fault', () => {
  it('tries passing faults again, later each time, within the hour', () => {
    const waits = [1, 2, 3, 8, 11].map((attempts) => decideRetry(fault('CRM_UNAVAILABLE'), attempts, 0.5));
    expect(waits.map((wait) => 'afterMs' in wait && wait.afterMs)).toEqual([1000, 2000, 4000, 128_000, 1_024_000]);
  });

  it('spreads the retries of many deals', () => {
    expect(decideRetry(fault('CRM_UNAVAILABLE'), 1, 0)).toMatchObject({ afterMs: 750 });
    expect(decideRetry(fault('CRM_UNAVAILABLE'), 1, 0.999)).toMatchObject({ afterMs: 1250 });
  });

  it.each([
    [30_000, 30_000],
    [0, 1000],
    [7 * 86_400_000, 86_400_000],
  ])('waits %i ms as %i ms when the CRM asks to slow down', (asked, afterMs) => {
    expect(decideRetry(fault('CRM_RATE_LIMITED', asked), 1, 0.5)).toMatchObject({ do: 'pause-install', afterMs });
  });

  it('never gives a deal up because the CRM was slow', () => {
    expect(decideRetry(fault('CRM_RATE_LIMITED'), MAX_ATTEMPTS + 5, 0.5).do).toBe('pause-install');
  });

  it('stops working for an account that refuses us, and asks a person to connect again', () => {
    expect(decideRetry(fault('CRM_UNAUTHORIZED'), 1, 0.5).do).toBe('reconnect');
    expect(decideRetry(fault('CRM_FORBIDDEN'), 1, 0.5).do).toBe('pause-install');
  });

  it('gives up a bug after three attempts and everything after the last one, with a reason', () => {
    expect(decideRetry(new TypeError('x'), 2, 0.5).do).toBe('retry');
    expect(decideRetry(new TypeError('x'), 3, 0.5)).toMatchObject({
      do: 'give-up',
      reason: expect.stringContaining('UNEXPECTED'),
    });
    expect(decideRetry(fault('CRM_UNAVAILABLE'), MAX_ATTEMPTS - 1, 0.5).do).toBe('retry');
    expect(decideRetry(fault('CRM_UNAVAILABLE'), MAX_ATTEMPTS, 0.5).do).toBe('give-up');
  });

  it('does not try a deal without a sheet', () => {
    expect(decideRetry(fault('SHEET_MISSING'), 1, 0.5)).toMatchObject({
      do: 'give-up',
      reason: expect.stringContaining('sheet'),
    });
  });
});
