import { describe, expect, it } from '@jest/globals';
import type { Mute } from '../../src/checks/mute.ts';
import { markMuted, mutedFacts } from '../../src/checks/mute.ts';
import { aCheckResult, aLineResult } from '../support/a-check-result.ts';

const { findings } = aCheckResult();
const late = findings[1]!;

const aMute = (facts: Partial<Mute> = {}): Mute => ({
  check: 'capacity',
  code: 'CAPACITY_SHORT',
  line: 'L1',
  reason: 'The customer knows.',
  by: 'rep@example.com',
  at: '2026-03-02T15:00:00Z',
  until: '2026-03-10',
  backWhenLaterBy: 2,
  facts: mutedFacts(late, [aLineResult()]),
  ...facts,
});

const isMuted = (mute: Mute, line = aLineResult(), today = '2026-03-05'): boolean =>
  markMuted([late], [mute], { lines: [line], today })[0]?.muted !== undefined;

describe('muting a finding', () => {
  it('says who muted it, until when and why, and leaves severity and message as they are', () => {
    const [marked] = markMuted([late], [aMute()], { lines: [aLineResult()], today: '2026-03-10' });
    expect(marked).toEqual({ ...late, muted: 'Muted by rep@example.com until 10 Mar 2026: The customer knows.' });
  });

  it('comes back by itself on the day after', () => {
    expect([isMuted(aMute(), aLineResult(), '2026-03-10'), isMuted(aMute(), aLineResult(), '2026-03-11')]).toEqual([
      true,
      false,
    ]);
    expect(isMuted(aMute({ until: null }), aLineResult(), '2030-01-01')).toBe(true);
  });

  it('comes back when the quantity or the date is another one', () => {
    expect(isMuted(aMute(), aLineResult({ quantity: 101 }))).toBe(false);
    expect(isMuted(aMute(), aLineResult({ requested: '2026-03-18' }))).toBe(false);
  });

  it('comes back when the deal is later by as many days as was said, and not a day before', () => {
    expect([
      isMuted(aMute(), aLineResult({ slackDays: -3 })),
      isMuted(aMute(), aLineResult({ slackDays: -4 })),
    ]).toEqual([true, false]);
    expect(isMuted(aMute(), aLineResult({ slackDays: null }))).toBe(false);
    expect(isMuted(aMute(), aLineResult({ slackDays: 3 }))).toBe(true);
  });

  it('is about one finding on one line', () => {
    expect(isMuted(aMute({ line: 'L2' }))).toBe(false);
    expect(isMuted(aMute({ code: 'MATERIAL_LATE' }))).toBe(false);
    expect(isMuted(aMute(), aLineResult({ id: 'L9' }))).toBe(false);
  });

  it('counts the newest of several', () => {
    const mutes = [aMute({ reason: 'Old' }), aMute({ reason: 'New', until: null })];
    const [marked] = markMuted([late], mutes, { lines: [aLineResult()], today: '2026-03-05' });
    expect(marked?.muted).toBe('Muted by rep@example.com until the facts change: New');
  });
});
