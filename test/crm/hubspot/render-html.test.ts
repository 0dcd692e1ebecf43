import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { escapeHtml, renderBrief, renderParagraphs } from '../../../src/crm/hubspot/render-html.ts';

describe('text shown in HubSpot', () => {
  it('keeps paragraphs and lines', () => {
    expect(renderParagraphs('Late', ['one\ntwo', 'three'])).toBe(
      '<p><strong>Late</strong></p><p>one<br>two</p><p>three</p>',
    );
    expect(renderBrief('Brief', [{ title: 'Risks', paragraphs: ['LINE1'] }])).toBe(
      '<h2>Brief</h2><h3>Risks</h3><p>LINE1</p>',
    );
  });

  it('never becomes markup, whatever a name or a cell holds', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('<', '>', '&', '"', "'", '/', 'a', '\u0000', '=', '\n') }),
        (text) => {
          expect(escapeHtml(text)).not.toMatch(/[<>"'\u0000]|&(?!(amp|lt|gt|quot|#39);)/);
          const tags = renderParagraphs(text, [text]).match(/<[^>]*>/g) ?? [];
          expect(tags.every((tag) => ['<p>', '</p>', '<strong>', '</strong>', '<br>'].includes(tag))).toBe(true);
        },
      ),
    );
  });

  it('fits into a HubSpot note, and says when it was shortened', () => {
    const html = renderParagraphs(
      'Long',
      Array.from({ length: 2000 }, () => 'x'.repeat(100)),
    );
    expect(html.length).toBeLessThan(65_536);
    expect(html).toContain('Shortened');
  });
});
