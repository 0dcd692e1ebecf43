import type { RunningDemo } from './running-demo.ts';
import { eventually } from './running-demo.ts';

/** A page as a browser without JavaScript sees it. */
export type Visit = { status: number; text: string; headers: Headers };

/** The link in the task of a deal: where operations answers. `which` picks one of several, the newest last. */
export const answerLink = async (demo: RunningDemo, dealId: string, subject: RegExp, which = -1): Promise<string> => {
  const links = (): string[] =>
    demo
      .tied(dealId, 'tasks')
      .filter(({ properties }) => subject.test(properties['hs_task_subject'] ?? ''))
      .flatMap(
        ({ properties }) => /https?:\/\/[^\s<"]+\/signoff\/[\w-]+/.exec(properties['hs_task_body'] ?? '')?.[0] ?? [],
      );
  const found = await eventually(links, (seen) => seen.at(which) !== undefined);
  return found.at(which) ?? '';
};

export const visit = async (url: string, init: RequestInit = {}): Promise<Visit> => {
  const answer = await fetch(url, { redirect: 'manual', ...init });
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
};

const decoded = (text: string): string =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

/** The first form of a page: where it goes and what it sends when only `filled` is typed in. */
export const formOf = (
  { text }: Visit,
  filled: Record<string, string> = {},
): { action: string; fields: Record<string, string> } => {
  const [, action = '', form = ''] = /<form method="post" action="([^"]+)">([\s\S]*?)<\/form>/.exec(text) ?? [];
  const hidden = [...form.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)];
  const fields = Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, decoded(value)]));
  return { action, fields: { ...fields, ...filled } };
};

/** Sends a form as a browser does. */
export const post = (base: string, { action, fields }: ReturnType<typeof formOf>, headers = {}): Promise<Visit> =>
  visit(new URL(action, base).href, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(fields).toString(),
  });

/** Opens the form of an answer, fills it in, and confirms. */
export const answer = async (link: string, kind: string, filled: Record<string, string> = {}): Promise<Visit> => {
  const form = await visit(`${link}/answer/${kind}`);
  if (kind === 'yes') return post(link, formOf(form));
  const confirm = await post(link, formOf(form, filled));
  return confirm.status === 200 ? post(link, formOf(confirm)) : confirm;
};
