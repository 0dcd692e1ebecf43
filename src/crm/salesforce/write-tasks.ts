import { AppError, hasCode } from '../../errors.ts';
import type { Subanswer, Subrequest } from './composite.ts';
import { bodyOf, sendComposite } from './composite.ts';
import { queryPath, restOf, toPage } from './query.ts';
import { toRecordId } from './record-id.ts';
import type { SalesforceCall } from './salesforce-client.ts';
import type { LockPatience, RecordToSave, SaveResult } from './save-records.ts';
import { saveRecords } from './save-records.ts';
import type { TaskWrite } from './task-record.ts';
import { isWithdrawn, newTask, taskUpdate } from './task-record.ts';
import { idsByKey, keyQuestions } from './tasks-by-key.ts';
import type { UserBook } from './user-book.ts';

export type TaskWriter = { call: SalesforceCall; users: UserBook; timeZone: string; patience: LockPatience };

/** What must be known before tasks can be written: which of them are there, and who their people are. */
export type TaskQuestions = { parts: Subrequest[]; learn: (answers: Subanswer[]) => Promise<Map<string, string>> };

const assignees = (writes: readonly TaskWrite[]): string[] =>
  writes.flatMap(({ writeBack }) => (writeBack.kind === 'task' ? (writeBack.assigneeEmail ?? []) : []));

/** The questions to ask, none when all is known; `learn` gives the ids of the tasks that are there, by key. */
export const taskQuestions = ({ call, users }: TaskWriter, writes: readonly TaskWrite[]): TaskQuestions => {
  const keys = keyQuestions(writes.filter(({ objectId }) => objectId === null));
  const lookups = users.lookups(assignees(writes));
  const people = lookups.map(({ statement }) => ({ method: 'GET' as const, url: queryPath(statement) }));
  return {
    parts: [...keys, ...people],
    learn: async (answers) => {
      const ids = await idsByKey(call, answers.slice(0, keys.length));
      for (const [index, { emails }] of lookups.entries()) {
        users.learn(emails, await restOf(call, toPage(bodyOf(answers[keys.length + index]))));
      }
      return ids;
    },
  };
};

const gone = (): AppError => new AppError('CRM_NOT_FOUND', 'Salesforce does not have this opportunity (any more).');

/** A task as the record to send: an update where it is there, else a new one; null: nobody was asked, nothing to withdraw. */
const toRecord = (
  { users, timeZone }: TaskWriter,
  write: TaskWrite,
  id: string | null,
): RecordToSave | AppError | null => {
  const email = write.writeBack.kind === 'task' ? write.writeBack.assigneeEmail : null;
  const surroundings = { ownerId: email === null ? null : users.idOf(email), timeZone };
  if (id !== null) return taskUpdate(id, write, surroundings);
  if (isWithdrawn(write)) return null;
  const dealId = toRecordId(write.dealId);
  return dealId === null ? gone() : newTask(dealId, write, surroundings);
};

const isUnclear = (result: SaveResult | undefined): boolean => hasCode(result, 'CRM_OUTCOME_UNKNOWN');

/** After a lost answer: those that are there were written. Where that cannot be told now, the fault stays. */
const readBack = async ({ call }: TaskWriter, writes: readonly TaskWrite[]): Promise<Map<string, string>> => {
  try {
    return await idsByKey(call, await sendComposite(call, keyQuestions(writes)));
  } catch (error) {
    if (error instanceof AppError) return new Map();
    throw error;
  }
};

const settleUnclear = async (
  writer: TaskWriter,
  writes: readonly TaskWrite[],
  results: SaveResult[],
): Promise<SaveResult[]> => {
  const unclear = writes.filter((_, index) => isUnclear(results[index]));
  if (unclear.length === 0) return results;
  const ids = await readBack(writer, unclear);
  return results.map((result, index) => {
    const id = isUnclear(result) ? ids.get(writes[index]?.externalKey ?? '') : undefined;
    return id === undefined ? result : { id };
  });
};

/** A task that a person has deleted is asked for again, as a new one under the same key. */
const withNewOnes = async (
  writer: TaskWriter,
  writes: readonly TaskWrite[],
  results: SaveResult[],
): Promise<(SaveResult | null)[]> => {
  const lost = writes.flatMap((write, index) =>
    write.objectId !== null && hasCode(results[index], 'CRM_NOT_FOUND') ? [{ write, index }] : [],
  );
  if (lost.length === 0) return results;
  const anew = lost.map(({ write }) => ({ ...write, objectId: null }));
  const { tasks } = await ensureTasks(writer, anew, { ids: new Map(), along: [] });
  const places = new Map(lost.map(({ index }, position) => [index, position]));
  return results.map((result, index) => {
    const place = places.get(index);
    return place === undefined ? result : (tasks[place] ?? null);
  });
};

/**
 * What became of tasks that were sent as these results say: unclear ones are looked for by their key, deleted ones made
 * anew. Null: there was nothing to do.
 */
const settleTasks = async (
  writer: TaskWriter,
  writes: readonly TaskWrite[],
  results: SaveResult[],
): Promise<(SaveResult | null)[]> => withNewOnes(writer, writes, await settleUnclear(writer, writes, results));

/** Which of the tasks are there, by key, and further records that travel in the same call. */
export type Known = { ids: ReadonlyMap<string, string>; along: readonly RecordToSave[] };

/** Ensures tasks of which is known which are there; `along`: what became of the records that travelled with them. */
export const ensureTasks = async (
  writer: TaskWriter,
  writes: readonly TaskWrite[],
  { ids, along }: Known,
): Promise<{ tasks: (SaveResult | null)[]; along: SaveResult[] }> => {
  const records = writes.map((write) => toRecord(writer, write, write.objectId ?? ids.get(write.externalKey) ?? null));
  const sent = writes.flatMap((write, index) => {
    const record = records[index];
    return record === null || record === undefined || record instanceof AppError ? [] : [{ write, index, record }];
  });
  const together = [...along, ...sent.map(({ record }) => record)];
  const { results } =
    together.length === 0
      ? { results: [] }
      : await saveRecords(writer.call, { records: together, questions: [] }, writer.patience);
  const mine = sent.map(({ write }) => write);
  const settled = await settleTasks(writer, mine, results.slice(along.length));
  const byIndex = new Map(sent.map(({ index }, position) => [index, settled[position] ?? null]));
  const unsent = (index: number): AppError | null => {
    const record = records[index];
    return record instanceof AppError ? record : null;
  };
  return {
    tasks: writes.map((_, index) => (byIndex.has(index) ? (byIndex.get(index) ?? null) : unsent(index))),
    along: results.slice(0, along.length),
  };
};
