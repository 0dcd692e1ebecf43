import { formatIsoDate } from '../../deal/day.ts';
import type { AskPage } from '../../signoff/ask-page.ts';
import { UNDO_MINUTES, isApproval, isDecided, isSamePerson, isWaiting } from '../../signoff/ask.ts';
import type { Ask } from '../../signoff/ask.ts';
import { outcomeInWords } from '../../signoff/answer-in-words.ts';
import { answerDueAt } from '../../signoff/next-clock.ts';
import type { Offices } from '../../signoff/ask-event.ts';
import { momentText } from '../api/card-text.ts';
import type { Opened } from './answer-desk.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import { loadChart } from './load-chart.ts';
import { changedSince } from './what-changed.ts';

/** What a page is made of besides the question itself. */
export type Around = { path: string; form: string; now: Date; offices: Offices };

const paragraphs = (texts: readonly string[]): Html[] => texts.map((text) => html`<p>${text}</p>`);

const fact = (term: string, texts: readonly string[]): Html | null =>
  texts.length === 0
    ? null
    : html`<div>
        <dt>${term}</dt>
        <dd>${paragraphs(texts)}</dd>
      </div>`;

/** "Acme: 100 EA BRK by 17 Mar 2026". */
const wantsText = ({ customer, wants }: AskPage): string => (customer === null ? wants : `${customer}: ${wants}`);

const rows = ({ evidence }: AskPage): Html | null =>
  evidence.length === 0
    ? null
    : html`<details>
        <summary>The rows of the sheet behind this</summary>
        <ul>
          ${evidence.map((each) => html`<li>${each}</li>`)}
        </ul>
      </details>`;

/** The four facts of a question. */
const facts = (page: AskPage): Html =>
  html`<dl>
      ${fact('Customer wants', [wantsText(page)])} ${fact('The sheet says', page.sheet)}
      ${fact('Would help', page.options)} ${fact('If no', [page.ifNo])}
    </dl>
    ${rows(page)}`;

/** "Yes, 100 BRK by 17 Mar 2026". */
export const yesText = ({ lines }: AskPage): string => {
  const goods = lines.map(({ product, quantity, date }) =>
    [quantity, product, date === null ? null : `by ${formatIsoDate(date)}`].filter((word) => word !== null).join(' '),
  );
  return `Yes${goods.length === 0 ? '' : `, ${goods.join('; ')}`}`;
};

const insteadText = ({ instead }: AskPage): string =>
  instead === null
    ? 'another date, or a part of it'
    : `for example ${instead.quantity ?? 'all of it'} on ${formatIsoDate(instead.date)}`;

type Choice = { kind: string; title: string; small: string | null };

const choice = (path: string, { kind, title, small }: Choice): Html =>
  html`<a class="${kind === 'yes' ? 'answer first' : 'answer'}" href="${path}/answer/${kind}"
    >${title}${small === null ? null : html`<small>${small}</small>`}</a
  >`;

const answers = (page: AskPage, path: string): Html => {
  const choices: Choice[] = [
    { kind: 'yes', title: yesText(page), small: null },
    { kind: 'yes_if', title: 'Yes, if…', small: 'a quantity, a date, a fee, or something else' },
    { kind: 'not_by_then', title: 'Not by then, but…', small: insteadText(page) },
    { kind: 'no', title: 'No, because…', small: null },
    { kind: 'need', title: 'I need to know…', small: 'stops the clock until sales answers' },
  ];
  return html`<h2>Your answer</h2>
    ${choices.map((each) => choice(path, each))}`;
};

const note = (title: string, texts: readonly string[]): Html | null =>
  texts.length === 0
    ? null
    : html`<div class="note" role="status">
        <p><strong>${title}</strong></p>
        ${paragraphs(texts)}
      </div>`;

