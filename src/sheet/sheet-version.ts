import { createHash } from 'node:crypto';

const isObject = (value: unknown): value is Record<string, unknown> => value !== null && typeof value === 'object';

/** JSON whose bytes depend on the facts only: keys in order, no spaces, nothing for what is undefined. */
const canonicalJson = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? 'null';
  const keys = Object.keys(value).filter((key) => value[key] !== undefined);
  return `{${keys
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`)
    .join(',')}}`;
};

/** The name of a version: equal facts in equal rows have equal versions (S18). */
export const versionOf = (facts: unknown): string =>
  `sha256:${createHash('sha256').update(canonicalJson(facts)).digest('hex')}`;
