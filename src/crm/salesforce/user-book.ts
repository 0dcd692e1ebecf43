import type { SalesforceRecord } from './query.ts';
import { textOf } from './query.ts';
import type { Statement } from './soql.ts';

/** The users of an org by e-mail address, remembered for a while, also that there is none. */
export type UserBook = {
  /** The statements that must be asked before `idOf` can answer for these addresses. */
  lookups(emails: readonly string[]): { emails: string[]; statement: Statement }[];
  learn(emails: readonly string[], records: readonly SalesforceRecord[]): void;
  idOf(email: string): string | null;
};

const KEEP_MS = 10 * 60 * 1000;
const EMAILS_PER_STATEMENT = 100;

const plain = (email: string): string => email.trim().toLowerCase();

/** Salesforce allows several users with one address: the oldest active one is asked. */
export const createUserBook = (now: () => number): UserBook => {
  const known = new Map<string, { id: string | null; atMs: number }>();
  const isFresh = (email: string): boolean => now() - (known.get(email)?.atMs ?? -Infinity) < KEEP_MS;
  return {
    lookups: (emails) => {
      const missing = [...new Set(emails.map(plain))].filter((email) => !isFresh(email));
      const pieces: { emails: string[]; statement: Statement }[] = [];
      for (let start = 0; start < missing.length; start += EMAILS_PER_STATEMENT) {
        const piece = missing.slice(start, start + EMAILS_PER_STATEMENT);
        const where = [
          { field: 'IsActive', isTrue: true as const },
          { field: 'Email', in: piece },
        ];
        const statement = { select: ['Id', 'Email'], from: 'User', where, orderBy: ['CreatedDate', 'Id'] };
        pieces.push({ emails: piece, statement });
      }
      return pieces;
    },
    learn: (emails, records) => {
      for (const email of emails) {
        const user = records.find((record) => plain(textOf(record, 'Email') ?? '') === email);
        known.set(email, { id: user ? textOf(user, 'Id') : null, atMs: now() });
      }
    },
    idOf: (email) => known.get(plain(email))?.id ?? null,
  };
};
