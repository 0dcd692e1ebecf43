import type { PlannedWrite, WriteOutcome } from '../crm.ts';
import type { WriteBack } from '../../write-back/write-back.ts';
import { AppError, hasCode } from '../../errors.ts';
import { engagementTypeOf } from './engagement.ts';
import type { ItemResult } from './send-batch.ts';
import type { EngagementWriter } from './write-engagements.ts';
import { writeEngagements } from './write-engagements.ts';
import { writeFields } from './write-fields.ts';

type EngagementWrite = PlannedWrite & { writeBack: Exclude<WriteBack, { kind: 'fields' }> };

const isOfType =
  (type: 'tasks' | 'notes') =>
  (write: PlannedWrite): write is EngagementWrite =>
    engagementTypeOf(write.writeBack) === type;

const toOutcome = ({ dealId, writeBack: { key } }: PlannedWrite, result: ItemResult): WriteOutcome => {
  if (!(result instanceof AppError)) return { dealId, key, status: 'written', objectId: result.id };
  return hasCode(result, 'CRM_REJECTED_FIELD') || hasCode(result, 'CRM_REJECTED')
    ? { dealId, key, status: 'rejected', reason: result.message }
    : { dealId, key, status: 'failed', error: result };
};

/** A fault of the whole group (the owners cannot be read) is the fault of each write in it. */
const orFault = async (writes: PlannedWrite[], results: Promise<ItemResult[]>): Promise<ItemResult[]> => {
  try {
    return await results;
  } catch (error) {
    if (error instanceof AppError) return writes.map(() => error);
    throw error;
  }
};

/** Ensures all writes: fields, tasks and notes side by side, each in batches. One outcome per write, in order. */
export const applyWrites = async (writer: EngagementWriter, writes: PlannedWrite[]): Promise<WriteOutcome[]> => {
  const fields = writes.flatMap((write) =>
    write.writeBack.kind === 'fields' ? [{ write, dealId: write.dealId, fields: write.writeBack.fields }] : [],
  );
  const tasks = writes.filter(isOfType('tasks'));
  const notes = writes.filter(isOfType('notes'));
  const fieldWrites = fields.map(({ write }) => write);
  const groups = await Promise.all([
    orFault(fieldWrites, writeFields(writer.call, fields)),
    orFault(tasks, writeEngagements(writer, 'tasks', tasks)),
    orFault(notes, writeEngagements(writer, 'notes', notes)),
  ]);
  const results = new Map<PlannedWrite, ItemResult>();
  [fieldWrites, tasks, notes].forEach((group, index) => {
    group.forEach((write, position) => {
      const result = groups[index]?.[position];
      if (result) results.set(write, result);
    });
  });
  return writes.map((write) =>
    toOutcome(write, results.get(write) ?? new AppError('CRM_UNAVAILABLE', 'HubSpot gave no answer for this write.')),
  );
};
