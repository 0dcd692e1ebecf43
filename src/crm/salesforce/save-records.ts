import { z } from 'zod';
import { AppError, hasCode } from '../../errors.ts';
import { API_ROOT } from './api-version.ts';
import type { Subanswer, Subrequest } from './composite.ts';
import { sendComposite } from './composite.ts';
import type { SalesforceCall } from './salesforce-client.ts';
import { faultIn, toAppError } from './translate-error.ts';

/** One record to write: with an `id` it is updated, without one it is created. */
export type RecordToSave = Record<string, unknown>;

/** What became of a record: its id, or why not. */
export type SaveResult = { id: string } | AppError;

/** How to wait before a record that somebody else has locked is written again. */
export type LockPatience = { pause: (ms: number) => Promise<void>; chance: () => number; waitMs: number };

/** sObject collections hold up to 200 records. */
const RECORDS_PER_COLLECTION = 200;
const LOCK_RETRIES = 3;

const Saved = z.array(z.looseObject({ id: z.string().nullish(), success: z.boolean(), errors: z.array(z.unknown()) }));

type Collection = { records: readonly RecordToSave[]; indexes: number[]; part: Subrequest };

const inCollections = (records: readonly RecordToSave[]): Collection[] => {
  const collections: Collection[] = [];
  for (const method of ['PATCH', 'POST'] as const) {
    const indexes = [...records.keys()].filter((index) => 'id' in (records[index] ?? {}) === (method === 'PATCH'));
    for (let start = 0; start < indexes.length; start += RECORDS_PER_COLLECTION) {
      const piece = indexes.slice(start, start + RECORDS_PER_COLLECTION);
      const body = { allOrNone: false, records: piece.map((index) => records[index]) };
      collections.push({ records, indexes: piece, part: { method, url: `${API_ROOT}/composite/sobjects`, body } });
    }
  }
  return collections;
};

const toResults = ({ indexes, part }: Collection, answer: Subanswer | undefined): SaveResult[] => {
  const repeat = part.method === 'POST' ? 'not_repeatable' : 'repeatable';
  const unclear = toAppError({ code: 'UNKNOWN_EXCEPTION', message: '', fields: [] }, repeat);
  if (answer instanceof AppError) return indexes.map(() => answer);
  const saved = Saved.safeParse(answer?.body);
  return indexes.map((_, position): SaveResult => {
    const one = saved.success ? saved.data[position] : undefined;
    if (one?.success === true && typeof one.id === 'string') return { id: one.id };
    const fault = one === undefined ? null : faultIn(one.errors);
    return fault === null ? unclear : toAppError(fault, repeat);
  });
};

/** Records and questions that travel in the same call. */
export type Sending = { records: readonly RecordToSave[]; questions: readonly Subrequest[] };

const sendOnce = async (
  call: SalesforceCall,
  { records, questions }: Sending,
): Promise<{ results: SaveResult[]; answers: Subanswer[] }> => {
  const collections = inCollections(records);
  const all = await sendComposite(call, [...collections.map(({ part }) => part), ...questions]);
  const results: SaveResult[] = [];
  collections.forEach((collection, position) => {
    const ofCollection = toResults(collection, all[position]);
    collection.indexes.forEach((index, place) => {
      const result = ofCollection[place];
      if (result) results[index] = result;
    });
  });
  return { results, answers: all.slice(collections.length) };
};

/**
 * Saves records, each for itself, and asks questions along the way: one call as long as they are few. A record that
 * somebody else has locked is sent again after a while that chance spreads; it was not written before.
 */
export const saveRecords = async (
  call: SalesforceCall,
  sending: Sending,
  { pause, chance, waitMs }: LockPatience,
): Promise<{ results: SaveResult[]; answers: Subanswer[] }> => {
  const { results, answers } = await sendOnce(call, sending);
  for (let attempt = 0; attempt < LOCK_RETRIES; attempt += 1) {
    const locked = [...results.keys()].filter((index) => hasCode(results[index], 'CRM_CONFLICT'));
    if (locked.length === 0) break;
    await pause(waitMs * 2 ** attempt * (0.5 + chance()));
    const again = await sendOnce(call, { records: locked.map((index) => sending.records[index] ?? {}), questions: [] });
    locked.forEach((index, position) => {
      const result = again.results[position];
      if (result) results[index] = result;
    });
  }
  return { results, answers };
};
