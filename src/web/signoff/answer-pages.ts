import { NO_REASONS } from '../../signoff/answer-in-words.ts';
import type { StoredAsk } from '../../db/signoff-asks.ts';
import type { AnswerForm, AnswerKind, Said } from './answer-input.ts';
import { saidInWords } from './answer-input.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import { yesText } from './question-page.ts';

/** Where a form goes, and what proves that it is ours. */
export type FormPlace = { path: string; form: string; revision: string };

const hidden = (fields: Record<string, string>): Html[] =>
  Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`);

const field = (
  label: string,
  name: string,
  { type, value, hint }: { type: string; value: string; hint: string | null },
): Html =>
  html`<label
    >${label}${hint === null ? null : html` <small>${hint}</small>`}<input
      name="${name}"
      type="${type}"
      value="${value}"
      ${type === 'text' ? { markup: 'inputmode="decimal" autocomplete="off"' } : null}
  /></label>`;

const longText = (label: string, name: string): Html =>
  html`<label>${label}<textarea name="${name}" rows="3" maxlength="1000"></textarea></label>`;

const productField = ({ page }: StoredAsk): Html | null =>
  page.lines.length < 2
    ? null
    : html`<label
        >Which product the quantity and the date are about<select name="product">
          ${page.lines.map(({ product }) => html`<option>${product}</option>`)}
        </select></label
      >`;

const NOTE = 'Anything sales should know (optional)';

const FIELDS: Record<Exclude<AnswerKind, 'yes'>, (stored: StoredAsk) => Html> = {
  yes_if: (stored) =>
    html`<p>Fill in what the yes depends on; leave the rest empty.</p>
      ${productField(stored)} ${field('At most this quantity', 'quantity', { type: 'text', value: '', hint: null })}
      ${field('Not before this date', 'date', { type: 'date', value: '', hint: null })}
      ${field('The customer pays a fee of at least', 'fee', { type: 'text', value: '', hint: stored.page.currency })}
      ${longText('Another condition, for example: rush material is ordered today', 'condition')}
      ${longText(NOTE, 'note')}`,
  not_by_then: ({ page: { instead } }) =>
    html`${field('By which date', 'date', { type: 'date', value: instead?.date ?? '', hint: null })}
    ${field('How many by then', 'quantity', { type: 'text', value: String(instead?.quantity ?? ''), hint: null })}
    ${longText(NOTE, 'note')}`,
  no: () =>
    html`<label
        >Why<select name="reason" required>
          <option value="">Choose a reason</option>
          ${Object.entries(NO_REASONS).map(([code, words]) => html`<option value="${code}">${words}</option>`)}
        </select></label
      >
      ${longText(NOTE, 'note')}`,
  need: () => longText('What do you need to know?', 'what'),
};

const TITLES: Record<AnswerKind, string> = {
  yes: 'Yes',
  yes_if: 'Yes, if…',
  not_by_then: 'Not by then, but…',
  no: 'No, because…',
  need: 'I need to know…',
};

const messages = (wrong: readonly string[]): Html | null =>
  wrong.length === 0
    ? null
    : html`<div class="note wrong" role="alert">${wrong.map((message) => html`<p>${message}</p>`)}</div>`;

const backLink = ({ path }: FormPlace): Html => html`<p><a href="${path}">Back to the question</a></p>`;

const confirmForm = ({ path, form, revision }: FormPlace, fields: Record<string, string>, button: string): Html =>
  html`<form method="post" action="${path}/decide">
    ${hidden({ ...fields, form, revision })}<button class="answer first">${button}</button>
  </form>`;

/** The second screen: for a plain yes the confirmation itself, for the others the fields that it needs. */
export const answerFormBody = (
  stored: StoredAsk,
  kind: AnswerKind,
  { place, wrong = [] }: { place: FormPlace; wrong?: readonly string[] },
): Html => {
  const { path, form, revision } = place;
  const body =
    kind === 'yes'
      ? confirmForm(place, { kind }, `Confirm: ${yesText(stored.page)}`)
      : html`<form method="post" action="${path}/confirm">
          ${hidden({ kind, form, revision })} ${FIELDS[kind](stored)}
          <button class="answer first">Go on<small>nothing is recorded yet</small></button>
        </form>`;
  return html`<h1>${TITLES[kind]}</h1>
    <p class="soft">${stored.ask.question}</p>
    ${messages(wrong)} ${body} ${backLink(place)}`;
};

/** The last screen before an answer counts: what will be recorded, in words. */
export const confirmBody = (
  stored: StoredAsk,
  { said, form }: { said: Exclude<Said, { is: 'wrong' }>; form: AnswerForm },
  place: FormPlace,
): Html => {
  const { kind, product, quantity, date, fee, condition, reason, what, note } = form;
  const given = { quantity, date, fee };
  const fields = Object.fromEntries(
    Object.entries({ kind, product, ...given, condition, reason, what, note })
      .map(([name, value]) => [name, String(value ?? '')] as const)
      .filter(([, value]) => value !== ''),
  );
  const isNeed = said.is === 'need';
  return html`<h1>${isNeed ? 'Ask sales this?' : 'Record this answer?'}</h1>
    <p class="soft">${stored.ask.question}</p>
    <div class="note">
      <p>${saidInWords(said)}</p>
      ${said.is === 'answer' && said.note !== null ? html`<p>${said.note}</p>` : null}
    </div>
    ${confirmForm(place, fields, isNeed ? 'Confirm: stop the clock and ask' : 'Confirm')} ${backLink(place)}`;
};

/** A page that only says something, with the way back where there is one. */
export const noticeBody = (title: string, texts: readonly string[], path: string | null): Html =>
  html`<h1>${title}</h1>
    ${texts.map((text) => html`<p>${text}</p>`)}
    ${path === null ? null : html`<p><a href="${path}">Look at the question as it is now</a></p>`}`;
