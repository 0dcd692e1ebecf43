import type { Request, RequestHandler, Response } from 'express';
import type { Acted, AnswerDesk, Opened } from './answer-desk.ts';
import { answerFormBody, noticeBody } from './answer-pages.ts';
import type { FormPlace } from './answer-pages.ts';
import type { AnswerKind } from './answer-input.ts';
import type { FormTokens } from './form-token.ts';
import type { Html } from './html.ts';
import { PAGE_HEADERS, pageShell } from './page-shell.ts';
import { changedSince } from './what-changed.ts';

/** A request with a link that leads somewhere. */
export type Visit = { opened: Opened; token: string; path: string; request: Request; response: Response };

const send = (response: Response, status: number, { title, body }: { title: string; body: Html }): void =>
  void response.status(status).set(PAGE_HEADERS).type('html').send(pageShell(title, body));

type Notice = { title: string; texts: string[]; path?: string };

const notice = (response: Response, status: number, { title, texts, path }: Notice): void =>
  send(response, status, { title, body: noticeBody(title, texts, path ?? null) });

const UNKNOWN = ['Check that the whole link was copied. If it was, look for the newest task or mail about this deal.'];
const ENDED = ['Links end after sixty days. Look for the newest task or mail about this deal.'];

/** Shows what the link leads to, or says why it leads nowhere. */
export const visiting =
  (desk: AnswerDesk, show: (visit: Visit) => Promise<void>): RequestHandler =>
  async (request, response) => {
    const token = String(request.params['token']);
    const opened = await desk.look(token);
    if (opened === 'unknown') notice(response, 404, { title: 'This link is not known', texts: UNKNOWN });
    else if (opened === 'ended') notice(response, 410, { title: 'This link has ended', texts: ENDED });
    else await show({ opened, token, path: `/signoff/${token}`, request, response });
  };

/** Sends a page about the question of the visit. */
export const showPage = ({ opened, response }: Visit, body: Html, status = 200): void =>
  send(response, status, { title: opened.stored.ask.question, body });

/** Says something instead of the page, with the way back to the question. */
export const showNotice = ({ response, path }: Visit, status: number, { title, texts }: Notice): void =>
  notice(response, status, { title, texts, path });

/** Where forms of this visit go, for the question as it is shown now. */
export const placeOf = ({ opened, path }: Visit, forms: FormTokens): FormPlace => {
  const revision = opened.stored.ask.revisionId;
  return { path, revision, form: forms.make(opened.link.tokenHash, revision) };
};

/** The form of an answer again, with what is wrong in it. */
export const showWrong = (
  visit: Visit,
  { kind, wrong, place }: { kind: AnswerKind; wrong: string[]; place: FormPlace },
) => showPage(visit, answerFormBody(visit.opened.stored, kind, { place, wrong }), 422);

/** The one value of each field; a field that is sent twice is an attack or an accident, and counts as none. */
export const fieldsOf = ({ request }: Visit): Record<string, string> =>
  Object.fromEntries(
    Object.entries((request.body ?? {}) as Record<string, unknown>).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );

const NOT_OURS: Notice = {
  title: 'This did not come from the page itself',
  texts: ['Nothing was recorded. Open the question again.'],
};

/** True when the form was made by us for this link and revision; else the visitor is told, and nothing happens. */
export const cameFromUs = (
  visit: Visit,
  forms: FormTokens,
  { form = '', revision = '' }: Record<string, string>,
): boolean => {
  const isOurs = forms.isOurs(form, visit.opened.link.tokenHash, revision);
  if (!isOurs) showNotice(visit, 403, NOT_OURS);
  return isOurs;
};

/** Back to the question when it was recorded; else why not, with what changed where that is the reason. */
export const showOutcome = (visit: Visit, acted: Acted, shownRevisionId: string): void => {
  if (acted.is === 'done') return visit.response.set(PAGE_HEADERS).redirect(303, visit.path);
  const changes = acted.code === 'CHANGED_SINCE' ? changedSince(visit.opened, shownRevisionId) : [];
  showNotice(visit, 409, { title: 'Nothing was recorded', texts: [acted.message, ...changes] });
};
