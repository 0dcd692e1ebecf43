import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { keyIdOf, openSecret, sealSecret } from '../../src/db/secret-box.ts';

const KEYS = [
  { id: 'b', key: randomBytes(32) },
  { id: 'a', key: randomBytes(32) },
];

describe('sealed secrets', () => {
  it('open for their row only', () => {
    const sealed = sealSecret('refresh-token', 'installs/1/tokens', KEYS);
    expect(sealed).not.toContain('refresh-token');
    expect(openSecret(sealed, 'installs/1/tokens', KEYS)).toBe('refresh-token');
    expect(() => openSecret(sealed, 'installs/2/tokens', KEYS)).toThrow('another row');
  });

  it('open under an older key while keys are rotated, and say which key they need', () => {
    const sealed = sealSecret('x', 'row', KEYS.slice(1));
    expect(keyIdOf(sealed)).toBe('a');
    expect(openSecret(sealed, 'row', KEYS)).toBe('x');
    expect(() => openSecret(sealed, 'row', KEYS.slice(0, 1))).toThrow('lacks the key "a"');
  });

  it('do not open when any part was altered', () => {
    const sealed = sealSecret('x', 'row', KEYS);
    for (const part of [2, 3, 4]) {
      const parts = sealed.split('.');
      const bytes = Buffer.from(parts[part] ?? '', 'base64url');
      bytes[0] = (bytes[0] ?? 0) ^ 1;
      parts[part] = bytes.toString('base64url');
      expect(() => openSecret(parts.join('.'), 'row', KEYS)).toThrow();
    }
    const [version, id, nonce, tag, text] = sealed.split('.');
    const shortTag = Buffer.from(tag ?? '', 'base64url')
      .subarray(0, 4)
      .toString('base64url');
    expect(() => openSecret([version, id, nonce, shortTag, text].join('.'), 'row', KEYS)).toThrow();
  });

  it('never seal the same text to the same bytes', () => {
    expect(sealSecret('x', 'row', KEYS)).not.toBe(sealSecret('x', 'row', KEYS));
  });
});
