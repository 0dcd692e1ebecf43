import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { AppError } from '../errors.ts';

/** Keys by id; the first one seals, all of them open. 32 bytes each. */
export type KeyRing = readonly { id: string; key: Buffer }[];

/**
 * Seals a secret for one row (AES-256-GCM). `boundTo` (install and row) is authenticated: a sealed text that is copied
 * to another row does not open. The result names its key: `v1.<key id>.<nonce>.<tag>.<ciphertext>`.
 */
export const sealSecret = (secret: string, boundTo: string, keys: KeyRing): string => {
  const current = keys[0];
  if (!current) throw new AppError('CONFIG_INVALID', 'ENCRYPTION_KEYS is empty: there is no key to seal secrets with.');
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', current.key, nonce);
  cipher.setAAD(Buffer.from(boundTo));
  const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return ['v1', current.id, ...[nonce, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url'))].join(
    '.',
  );
};

/** Opens what `sealSecret` sealed. Throws CONFIG_INVALID when the key is gone or the text is not this row's. */
export const openSecret = (sealed: string, boundTo: string, keys: KeyRing): string => {
  const [, id, nonce = '', tag = '', text = ''] = sealed.split('.');
  const entry = keys.find((key) => key.id === id);
  if (!entry)
    throw new AppError('CONFIG_INVALID', `ENCRYPTION_KEYS lacks the key "${id ?? ''}" that a stored secret needs.`);
  try {
    const decipher = createDecipheriv('aes-256-gcm', entry.key, Buffer.from(nonce, 'base64url'), { authTagLength: 16 });
    decipher.setAAD(Buffer.from(boundTo));
    decipher.setAuthTag(Buffer.from(tag, 'base64url'));
    return Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()]).toString('utf8');
  } catch (cause) {
    throw new AppError('CONFIG_INVALID', 'A stored secret does not open: it was altered or sealed for another row.', {
      cause,
    });
  }
};

/** The id of the key that sealed this text: secrets of older keys are sealed again when they are next written. */
export const keyIdOf = (sealed: string): string => sealed.split('.')[1] ?? '';
