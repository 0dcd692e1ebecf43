/** Markup that is safe to send: everything that came from people was escaped on the way in. */
export type Html = { readonly markup: string };

type Part = Html | string | number | null | readonly Html[];

const escapeHtml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

const markupOf = (part: Part): string => {
  if (part === null) return '';
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part));
  return 'markup' in part ? part.markup : part.map(({ markup }) => markup).join('');
};

/** A piece of a page. Texts in it are escaped, pieces of pages are taken as they are. */
export const html = (literals: TemplateStringsArray, ...parts: Part[]): Html => ({
  markup: literals.reduce((page, literal, index) => page + markupOf(parts[index - 1] ?? null) + literal),
});
