import { createHash, randomBytes } from 'node:crypto';
import type { Portal } from './portal.ts';

type Code = { portal: Portal; redirectUri: string; scopes: string[]; challenge: string | null };
type Access = { portal: Portal; expiresAt: number; scopes: string[] };
type Refresh = { portal: Portal; scopes: string[] };

/** The tokens of one grant; `expiresIn` in seconds. */
export type Tokens = { accessToken: string; refreshToken: string; expiresIn: number; portal: Portal; scopes: string[] };

const random = (prefix: string): string => `${prefix}-${randomBytes(24).toString('base64url')}`;

/** Who may call the API: codes, access and refresh tokens of every portal that the app is installed in. */
export class Grants {
  /** Lifetime of an access token in seconds; HubSpot gives 1800. */
  expiresIn = 1800;
  /** Whether a refresh brings a new refresh token and ends the old one; HubSpot usually keeps it. */
  rotateRefreshTokens = false;
  readonly #codes = new Map<string, Code>();
  readonly #access = new Map<string, Access>();
  readonly #refresh = new Map<string, Refresh>();

  /** A code for the app to exchange, as the authorize page hands it over. */
  authorize(code: Code): string {
    const id = random('code');
    this.#codes.set(id, code);
    return id;
  }

  /** The tokens for a code, once; null when the code, the redirect or the PKCE verifier is wrong. */
  exchange(code: string, { redirectUri, verifier }: { redirectUri: string; verifier: string | null }): Tokens | null {
    const found = this.#codes.get(code);
    if (!found || found.redirectUri !== redirectUri || !isVerified(found.challenge, verifier)) return null;
    this.#codes.delete(code);
    return this.install(found.portal, found.scopes);
  }

  /** Installs the app in the portal and gives its first tokens. */
  install(portal: Portal, scopes: string[] = ['oauth']): Tokens {
    const refreshToken = random('refresh');
    this.#refresh.set(refreshToken, { portal, scopes });
    return this.#issue(portal, refreshToken, scopes);
  }

  /** A new access token; null when the refresh token was revoked or never given. */
  refresh(refreshToken: string): Tokens | null {
    const found = this.#refresh.get(refreshToken);
    if (!found) return null;
    if (!this.rotateRefreshTokens) return this.#issue(found.portal, refreshToken, found.scopes);
    this.#refresh.delete(refreshToken);
    return this.install(found.portal, found.scopes);
  }

  #issue(portal: Portal, refreshToken: string, scopes: string[]): Tokens {
    const accessToken = random('access');
    this.#access.set(accessToken, { portal, expiresAt: portal.clock() + this.expiresIn * 1000, scopes });
    return { accessToken, refreshToken, expiresIn: this.expiresIn, portal, scopes };
  }

  /** The grant behind an access token, expired or not. */
  access(token: string): Access | undefined {
    return this.#access.get(token);
  }

  /** The grant behind a refresh token. */
  refreshGrant(token: string): Refresh | undefined {
    return this.#refresh.get(token);
  }

  /** Ends one token. */
  revoke(token: string): void {
    this.#access.delete(token);
    this.#refresh.delete(token);
  }

  /** Ends all tokens of a portal: what uninstalling does. */
  uninstall(portal: Portal): void {
    for (const tokens of [this.#access, this.#refresh]) {
      for (const [token, grant] of tokens) if (grant.portal === portal) tokens.delete(token);
    }
  }

  /** Makes every access token of a portal expire now. */
  expireAccess(portal: Portal): void {
    for (const grant of this.#access.values()) if (grant.portal === portal) grant.expiresAt = portal.clock() - 1;
  }
}

const isVerified = (challenge: string | null, verifier: string | null): boolean =>
  challenge === null || (verifier !== null && createHash('sha256').update(verifier).digest('base64url') === challenge);
