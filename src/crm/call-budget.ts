/** HubSpot counts searches apart from other calls; other CRMs have one kind only. */
export type CallKind = 'call' | 'search';

/**
 * The allowance of one install, shared by all processes. `take` waits until one call of the kind fits, or throws
 * AppError CRM_RATE_LIMITED with retryAfterMs when the wait would be too long to hold a worker.
 */
export type CallBudget = { take(kind: CallKind): Promise<void> };

/** No limit of our own: for tests and for the sandbox. */
export const unlimitedCalls: CallBudget = { take: async () => undefined };
