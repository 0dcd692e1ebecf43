import { createHash } from 'node:crypto';

/** JSON whose bytes depend on the facts only: keys in order, no spaces. */
const canonicalJson = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : part,
  );

/** The name of a version: equal facts in equal rows have equal versions (S18). */
export const versionOf = (facts: unknown): string =>
  `sha256:${createHash('sha256').update(canonicalJson(facts)).digest('hex')}`;
