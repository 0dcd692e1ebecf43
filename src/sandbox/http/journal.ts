import { appendFileSync } from 'node:fs';

/** One request as it reached the pretend CRM. `status` is null when the connection was cut before an answer. */
export type JournalEntry = {
  at: string;
  method: string;
  /** As the request would have been sent to the real CRM, where its address is known. */
  url: string;
  headers: Record<string, string>;
  body: string;
  status: number | null;
  /** Whether the CRM did the work: a write without an answer may still have happened. */
  applied: boolean;
};

/** The pretend CRM's own record of every API request, in memory and, with a path, as JSON lines. */
export class Journal {
  readonly entries: JournalEntry[] = [];
  readonly #path: string | undefined;

  constructor(path: string | undefined) {
    this.#path = path;
  }

  add(entry: JournalEntry): void {
    this.entries.push(entry);
    if (this.#path !== undefined) appendFileSync(this.#path, `${JSON.stringify(entry)}\n`);
  }
}

/** The headers worth keeping; credentials are masked. */
export const journalHeaders = (headers: Record<string, string | string[] | undefined>): Record<string, string> => {
  const kept: Record<string, string> = {};
  if (typeof headers['content-type'] === 'string') kept['content-type'] = headers['content-type'];
  if (typeof headers['authorization'] === 'string') {
    kept['authorization'] = headers['authorization'].replace(/^(\w+) .*/, '$1 ***');
  }
  return kept;
};

/** A form without its secrets. */
export const maskedForm = (body: string): string =>
  body.replace(/(^|&)(client_secret|refresh_token|code|code_verifier|token)=[^&]*/g, '$1$2=***');
