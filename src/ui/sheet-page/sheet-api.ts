import type { PublishedVersion } from '../../db/sheet-versions.ts';
import type { DraftChoices } from '../../sheet/read-draft.ts';
import type { SourceOutcome } from '../../sheet/sources/check-source.ts';
import type { DraftView } from '../../web/admin/draft-view.ts';
import type { PublishPreview } from '../../web/admin/drafts.ts';
import type { LeadTimesView } from '../../web/admin/lead-time-routes.ts';
import type { SourceView } from '../../web/admin/source-routes.ts';

/** What JSON makes of a value: dates are texts. */
export type Sent<T> = T extends Date
  ? string
  : T extends (infer U)[]
    ? Sent<U>[]
    : T extends object
      ? { [K in keyof T]: Sent<T[K]> }
      : T;

export type Session = { signedIn: true; role: 'planner' | 'reader'; csrf: string; crm: string; account: string };
export type Version = Sent<PublishedVersion>;
export type Source = Sent<SourceView>;
export type Draft = Sent<DraftView>;
export type Preview = Sent<PublishPreview>;
export type Place = { code: string; name: string; regions: { code: string; name: string }[] };

const API = '/sheet/api';
const page = { csrf: '' };

/** The server's own sentence where it gives one. */
const refusal = (status: number, body: unknown): Error => {
  const said = (body as { error?: unknown } | null)?.error;
  return new Error(typeof said === 'string' ? said : `Keepable answered with code ${status}. Try again in a minute.`);
};

/** Asks the server; throws its own sentence when it refuses. */
export const ask = async <T>(method: string, path: string, body?: object): Promise<T> => {
  const response = await fetch(`${API}${path}`, {
    method,
    headers: { 'content-type': 'application/json', 'x-keepable-csrf': page.csrf },
    ...(body && { body: JSON.stringify(body) }),
  });
  const answer: unknown = await response.json().catch(() => null);
  if (!response.ok) throw refusal(response.status, answer);
  return answer as T;
};

const remember = <T extends Session | { signedIn: false }>(session: T): T => {
  page.csrf = session.signedIn ? session.csrf : '';
  return session;
};

/** Who is signed in. */
export const readSession = async (): Promise<Session | { signedIn: false }> => remember(await ask('GET', '/session'));

/** Exchanges a token for a session. */
export const signIn = async (token: string): Promise<Session> =>
  remember(await ask<Session>('POST', '/login', { token }));

export const signOut = async (): Promise<void> => {
  await fetch(`${API}/logout`, { method: 'POST' });
};

export const readVersions = (): Promise<Version[]> => ask('GET', '/versions');
export const previewVersion = (id: string): Promise<Preview> => ask('GET', `/versions/${id}/preview`);
export const restoreVersion = (
  id: string,
  said: { note: string; author: string; replaces: string | null },
): Promise<unknown> => ask('POST', `/versions/${id}/restore`, said);

export const readDraft = (id: string): Promise<Draft> => ask('GET', `/drafts/${id}`);
export const decide = (id: string, choices: DraftChoices): Promise<Draft> =>
  ask('PUT', `/drafts/${id}/choices`, choices);
export const previewDraft = (id: string): Promise<Preview> => ask('GET', `/drafts/${id}/preview`);
export const publishDraft = (
  id: string,
  said: { note: string; author: string; replaces: string | null },
): Promise<{ deals: number }> => ask('POST', `/drafts/${id}/publish`, said);

type SourceAnswer = { source: Source | null; outcome?: Sent<SourceOutcome> | null };
export const readSource = (): Promise<SourceAnswer> => ask('GET', '/source');
export const setSource = (said: { url: string; everyMinutes: number }): Promise<SourceAnswer> =>
  ask('PUT', '/source', said);
export const checkSourceNow = (): Promise<SourceAnswer> => ask('POST', '/source/check');
export const dropSource = (): Promise<SourceAnswer> => ask('DELETE', '/source');

export const readPlaces = (): Promise<Place[]> => ask('GET', '/places');
export const readLeadTimes = (): Promise<Sent<LeadTimesView>> => ask('GET', '/lead-times');

/** Sends a workbook; `onProgress` hears the share that has left this machine, 0 to 1. */
export const uploadWorkbook = (file: File, onProgress: (share: number) => void): Promise<Draft> =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `${API}/drafts`);
    request.responseType = 'json';
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.setRequestHeader('x-file-name', encodeURIComponent(file.name));
    request.setRequestHeader('x-keepable-csrf', page.csrf);
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total === 0 ? 1 : loaded / total));
    request.addEventListener('error', () => reject(new Error('Keepable could not be reached. Is the network there?')));
    request.addEventListener('load', () =>
      request.status < 300 ? resolve(request.response as Draft) : reject(refusal(request.status, request.response)),
    );
    request.send(file);
  });

/** Where a browser downloads from. */
export const downloads = {
  template: (country: string, region: string): string =>
    `${API}/template${country === '' ? '' : `?${new URLSearchParams({ country, ...(region && { region }) }).toString()}`}`,
  sample: `${API}/sample`,
  marked: (id: string): string => `${API}/drafts/${id}/marked`,
  version: (id: string): string => `${API}/versions/${id}/workbook`,
};
