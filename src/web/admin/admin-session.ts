import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import type { CookieOptions, Request, Response } from 'express';
import { z } from 'zod';
import type { AdminIdentity } from '../../db/admin-tokens.ts';
import type { KeyRing } from '../../db/secret-box.ts';

const LIFE_MS = 8 * 60 * 60 * 1000;

/** What the cookie says; it is signed, so that nobody can write one. `csrf` is what every change must repeat in a header. */
const Claims = z.object({
  installId: z.number().int().positive(),
  role: z.enum(['planner', 'reader']),
  tokenId: z.string(),
  csrf: z.string(),
  until: z.number(),
});

export type AdminSession = AdminIdentity & { csrf: string };

export type AdminSessions = {
  /** A fresh session in place of any other: what a visitor brought along counts for nothing. */
  start(response: Response, identity: AdminIdentity): AdminSession;
  /** The session of this browser, or null when there is none, it is over, or it was not signed by us. */
  read(request: Request): AdminSession | null;
  end(response: Response): void;
};

/**
 * Sessions of the planner's pages in one cookie: httpOnly, SameSite=Strict, signed (HMAC-SHA-256) with a key that is derived
 * from the ones that seal secrets. With https its name carries the prefix __Host-, so that no neighbouring host can set it.
 */
export const adminSessions = ({
  keys,
  isHttps,
  now,
}: {
  keys: KeyRing;
  isHttps: boolean;
  now: () => Date;
}): AdminSessions => {
  const name = isHttps ? '__Host-keepable' : 'keepable_page';
  const cookie: CookieOptions = { httpOnly: true, sameSite: 'strict', secure: isHttps, path: '/' };
  const secrets = keys.map(({ key }) => Buffer.from(hkdfSync('sha256', key, '', 'keepable admin session', 32)));
  return {
    start: (response, identity) => {
      const session = { ...identity, csrf: randomBytes(18).toString('base64url') };
      const claims = encode({ ...session, until: now().getTime() + LIFE_MS });
      response.cookie(name, `${claims}.${sign(claims, secrets[0] ?? Buffer.alloc(0))}`, { ...cookie, maxAge: LIFE_MS });
      return session;
    },
    read: (request) => {
      const [claims = '', mac = '', ...rest] = (cookieOf(request, name) ?? '').split('.');
      const isSigned = secrets.some((secret) => isSame(mac, sign(claims, secret)));
      const session = isSigned && rest.length === 0 ? decode(claims) : null;
      if (session === null || session.until <= now().getTime()) return null;
      const { until: _until, ...known } = session;
      return known;
    },
    end: (response) => void response.clearCookie(name, cookie),
  };
};

const encode = (claims: z.infer<typeof Claims>): string => Buffer.from(JSON.stringify(claims)).toString('base64url');

const decode = (text: string): z.infer<typeof Claims> | null =>
  Claims.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString())).data ?? null;

const sign = (text: string, secret: Buffer): string => createHmac('sha256', secret).update(text).digest('base64url');

/** Compares in constant time. */
export const isSame = (given: string, expected: string): boolean => {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
};

/** The one cookie of that name; two of them are an attack or an accident, and count as none. */
const cookieOf = (request: Request, name: string): string | undefined => {
  const pairs = (request.get('cookie') ?? '').split(';').map((part) => part.trim().split('='));
  const [found, ...others] = pairs.filter(([key]) => key === name);
  return others.length === 0 ? found?.[1] : undefined;
};
