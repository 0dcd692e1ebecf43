import { AppError } from '../../errors.ts';

/** An install's tokens with the moments (epoch milliseconds) at which the access token was given and ends. */
export type HubspotTokens = { accessToken: string; refreshToken: string; obtainedAtMs: number; expiresAtMs: number };

/** Where one install's tokens are kept (encrypted). All processes share it. */
export type TokenStore = {
  /** The tokens as stored now, or null when the install is gone. */
  read(): Promise<HubspotTokens | null>;
  /**
   * Runs `change` while this process alone holds the install's row lock (SELECT ... FOR UPDATE), with the tokens as they
   * are then. What it returns is stored and committed before this resolves. A throw stores nothing.
   */
  update(change: (current: HubspotTokens) => Promise<HubspotTokens>): Promise<HubspotTokens>;
};

/** Gives a usable access token. `refused`: a token that HubSpot answered 401 to, which is then replaced whatever its age. */
export type AccessTokenProvider = (refused?: string) => Promise<string>;

type ProviderOptions = {
  store: TokenStore;
  /** Trades the refresh token for new tokens (`refreshTokens` of oauth.ts). */
  refresh: (refreshToken: string) => Promise<HubspotTokens>;
  now: () => number;
};

/** A token is replaced once three quarters of its life are over, so that none expires between our check and HubSpot's. */
const isDue = (tokens: HubspotTokens, nowMs: number): boolean =>
  nowMs >= tokens.obtainedAtMs + 0.75 * (tokens.expiresAtMs - tokens.obtainedAtMs);

/**
 * The access token of one install, refreshed ahead of its end by exactly one process: callers of this process share one
 * refresh, processes queue at the row lock and find the fresh token there.
 */
export const createTokenProvider = ({ store, refresh, now }: ProviderOptions): AccessTokenProvider => {
  let running: Promise<HubspotTokens> | null = null;

  const replaceOnce = (isStale: (tokens: HubspotTokens) => boolean): Promise<HubspotTokens> => {
    running ??= store
      .update(async (current) => (isStale(current) ? refresh(current.refreshToken) : current))
      .finally(() => (running = null));
    return running;
  };

  return async (refused) => {
    const tokens = await store.read();
    if (!tokens) throw new AppError('CRM_UNAUTHORIZED', 'This HubSpot account is not connected. Connect it again.');
    const isStale = (seen: HubspotTokens): boolean => isDue(seen, now()) || seen.accessToken === refused;
    return (isStale(tokens) ? await replaceOnce(isStale) : tokens).accessToken;
  };
};
