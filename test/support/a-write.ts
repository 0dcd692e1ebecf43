import type { PlannedWrite } from '../../src/crm/crm.ts';
import type { VerdictFields, WriteBack } from '../../src/write-back/write-back.ts';

/** The verdict fields of a deal that is two working days late. */
export const someFields = (facts: Partial<VerdictFields> = {}): VerdictFields => ({
  verdict: 'late',
  promiseDate: '2026-03-19',
  slackDays: -2,
  signoffStatus: 'waiting',
  possibleQuantity: '70 of 100 BRK by 17 Mar 2026',
  summary: 'Can deliver 19 Mar 2026; the deal says 17 Mar 2026: 2 working days late.',
  warnings: 'LINE1 is full in the week of 9 Mar 2026.',
  checkKey: 'key-1',
  ...facts,
});

type Task = Extract<WriteBack, { kind: 'task' }>;

/** A sign-off task: the question to the planner. */
export const aTask = (facts: Partial<Task> = {}): Task => ({
  kind: 'task',
  key: 'task/sign-off/planner/CAPACITY_SHORT/1',
  subject: 'Can we deliver 100 BRK to Acme by 17 Mar 2026?',
  paragraphs: ['LINE1 is full in the week of 9 Mar 2026.', 'Please answer by 4 Mar 2026.'],
  dueAt: '2026-03-04T16:00:00.000Z',
  assigneeEmail: 'planner@example.com',
  state: 'open',
  ...facts,
});

/** A note that tells a changed verdict. */
export const aNote = (facts: Partial<Extract<WriteBack, { kind: 'note' }>> = {}): WriteBack => ({
  kind: 'note',
  key: 'note/1',
  title: 'Late by 2 working days',
  paragraphs: ['Can deliver 19 Mar 2026.'],
  at: '2026-03-02T15:00:00.000Z',
  ...facts,
});

/** The first form of a handoff brief. */
export const aBrief = (facts: Partial<Extract<WriteBack, { kind: 'brief' }>> = {}): WriteBack => ({
  kind: 'brief',
  key: 'brief',
  title: 'Handoff brief: Acme brackets',
  sections: [
    { title: 'What was sold', paragraphs: ['100 BRK'] },
    { title: 'Risks', paragraphs: ['LINE1 is full.'] },
  ],
  ...facts,
});

/** A write-back of a deal with a key that is unique for deal and write-back. */
export const planned = (dealId: string, writeBack: WriteBack, objectId: string | null = null): PlannedWrite => ({
  dealId,
  externalKey: `keepable/1/${dealId}/${writeBack.key}`,
  writeBack,
  objectId,
});

/** The verdict fields as a write-back. */
export const fieldsWrite = (facts: Partial<VerdictFields> = {}): WriteBack => ({
  kind: 'fields',
  key: 'verdict',
  fields: someFields(facts),
});
