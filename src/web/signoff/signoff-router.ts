import express from 'express';
import type { RequestHandler, Router } from 'express';
import type { Kysely } from 'kysely';
import type { Schema } from '../../db/schema.ts';
import type { KeyRing } from '../../db/secret-box.ts';
import { installOfToken } from '../../db/signoff-links.ts';
import { asInstall } from '../../db/roles.ts';
import { activeSheet } from '../../db/sheet-versions.ts';
import { officesOf, plantOf } from '../../signoff/offices.ts';
import type { Offices } from '../../signoff/ask-event.ts';
import { answerDesk } from './answer-desk.ts';
import type { AnswerDesk } from './answer-desk.ts';
import { answerFormBody, confirmBody } from './answer-pages.ts';
import { ANSWER_KINDS, AnswerForm, readSaid } from './answer-input.ts';
import type { Said } from './answer-input.ts';
import { formTokens } from './form-token.ts';
import type { FormTokens } from './form-token.ts';
import { questionBody } from './question-page.ts';
import type { Visit } from './visit.ts';
import { cameFromUs, fieldsOf, placeOf, showNotice, showOutcome, showPage, showWrong, visiting } from './visit.ts';

export type SignoffOptions = { db: Kysely<Schema>; keys: KeyRing; now: () => Date; wake: () => void };

type Desk = SignoffOptions & { desk: AnswerDesk; forms: FormTokens };

const NO_SHEET = 'No capacity sheet is published any more. Ask the administrator of Keepable.';

const officesFor = async ({ db }: Desk, { token, opened }: Visit): Promise<Offices | null> => {
  const sheet = await asInstall(db, installOfToken(token) ?? 0, activeSheet);
  return sheet && officesOf(plantOf(sheet.facts), opened.stored.ask.assignee);
};

const showQuestion = async (at: Desk, visit: Visit): Promise<void> => {
  const offices = await officesFor(at, visit);
  if (offices === null) return showNotice(visit, 503, { title: 'Nothing can be answered now', texts: [NO_SHEET] });
  const { path, form } = placeOf(visit, at.forms);
  showPage(visit, questionBody(visit.opened, { path, form, now: at.now(), offices }));
};

const kindIn = (name: unknown): (typeof ANSWER_KINDS)[number] | undefined => ANSWER_KINDS.find((each) => each === name);

const showAnswerForm = async ({ forms }: Desk, visit: Visit): Promise<void> => {
  const kind = kindIn(visit.request.params['kind']);
  if (!kind) return showNotice(visit, 404, { title: 'There is no such answer', texts: [] });
  showPage(visit, answerFormBody(visit.opened.stored, kind, { place: placeOf(visit, forms) }));
};

type Spoken = { form: AnswerForm; said: Exclude<Said, { is: 'wrong' }> };

/** Reads the form of an answer; null: it was not ours or not complete, and the visitor was told. */
const readForm = ({ forms }: Desk, visit: Visit): Spoken | null => {
  const fields = fieldsOf(visit);
  if (!cameFromUs(visit, forms, fields)) return null;
  const parsed = AnswerForm.safeParse(fields);
  const said: Said = parsed.success
    ? readSaid(parsed.data, visit.opened.stored.page)
    : { is: 'wrong', messages: parsed.error.issues.map(({ message }) => message) };
  if (parsed.success && said.is !== 'wrong') return { form: parsed.data, said };
  const wrong = said.is === 'wrong' ? said.messages : [];
  showWrong(visit, { kind: kindIn(fields['kind']) ?? 'need', wrong, place: placeOf(visit, forms) });
  return null;
};

const showConfirmation = async (at: Desk, visit: Visit): Promise<void> => {
  const spoken = readForm(at, visit);
  if (spoken === null) return;
  const { form, revision } = spoken.form;
  showPage(visit, confirmBody(visit.opened.stored, spoken, { path: visit.path, form, revision }));
};

const decide = async (at: Desk, visit: Visit): Promise<void> => {
  const spoken = readForm(at, visit);
  if (spoken === null) return;
  const { revision } = spoken.form;
  showOutcome(visit, await at.desk.say(visit.token, spoken.said, revision), revision);
};

const undo = async ({ desk, forms }: Desk, visit: Visit): Promise<void> => {
  const revision = visit.opened.stored.ask.revisionId;
  if (!cameFromUs(visit, forms, { ...fieldsOf(visit), revision })) return;
  showOutcome(visit, await desk.undo(visit.token), revision);
};

const LONGEST = 1000;

const inform = async ({ desk, forms }: Desk, visit: Visit): Promise<void> => {
  const revision = visit.opened.stored.ask.revisionId;
  const fields = fieldsOf(visit);
  if (!cameFromUs(visit, forms, { ...fields, revision })) return;
  const what = (fields['what'] ?? '').trim().slice(0, LONGEST);
  if (what === '')
    return showNotice(visit, 422, { title: 'Nothing was recorded', texts: ['Write your answer to operations.'] });
  showOutcome(visit, await desk.inform(visit.token, what), revision);
};

/**
 * `/signoff/<token>`: the pages on which operations answers. GET only shows; an answer takes a form of ours, a confirmation and
 * a POST. The token is the person's key to this one question.
 */
export const signoffRouter = (options: SignoffOptions): Router => {
  const at: Desk = { ...options, desk: answerDesk(options.db, options), forms: formTokens(options.keys) };
  const router = express.Router();
  const fields = express.urlencoded({ extended: false, limit: '32kb', parameterLimit: 30 });
  const handle = (show: (at: Desk, visit: Visit) => Promise<void>): RequestHandler =>
    visiting(at.desk, (visit) => show(at, visit));
  router.get('/:token', handle(showQuestion));
  router.get('/:token/answer/:kind', handle(showAnswerForm));
  router.post('/:token/confirm', fields, handle(showConfirmation));
  router.post('/:token/decide', fields, handle(decide));
  router.post('/:token/undo', fields, handle(undo));
  router.post('/:token/inform', fields, handle(inform));
  return router;
};
