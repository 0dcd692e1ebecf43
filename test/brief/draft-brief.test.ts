import { describe, expect, it } from '@jest/globals';
import { draftBrief } from '../../src/brief/draft-brief.ts';
import { aDeal, aLine } from '../support/a-deal.ts';
import { aFinding, aLateResult, anOkResult } from '../support/a-result.ts';

const section = (brief: ReturnType<typeof draftBrief>, title: string): string[] =>
  brief.sections.find((candidate) => candidate.title === title)?.paragraphs ?? [];

describe('the first handoff brief', () => {
  it('has every section, and none is empty', () => {
    for (const result of [aLateResult(), anOkResult(), anOkResult({ lines: [], findings: [] })]) {
      const { sections } = draftBrief(aDeal(), result);
      expect(sections.map(({ title }) => title)).toEqual([
        'Control',
        'What is sold',
        'Promises and their evidence',
        'Quality and scope',
        'Sign-offs',
        'Risks',
        'Open questions',
        'Conditions',
        'Versions',
      ]);
      for (const { paragraphs } of sections) expect(paragraphs.join('').trim()).not.toBe('');
    }
  });

  it('lists what is sold with price and attributes', () => {
    const deal = aDeal({ lines: [aLine({ attributes: { finish: 'zinc', length_mm: 400 } })] });
    expect(section(draftBrief(deal, aLateResult()), 'What is sold')).toEqual([
      '100 EA BRK at 12 USD (finish zinc, length_mm 400)',
    ]);
  });

  it('gives each promise with its date and the rows that limit it', () => {
    expect(section(draftBrief(aDeal(), aLateResult()), 'Promises and their evidence')).toEqual([
      '100 EA BRK: requested 17 Mar 2026, can be delivered 19 Mar 2026. Limited by LINE1 (Commitments!2).',
    ]);
  });

  it('keeps every open question with an owner', () => {
    const findings = [
      aFinding({ check: 'scope-limits', severity: 'action', code: 'ATTR_MISSING', question: 'How long?' }),
      aFinding({
        check: 'combinations',
        severity: 'not_checked',
        code: null,
        message: 'The rules were not checked.',
        fix: 'Ask operations to fill in the tab.',
      }),
      aFinding({
        check: 'portfolio-fit',
        severity: 'not_checked',
        code: null,
        message: 'The needs were not compared.',
        fix: 'Add the needs to the deal.',
      }),
    ];
    expect(section(draftBrief(aDeal(), aLateResult({ findings })), 'Open questions')).toEqual([
      'For the customer, asked by R. Rep: How long?',
      'Not checked, owner operations: The rules were not checked.',
      'Not checked, owner R. Rep: The needs were not compared.',
    ]);
  });

  it('leaves hostile text as text', () => {
    const name = '<img src=x onerror=alert(1)>';
    expect(draftBrief(aDeal({ name }), aLateResult()).title).toBe(`Handoff brief (draft): ${name}`);
  });
});
