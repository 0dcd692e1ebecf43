import { createHash, randomBytes } from 'node:crypto';
import type { Org } from './org.ts';

type Code = { userId: string; redirectUri: string; scope: string; challenge: string | null; expiresAt: number };

/** What one consent led to: a row of refresh tokens of which only the last is good, and the sessions made with them. */
export type Family = {
  userId: string;
  scope: string;
  current: string | null;
  used: Set<string>;
  sessions: Set<string>;
  isRevoked: boolean;
};

type Session = { userId: string; family: Family; expiresAt: number };

export type Tokens = { accessToken: string; refreshToken: string | null; userId: string; scope: string };

const CODE_MS = 15 * 60_000;
const HOUR_MS = 3_600_000;

const random = (): string => randomBytes(32).toString('base64url');

/** Who may call the API. A refresh token that was used up and comes again ends its whole family, as with theft. */
export class Grants {
  /** How long a session lasts after its last use, in milliseconds. */
  sessionMs = 2 * HOUR_MS;
  /** Whether each refresh brings a new refresh token and ends the old one. */
  rotateRefreshTokens = true;
  readonly families: Family[] = [];
  readonly #org: Org;
  readonly #codes = new Map<string, Code>();
  readonly #sessions = new Map<string, Session>();

  constructor(org: Org) {
    this.#org = org;
  }

  /** A code for the app to exchange, as the consent page hands it over. */
  authorize(code: Omit<Code, 'expiresAt'>): string {
    const id = `aPrx${random()}==`;
    this.#codes.set(id, { ...code, expiresAt: this.#org.clock() + CODE_MS });
    return id;
  }

  /** The tokens for a code, once; a sentence when code, redirect or verifier is wrong. */
  exchange(code: string, { redirectUri, verifier }: { redirectUri: string; verifier: string | null }): Tokens | string {
    const found = this.#codes.get(code);
    this.#codes.delete(code);
    if (!found || found.expiresAt < this.#org.clock()) return 'expired authorization code';
    if (found.redirectUri !== redirectUri) return 'redirect_uri must match configuration';
    if (!isVerified(found.challenge, verifier)) return 'invalid code verifier';
    return this.grant(found.userId, {
      scope: found.scope,
      withRefresh: /\b(refresh_token|offline_access|full)\b/.test(found.scope),
    });
  }

  /** A new consent of a user, or a session of the flows that need none. */
  grant(userId: string, { scope = 'api refresh_token', withRefresh = true } = {}): Tokens {
    const current = withRefresh ? `5Aep${random()}` : null;
    const family: Family = { userId, scope, current, used: new Set(), sessions: new Set(), isRevoked: false };
    this.families.push(family);
    return this.#open(family);
  }

  /** New tokens for a refresh token; null when it is of no use. */
  refresh(refreshToken: string): Tokens | null {
    const stolen = this.families.find(({ used }) => used.has(refreshToken));
    if (stolen) this.end(stolen);
    const family = this.families.find(({ current }) => current === refreshToken);
    if (!family || family.isRevoked) return null;
    if (this.rotateRefreshTokens) {
      family.used.add(refreshToken);
      family.current = `5Aep${random()}`;
    }
    return this.#open(family);
  }

  #open(family: Family): Tokens {
    const accessToken = `${this.#org.id.slice(0, 15)}!AQ${random()}`;
    this.#sessions.set(accessToken, { userId: family.userId, family, expiresAt: this.#org.clock() + this.sessionMs });
    family.sessions.add(accessToken);
    return { accessToken, refreshToken: family.current, userId: family.userId, scope: family.scope };
  }

  /** The user behind a session that is still good; using it makes it last longer. */
  userOf(accessToken: string): string | null {
    const session = this.#sessions.get(accessToken);
    const now = this.#org.clock();
    if (!session || session.family.isRevoked || session.expiresAt <= now) return null;
    session.expiresAt = Math.max(session.expiresAt, now + this.sessionMs);
    return session.userId;
  }

  /** Ends a family: its refresh token and every session made with it. */
  end(family: Family): void {
    family.isRevoked = true;
    family.current = null;
    for (const token of family.sessions) this.#sessions.delete(token);
    family.sessions.clear();
  }

  /** Ends what a token belongs to: the whole consent for a refresh token, one session for an access token. */
  revoke(token: string): boolean {
    const family = this.families.find(({ current, used }) => current === token || used.has(token));
    if (family) this.end(family);
    return this.#sessions.delete(token) || family !== undefined;
  }

  /** Whether a code or token was handed out here. */
  knows(token: string): boolean {
    if (this.#codes.has(token) || this.#sessions.has(token)) return true;
    return this.families.some(({ current, used }) => current === token || used.has(token));
  }

  /** Ends every consent: what an admin does who blocks the app. */
  revokeAll(): void {
    for (const family of this.families) this.end(family);
  }

  /** Makes every session end now; refresh tokens stay good. */
  expireSessions(): void {
    this.#sessions.clear();
  }
}

const isVerified = (challenge: string | null, verifier: string | null): boolean =>
  challenge === null || (verifier !== null && createHash('sha256').update(verifier).digest('base64url') === challenge);
