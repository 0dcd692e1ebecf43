import type { BriefSection } from '../../write-back/write-back.ts';

/** HubSpot's limit of a note or task body is 65,536 characters; the rest stays free for the reference line. */
const LONGEST_BODY = 60_000;

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Plain text made safe inside HTML: names, owners and sheet cells may hold anything. Control characters go. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? '').replace(/[^\P{Cc}\n\t]/gu, '');

const paragraph = (text: string): string => `<p>${escapeHtml(text).replace(/\r?\n/g, '<br>')}</p>`;

const shortened = (parts: string[]): string => {
  let html = '';
  for (const part of parts) {
    if (html.length + part.length > LONGEST_BODY) return `${html}<p>(Shortened: the rest is on the Keepable card.)</p>`;
    html += part;
  }
  return html;
};

/** Paragraphs of plain text as HTML, under an optional title. */
export const renderParagraphs = (title: string | null, paragraphs: string[]): string =>
  shortened([
    ...(title === null ? [] : [`<p><strong>${escapeHtml(title)}</strong></p>`]),
    ...paragraphs.map(paragraph),
  ]);

/** The handoff brief as HTML. */
export const renderBrief = (title: string, sections: BriefSection[]): string =>
  shortened([
    `<h2>${escapeHtml(title)}</h2>`,
    ...sections.flatMap((section) => [`<h3>${escapeHtml(section.title)}</h3>`, ...section.paragraphs.map(paragraph)]),
  ]);
