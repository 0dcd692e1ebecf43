import { AppError } from '../../errors.ts';

/**
 * What one org gave us. Salesforce does not say when an access token ends (the org's admin decides): it is replaced when
 * it is refused. `refreshToken`: from the web-server flow; `username`: of the integration user, where we sign for it.
 */
export type SalesforceTokens = {
  accessToken: string;
  instanceUrl: string;
  refreshToken: string | null;
  username: string | null;
  obtainedAtMs: number;
};

/** Where one install's tokens are kept (encrypted). All processes share it. */
type SalesforceTokenStore = {
  /** The tokens as stored now, or null when the install is gone. */
  read(): Promise<SalesforceTokens | null>;
  /**
   * Runs `change` while this process alone holds the install's row lock, with the tokens as they are then. What it returns
   * is stored and committed before this resolves: a rotated refresh token is never used before it is kept.
   */
  update(change: (current: SalesforceTokens) => Promise<SalesforceTokens>): Promise<SalesforceTokens>;
};

/** Gives usable tokens. `refused`: an access token that Salesforce answered 401 to, which is then replaced. */
export type SalesforceTokenProvider = (refused?: string) => Promise<SalesforceTokens>;

type ProviderOptions = {
  store: SalesforceTokenStore;
  /** Trades what we have for new tokens (`renewTokens` of oauth.ts). */
  renew: (current: SalesforceTokens) => Promise<SalesforceTokens>;
};

/**
 * The tokens of one org, renewed by exactly one process: callers of this process share one renewal, processes queue at the
 * row lock and find the fresh token there. A refresh token is good for one use, and a second use revokes the whole grant
 * (Salesforce help, "Refresh Token Rotation").
 */
export const createSalesforceTokenProvider = ({ store, renew }: ProviderOptions): SalesforceTokenProvider => {
  let running: Promise<SalesforceTokens> | null = null;

  const replace = (refused: string): Promise<SalesforceTokens> => {
    running ??= store
      .update(async (current) => (current.accessToken === refused ? renew(current) : current))
      .finally(() => (running = null));
    return running;
  };

  return async (refused) => {
    const tokens = await store.read();
    if (!tokens) throw new AppError('CRM_UNAUTHORIZED', 'This Salesforce org is not connected. Connect it again.');
    return tokens.accessToken === refused ? replace(refused) : tokens;
  };
};
