import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, contentHash } from '../../src/crm/content-hash.ts';

describe('the content hash of a write-back', () => {
  it('is the same whatever the order of the members', () => {
    expect(contentHash({ a: 1, b: { c: [1, 2], d: null } })).toBe(contentHash({ b: { d: null, c: [1, 2] }, a: 1 }));
  });

  it('changes with every value', () => {
    const seen = new Set([{ a: 1 }, { a: '1' }, { a: [1] }, { a: null }, {}, { b: 1 }, [], '', 0].map(contentHash));
    expect(seen.size).toBe(9);
  });

  it('takes an absent member and an undefined one for the same', () => {
    expect(contentHash({ a: 1, b: undefined })).toBe(contentHash({ a: 1 }));
  });

  it('loses nothing: the canonical text reads back as the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
