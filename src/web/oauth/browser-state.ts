import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Request, Response } from 'express';

const COOKIE = 'keepable_oauth';
const LIFE_MS = 10 * 60 * 1000;

type StateOptions = { secret: string; isHttps: boolean; now: () => Date };

/** The `state` of OAuth: known to one browser only, used once, over after ten minutes (RFC 9700, 4.7). */
export type BrowserState = {
  /** A fresh state, left with this browser as a cookie. */
  give(response: Response): string;
  /** True when this browser was given the state and has not used it yet. */
  take(request: Request, response: Response): boolean;
};

/** States are signed, so that they need no table; a used one is remembered by this process until it is over anyway. */
export const browserState = ({ secret, isHttps, now }: StateOptions): BrowserState => {
  const used = new Map<string, number>();
  const sign = (text: string): string => createHmac('sha256', secret).update(text).digest('hex');

  const isValid = (state: string): boolean => {
    const [random = '', until = '', mac = ''] = state.split('.');
    const expected = Buffer.from(sign(`${random}.${until}`));
    const given = Buffer.from(mac);
    const isSigned = expected.length === given.length && timingSafeEqual(expected, given);
    return isSigned && Number(until) > now().getTime();
  };

  const isFirstUse = (state: string): boolean => {
    for (const [old, until] of used) if (until <= now().getTime()) used.delete(old);
    if (used.has(state)) return false;
    used.set(state, now().getTime() + LIFE_MS);
    return true;
  };

  return {
    give: (response) => {
      const nonce = `${randomBytes(16).toString('hex')}.${now().getTime() + LIFE_MS}`;
      const state = `${nonce}.${sign(nonce)}`;
      response.cookie(COOKIE, state, { httpOnly: true, sameSite: 'lax', secure: isHttps, maxAge: LIFE_MS });
      return state;
    },
    take: (request, response) => {
      const { state } = request.query;
      response.clearCookie(COOKIE);
      return typeof state === 'string' && state === cookieOf(request) && isValid(state) && isFirstUse(state);
    },
  };
};

const cookieOf = (request: Request): string | undefined =>
  (request.get('cookie') ?? '')
    .split(';')
    .map((part) => part.trim().split('='))
    .find(([name]) => name === COOKIE)?.[1];
