import { createHash } from 'node:crypto';

const collectKeys = (value: unknown, keys: Set<string>): void => {
  if (Array.isArray(value)) {
    for (const item of value) collectKeys(item, keys);
  } else if (value !== null && typeof value === 'object') {
    for (const [key, inner] of Object.entries(value)) {
      keys.add(key);
      if (typeof inner === 'object') collectKeys(inner, keys);
    }
  }
};

/** JSON whose bytes depend on the facts only: keys in order, no spaces, nothing for what is undefined. */
const canonicalJson = (value: unknown): string => {
  const keys = new Set<string>();
  collectKeys(value, keys);
  // A list of keys as the second argument sets their order at every depth.
  return JSON.stringify(value, [...keys].sort()) ?? 'null';
};

/** The name of a version: equal facts in equal rows have equal versions (S18). */
export const versionOf = (facts: unknown): string =>
  `sha256:${createHash('sha256').update(canonicalJson(facts)).digest('hex')}`;