const heading = ({ ask, page }: { ask: Ask; page: AskPage }, { offices }: Around): Html => {
  const due = isWaiting(ask) ? answerDueAt(ask, offices) : null;
  const by = page.requesterName ?? ask.requester ?? 'sales';
  const when = due === null ? '' : ` · answer by ${momentText(new Date(due), page.timeZone)}`;
  const deal = page.dealName === null ? '' : ` · ${page.dealName}`;
  return html`<h1>${ask.question}</h1>
    <p class="soft">Asked by ${by}${deal}${when}</p>`;
};

const informationSoFar = ({ history, missing }: Ask): Html | null => {
  if (missing !== null) return note('Waiting for sales', [`Operations needs to know: ${missing}`]);
  const given = history.findLast(({ what }) => what.startsWith('gave the information: '));
  return given ? note('Sales answered', [given.what.replace('gave the information: ', '')]) : null;
};

const informForm = ({ path, form }: Around): Html =>
  html`<form method="post" action="${path}/inform">
    <input type="hidden" name="form" value="${form}" />
    <label>Your answer to operations<textarea name="what" rows="4" maxlength="1000" required></textarea></label>
    <button class="answer first">Send it, and let the clock of operations run again</button>
  </form>`;

const undoForm = ({ path, form }: Around): Html =>
  html`<form method="post" action="${path}/undo">
    <input type="hidden" name="form" value="${form}" />
    <button class="answer">Take the answer back<small>possible for ten minutes</small></button>
  </form>`;

const canUndo = ({ state, decision }: Ask, person: string, now: Date): boolean =>
  state === 'answered' &&
  decision !== null &&
  isSamePerson(decision.by, person) &&
  now.getTime() - Date.parse(decision.at) <= UNDO_MINUTES * 60_000;

const openBody = (opened: Opened, around: Around): Html => {
  const { ask, page } = opened.stored;
  const isRequester = isSamePerson(opened.link.person, ask.requester);
  const end = isRequester
    ? ask.missing === null
      ? html`<p>Operations has not answered yet.</p>`
      : informForm(around)
    : answers(page, around.path);
  return html`${note('This changed since you were asked', changedSince(opened, opened.link.revisionId))}
    ${informationSoFar(ask)} ${facts(page)} ${loadChart(page)} ${end}
    <footer>
      Answering does nothing until you confirm on the next screen. You can take an answer back for ten minutes. Revision
      ${opened.stored.revisions.length} of this request.
    </footer>`;
};

const WHY_CLOSED: Partial<Record<Ask['state'], string>> = {
  recalled: 'This question no longer stands: what it was about is fixed in the deal. Nothing is left to do.',
  superseded: 'The deal changed since this was answered, and the question is asked again.',
  expired: 'The answer has expired, and the question is asked again.',
};

const closedBody = (opened: Opened, around: Around): Html => {
  const { stored, latest, link } = opened;
  const { ask } = stored;
  const isAgain = latest.ask.key !== ask.key && isWaiting(latest.ask);
  const again = isAgain
    ? [`It is asked again: “${latest.ask.question}” ${latest.ask.assignee ?? 'Somebody else'} has a new link for it.`]
    : [];
  const title = isDecided(ask) ? (isApproval(ask) ? 'Answered: yes' : 'Answered: no') : 'This question is closed';
  return html`<div class="note" role="status">
      <p><strong>${title}</strong></p>
      ${paragraphs([...outcomeInWords(ask), ...(isDecided(ask) ? [] : [WHY_CLOSED[ask.state] ?? '']), ...again])}
    </div>
    ${canUndo(ask, link.person, around.now) ? undoForm(around) : null}
    ${note('This changed since you were asked', changedSince(opened, link.revisionId))} ${facts(stored.page)}`;
};

/** The page of a question: open with its five answers, or closed with what became of it. */
export const questionBody = (opened: Opened, around: Around): Html =>
  html`${heading(opened.stored, around)}
  ${isWaiting(opened.stored.ask) ? openBody(opened, around) : closedBody(opened, around)}`;
