import { AppError, hasCode } from '../../errors.ts';
import type { PlannedWrite, WriteOutcome } from '../crm.ts';
import { bodyOf, sendComposite } from './composite.ts';
import { dealRecord, isOnDeal } from './deal-record.ts';
import { DEAL_FIELDS } from './field-names.ts';
import type { SalesforceRecord } from './query.ts';
import { queryPath, restOf, textOf, toPage } from './query.ts';
import { toRecordId } from './record-id.ts';
import type { RecordToSave, SaveResult } from './save-records.ts';
import { saveRecords } from './save-records.ts';
import { idCondition } from './soql.ts';
import type { TaskWrite } from './task-record.ts';
import { isTaskWrite } from './task-record.ts';
import { toMoment } from './to-deal.ts';
import type { Turns } from './turns.ts';
import type { TaskWriter } from './write-tasks.ts';
import { ensureTasks, taskQuestions } from './write-tasks.ts';

export type Writer = TaskWriter & {
  turns: Turns;
  /** The account of an opportunity, or the opportunity itself where it is not known. */
  accountOf: (dealId: string) => string;
  now: () => number;
};

type DealUpdate = { id: string; writes: PlannedWrite[]; record: RecordToSave };

/** One record per opportunity; what is no id of a record is not sent. */
const dealUpdates = (writes: readonly PlannedWrite[], now: Date): DealUpdate[] => {
  const byId = new Map<string, PlannedWrite[]>();
  for (const write of writes.filter(isOnDeal)) {
    const id = toRecordId(write.dealId);
    if (id !== null) byId.set(id, [...(byId.get(id) ?? []), write]);
  }
  return [...byId].map(([id, ofDeal]) => ({ id, writes: ofDeal, record: dealRecord(id, ofDeal, now) }));
};

const mayHaveHappened = (result: SaveResult | undefined): boolean =>
  hasCode(result, 'CRM_OUTCOME_UNKNOWN') || hasCode(result, 'CRM_UNAVAILABLE');

const shows = (record: SalesforceRecord, { record: sent }: DealUpdate): boolean =>
  DEAL_FIELDS.checkKey in sent &&
  textOf(record, DEAL_FIELDS.checkKey) === sent[DEAL_FIELDS.checkKey] &&
  toMoment(textOf(record, DEAL_FIELDS.checkedAt)) === sent[DEAL_FIELDS.checkedAt];

/** Read back before anything is repeated: an opportunity that shows our check key and the moment of this write has it. */
const settleDeals = async ({ call }: Writer, updates: DealUpdate[], results: SaveResult[]): Promise<SaveResult[]> => {
  const unclear = updates.filter((_, index) => mayHaveHappened(results[index]));
  if (unclear.length === 0) return results;
  const where = [
    idCondition(
      'Id',
      unclear.map(({ id }) => id),
    ),
  ];
  const [answer] = await sendComposite(call, [
    {
      method: 'GET',
      url: queryPath({ select: ['Id', DEAL_FIELDS.checkKey, DEAL_FIELDS.checkedAt], from: 'Opportunity', where }),
    },
  ]);
  if (answer === undefined || answer instanceof AppError) return results;
  const shown = await restOf(call, toPage(bodyOf(answer)));
  return results.map((result, index) => {
    const update = updates[index];
    if (!update || !mayHaveHappened(result)) return result;
    const record = shown.find((one) => toRecordId(textOf(one, 'Id') ?? '') === update.id);
    return record !== undefined && shows(record, update) ? { id: update.id } : result;
  });
};

type Done = { deals: SaveResult[]; tasks: (SaveResult | null)[] };

/** Where all is known of the tasks, they travel with what the opportunities show: one call. */
const sendTogether = async (writer: Writer, updates: DealUpdate[], tasks: TaskWrite[]): Promise<Done> => {
  const along = updates.map(({ record }) => record);
  const done = await ensureTasks(writer, tasks, { ids: new Map(), along });
  return { deals: await settleDeals(writer, updates, done.along), tasks: done.tasks };
};

/** Else what the opportunities show travels with the questions, and the tasks follow: two calls. */
const send = async (writer: Writer, updates: DealUpdate[], tasks: TaskWrite[]): Promise<Done> => {
  const questions = taskQuestions(writer, tasks);
  if (questions.parts.length === 0) return sendTogether(writer, updates, tasks);
  const sending = { records: updates.map(({ record }) => record), questions: questions.parts };
  const first = await saveRecords(writer.call, sending, writer.patience);
  const deals = await settleDeals(writer, updates, first.results);
  try {
    const ids = await questions.learn(first.answers);
    return { deals, tasks: (await ensureTasks(writer, tasks, { ids, along: [] })).tasks };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { deals, tasks: tasks.map(() => error) };
  }
};

const toOutcome = ({ dealId, writeBack: { key } }: PlannedWrite, result: SaveResult | null): WriteOutcome => {
  if (result === null) return { dealId, key, status: 'written', objectId: null };
  if (!(result instanceof AppError)) return { dealId, key, status: 'written', objectId: result.id };
  return hasCode(result, 'CRM_REJECTED_FIELD') || hasCode(result, 'CRM_REJECTED')
    ? { dealId, key, status: 'rejected', reason: result.message }
    : { dealId, key, status: 'failed', error: result };
};

const noSuchDeal = (): AppError => new AppError('CRM_NOT_FOUND', 'This is not an opportunity of Salesforce.');

const applyInTurn = async (writer: Writer, writes: PlannedWrite[]): Promise<WriteOutcome[]> => {
  const updates = dealUpdates(writes, new Date(writer.now()));
  const tasks = writes.filter(isTaskWrite).filter(({ dealId }) => toRecordId(dealId) !== null);
  const done = await send(writer, updates, tasks);
  const results = new Map<PlannedWrite, SaveResult | null>();
  updates.forEach(({ writes: ofDeal }, index) => {
    for (const write of ofDeal) results.set(write, done.deals[index] ?? noSuchDeal());
  });
  tasks.forEach((write, index) => results.set(write, done.tasks[index] ?? null));
  return writes.map((write) => toOutcome(write, results.has(write) ? (results.get(write) ?? null) : noSuchDeal()));
};

/** Ensures all writes, after earlier ones to the same accounts. One outcome per write, in order. */
export const applyWrites = async (writer: Writer, writes: PlannedWrite[]): Promise<WriteOutcome[]> => {
  if (writes.length === 0) return [];
  const accounts = [...new Set(writes.map(({ dealId }) => writer.accountOf(dealId)))];
  return writer.turns(accounts, () => applyInTurn(writer, writes));
};
