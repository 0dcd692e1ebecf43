import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { KeyRing } from '../../db/secret-box.ts';

/** Signs forms, so that an answer can only come from a form of ours, for one link and the revision that it showed. */
export type FormTokens = {
  make(link: string, revisionId: string): string;
  isOurs(token: string, link: string, revisionId: string): boolean;
};

/** HMAC-SHA-256 with a key derived from the ones that seal secrets; the newest signs, older ones still count. */
export const formTokens = (keys: KeyRing): FormTokens => {
  const secrets = keys.map(({ key }) => Buffer.from(hkdfSync('sha256', key, '', 'keepable sign-off form', 32)));
  const sign = (secret: Buffer, link: string, revisionId: string): Buffer =>
    createHmac('sha256', secret)
      .update(JSON.stringify([link, revisionId]))
      .digest();
  return {
    make: (link, revisionId) => sign(secrets[0] ?? Buffer.alloc(32), link, revisionId).toString('base64url'),
    isOurs: (token, link, revisionId) => {
      const given = Buffer.from(token, 'base64url');
      return secrets.some((secret) => {
        const expected = sign(secret, link, revisionId);
        return given.length === expected.length && timingSafeEqual(given, expected);
      });
    },
  };
};
