import { createElement, Fragment, useMemo } from 'react';
import type { ReactNode } from 'react';

/** What a CRM shows of a note's HTML; everything else is reduced to its text. Headings move below the page's own. */
const ELEMENTS: Record<string, string> = {
  P: 'p',
  BR: 'br',
  B: 'b',
  STRONG: 'strong',
  I: 'i',
  EM: 'em',
  UL: 'ul',
  OL: 'ol',
  LI: 'li',
  HR: 'hr',
  DIV: 'div',
  SPAN: 'span',
  BLOCKQUOTE: 'blockquote',
  H1: 'h3',
  H2: 'h3',
  H3: 'h4',
  H4: 'h5',
  TABLE: 'table',
  TBODY: 'tbody',
  THEAD: 'thead',
  TR: 'tr',
  TH: 'th',
  TD: 'td',
};

const DROPPED = new Set(['SCRIPT', 'STYLE', 'IFRAME', 'OBJECT', 'TEMPLATE', 'SVG', 'svg']);

const VOID = new Set(['br', 'hr']);

const toReact = (node: Node, key: number): ReactNode => {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent;
  if (node.nodeType !== Node.ELEMENT_NODE || DROPPED.has(node.nodeName)) return null;
  const children = [...node.childNodes].map(toReact);
  const element = ELEMENTS[node.nodeName];
  if (!element) return createElement(Fragment, { key }, ...children);
  return VOID.has(element) ? createElement(element, { key }) : createElement(element, { key }, ...children);
};

/** Shows a note's HTML by building known elements without any attribute: nothing in it can run, load or link. */
export const SafeHtml = ({ html }: { html: string }) => {
  const content = useMemo(() => {
    const { body } = new DOMParser().parseFromString(html, 'text/html');
    return [...body.childNodes].map(toReact);
  }, [html]);
  return <div className="prose">{content}</div>;
};
