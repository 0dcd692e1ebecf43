import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { API_ROOT } from './api-version.ts';
import type { SalesforceCall } from './salesforce-client.ts';
import type { Statement } from './soql.ts';
import { soql } from './soql.ts';

/** A record as Salesforce gives it: fields by API name; a related record is an object of its own, children are a page. */
export type SalesforceRecord = Record<string, unknown>;

const Page = z.object({
  records: z.array(z.record(z.string(), z.unknown())),
  nextRecordsUrl: z.string().optional(),
});
export type Page = z.infer<typeof Page>;

/** Where a statement is asked: `deleted` also sees what is in the recycle bin and archived activities. */
export const queryPath = (statement: Statement, seen: 'live' | 'deleted' = 'live'): string =>
  `${API_ROOT}/${seen === 'live' ? 'query' : 'queryAll'}?q=${encodeURIComponent(soql(statement))}`;

/** An answer as a page of records. What is none (cut off, a proxy's page) is a fault of the call. */
export const toPage = (answer: unknown): Page => {
  const page = Page.safeParse(answer);
  if (page.success) return page.data;
  throw new AppError('CRM_UNAVAILABLE', 'Salesforce sent an answer without records.');
};

/** The records of a page and of those that follow it (2,000 each; fewer when children come along). */
export const restOf = async (call: SalesforceCall, first: Page): Promise<SalesforceRecord[]> => {
  const records = [...first.records];
  let next = first.nextRecordsUrl;
  while (next !== undefined) {
    const page = toPage(await call({ method: 'GET', path: nextPath(next) }));
    records.push(...page.records);
    next = page.nextRecordsUrl;
  }
  return records;
};

/** Only a path under the API is followed. */
const nextPath = (path: string): string => {
  if (/^\/services\/data\/v[\d.]+\/query(All)?\/[\w-]+$/.test(path)) return path;
  throw new AppError('CRM_UNAVAILABLE', 'Salesforce named an unknown place for the rest of its answer.');
};

/** All records of a statement. */
export const readRecords = async (call: SalesforceCall, statement: Statement): Promise<SalesforceRecord[]> =>
  restOf(call, toPage(await call({ method: 'GET', path: queryPath(statement) })));

/** A related record, or null. */
export const related = (record: SalesforceRecord, relation: string): SalesforceRecord | null => {
  const value = record[relation];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
};

/** The text of a field; null when it is empty. Numbers and truth values are given as text too. */
export const textOf = (record: SalesforceRecord | null, field: string): string | null => {
  const value = record !== null && Object.hasOwn(record, field) ? record[field] : null;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' ? value.trim() || null : null;
};
