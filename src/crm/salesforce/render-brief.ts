import type { BriefSection } from '../../write-back/write-back.ts';

/** A rich text field of the package holds 32,768 characters, tags included. */
const LONGEST_HTML = 32_000;

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Control characters have no place in a text field; line ends and tabs do. */
export const plainText = (text: string): string => text.toWellFormed().replace(/[^\P{Cc}\n\t]/gu, '');

const escapeHtml = (text: string): string => plainText(text).replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? '');

const paragraph = (text: string): string => `<p>${escapeHtml(text).replace(/\n/g, '<br>')}</p>`;

/** The handoff brief as the HTML of a rich text field: what names and cells say is escaped, and it ends at a paragraph. */
export const renderBrief = (title: string, sections: readonly BriefSection[]): string => {
  const parts = [
    `<p><b>${escapeHtml(title)}</b></p>`,
    ...sections.flatMap((section) => [
      `<p><b>${escapeHtml(section.title)}</b></p>`,
      ...section.paragraphs.map(paragraph),
    ]),
  ];
  let html = '';
  for (const part of parts) {
    if (html.length + part.length > LONGEST_HTML) return `${html}<p>(Shortened: the rest is on the Keepable card.)</p>`;
    html += part;
  }
  return html;
};
