import { refuse } from './api-answer.ts';
import type { ApiAnswer } from './api-answer.ts';
import type { ApiCall, ApiRoute } from './api-call.ts';
import type { Org } from './org.ts';
import { runQuery } from './soql-query.ts';
import type { AnsweredRecord } from './soql-query.ts';

const DEFAULT_PAGE = 2000;
const MIN_PAGE = 200;

/** What a query found and has not handed out yet; the number counts up per org. */
type Cursors = { count: number; found: Map<string, AnsweredRecord[]> };

const CURSORS = new WeakMap<Org, Cursors>();

const cursorsOf = (org: Org): Cursors => {
  const cursors = CURSORS.get(org) ?? { count: 0, found: new Map<string, AnsweredRecord[]>() };
  CURSORS.set(org, cursors);
  return cursors;
};

/** The size asked for in Sforce-Query-Options: batchSize=200, within what Salesforce allows. */
const pageSizeOf = ({ headers }: ApiCall): number => {
  const asked = /batchSize=(\d+)/i.exec(headers['sforce-query-options'] ?? '')?.[1];
  return Math.min(Math.max(Number(asked ?? DEFAULT_PAGE), MIN_PAGE), DEFAULT_PAGE);
};

const pageFrom = (call: ApiCall, locator: string, start: number): ApiAnswer => {
  const all = cursorsOf(call.org).found.get(locator);
  if (!all) throw refuse('INVALID_QUERY_LOCATOR', 'invalid query locator');
  const size = pageSizeOf(call);
  const end = start + size;
  return {
    status: 200,
    body: {
      totalSize: all.length,
      done: end >= all.length,
      ...(end >= all.length ? {} : { nextRecordsUrl: `${call.base}/query/${locator}-${end}` }),
      records: all.slice(start, end),
    },
  };
};

const query =
  (withDeleted: boolean) =>
  (call: ApiCall): ApiAnswer => {
    const soql = call.query.get('q');
    if (soql === null) throw refuse('MALFORMED_QUERY', 'the query parameter q is missing');
    const { totalSize, records } = runQuery({ org: call.org, base: call.base, withDeleted }, soql);
    if (records.length < totalSize) return { status: 200, body: { totalSize, done: true, records } };
    const cursors = cursorsOf(call.org);
    cursors.count += 1;
    const locator = `01gKp0000${String(cursors.count).padStart(6, '0')}AAA`;
    cursors.found.set(locator, records);
    const answer = pageFrom(call, locator, 0);
    if (records.length <= pageSizeOf(call)) cursors.found.delete(locator);
    return answer;
  };

const more = (call: ApiCall): ApiAnswer => {
  const [, locator = '', start = '0'] = /^(.+)-(\d+)$/.exec(call.params['locator'] ?? '') ?? [];
  return pageFrom(call, locator, Number(start));
};

/** Queries and their further pages. */
export const QUERY_ROUTES: ApiRoute[] = [
  { method: 'GET', path: '/query', answer: query(false) },
  { method: 'GET', path: '/queryAll', answer: query(true) },
  { method: 'GET', path: '/query/:locator', answer: more },
  { method: 'GET', path: '/queryAll/:locator', answer: more },
];
