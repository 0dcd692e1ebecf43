import { createHash } from 'node:crypto';
import type { Html } from './html.ts';
import { html } from './html.ts';

/** One column, phone first; colours of the reader's choice of light or dark; nothing is loaded from anywhere. */
const STYLE = `
:root{color-scheme:light dark;--ink:#1c2430;--soft:#4d5866;--line:#cfd6df;--back:#fff;--accent:#1f5fbf;--on-accent:#fff;--bad:#a3261b;--bar:#7b8797;--hatch:#cfdcf0;--note:#eef3fb}
@media (prefers-color-scheme:dark){:root{--ink:#e8ecf2;--soft:#a9b4c2;--line:#3d4856;--back:#141a22;--accent:#8db6f5;--on-accent:#0d1420;--bad:#ff9a8f;--bar:#748094;--hatch:#2b3f5f;--note:#1d2836}}
body{margin:0;font:16px/1.45 system-ui,"Segoe UI",Roboto,sans-serif;color:var(--ink);background:var(--back)}
main{max-width:34rem;margin:0 auto;padding:16px;overflow-wrap:anywhere}
h1{font-size:1.3rem;line-height:1.25;margin:0 0 4px}
h2{font-size:.95rem;color:var(--soft);margin:20px 0 6px}
p{margin:0 0 12px}.soft,footer{color:var(--soft)}footer{font-size:.85rem;margin-top:16px}
dl{margin:12px 0 14px;border-top:1px solid var(--line)}dl div{display:grid;grid-template-columns:7rem 1fr;gap:8px;padding:8px 0;border-bottom:1px solid var(--line)}dt{color:var(--soft)}dd{margin:0}dd p{margin:0 0 4px}
.answer{display:block;box-sizing:border-box;width:100%;min-height:48px;text-align:left;font:inherit;font-weight:600;padding:12px 14px;margin:0 0 8px;border:1px solid var(--line);border-radius:8px;background:var(--back);color:var(--ink);text-decoration:none;cursor:pointer}
.answer small{display:block;font-weight:400;color:var(--soft)}
.first{background:var(--accent);border-color:var(--accent);color:var(--on-accent)}.first small{color:var(--on-accent)}
.answer:focus-visible,input:focus-visible,select:focus-visible,textarea:focus-visible,a:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.note{background:var(--note);border-left:4px solid var(--accent);padding:10px 12px;margin:0 0 14px}.note p:last-child,.note ul{margin-bottom:0}
.wrong{border-left-color:var(--bad)}
label{display:block;margin:0 0 12px;font-weight:600}label small{font-weight:400;color:var(--soft)}
input,select,textarea{display:block;box-sizing:border-box;width:100%;min-height:44px;margin-top:4px;padding:8px 10px;font:inherit;font-weight:400;color:var(--ink);background:var(--back);border:1px solid var(--soft);border-radius:6px}
svg{width:100%;height:auto;display:block}.bars rect{fill:var(--bar)}.limit line{stroke:var(--bad)}.limit text{fill:var(--bad)}svg text{font-size:10px;fill:var(--soft)}.hatch rect{fill:var(--hatch)}.hatch rect+rect{fill:var(--accent)}
a{color:var(--accent)}
summary{min-height:44px;line-height:44px;cursor:pointer}details ul{margin:0 0 12px;padding-left:20px}
`;

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** What every page of a question is sent with: nobody keeps it, frames it or learns its address, and it loads nothing. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'same-origin',
  'x-robots-tag': 'noindex, nofollow',
};

/** A whole page. */
export const pageShell = (title: string, body: Html): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="format-detection" content="telephone=no, date=no" />
        <title>${title}</title>
        ${{ markup: `<style>${STYLE}</style>` }}
      </head>
      <body>
        <main>${body}</main>
      </body>
    </html>`.markup;
