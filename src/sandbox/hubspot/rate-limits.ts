import type { ApiAnswer } from './api-answer.ts';

/** How many calls the portal takes; null = as many as come. */
export type Limits = { perTenSeconds: number | null; searchPerSecond: number | null };

/** The limits of an app from the marketplace (developers.hubspot.com, "Usage guidelines"): 110 per 10 s, search 5 per s. */
export const MARKETPLACE_LIMITS: Limits = { perTenSeconds: 110, searchPerSecond: 5 };

/** Counts the calls of one portal in rolling windows. Times in milliseconds. */
export class RateLimiter {
  readonly #limits: Limits;
  readonly #calls: Record<'general' | 'search', number[]> = { general: [], search: [] };

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** Counts one call, or refuses it; the headers tell what is left. Searches are counted apart and carry no headers. */
  take(kind: 'general' | 'search', now: number): { refusal: ApiAnswer | null; headers: Record<string, string> } {
    const { limit, windowMs } = this.#rule(kind);
    if (limit === null) return { refusal: null, headers: {} };
    const recent = this.#calls[kind].filter((at) => at > now - windowMs);
    const refused = recent.length >= limit;
    this.#calls[kind] = refused ? recent : [...recent, now];
    const remaining = limit - this.#calls[kind].length;
    const headers = kind === 'search' ? {} : rateHeaders(limit, remaining, windowMs);
    return { refusal: refused ? rateRefusal(kind) : null, headers };
  }

  #rule(kind: 'general' | 'search'): { limit: number | null; windowMs: number } {
    return kind === 'search'
      ? { limit: this.#limits.searchPerSecond, windowMs: 1000 }
      : { limit: this.#limits.perTenSeconds, windowMs: 10_000 };
  }
}

const rateHeaders = (limit: number, remaining: number, windowMs: number): Record<string, string> => ({
  'X-HubSpot-RateLimit-Max': String(limit),
  'X-HubSpot-RateLimit-Remaining': String(remaining),
  'X-HubSpot-RateLimit-Interval-Milliseconds': String(windowMs),
});

/** The 429 answer of one of HubSpot's two policies. */
export const rateRefusal = (kind: 'general' | 'search'): ApiAnswer => ({
  status: 429,
  body: {
    status: 'error',
    message: `You have reached your ${kind === 'search' ? 'secondly' : 'ten_secondly_rolling'} limit.`,
    errorType: 'RATE_LIMIT',
    category: 'RATE_LIMITS',
    correlationId: crypto.randomUUID(),
    policyName: kind === 'search' ? 'SECONDLY' : 'TEN_SECONDLY_ROLLING',
  },
});
