import { Temporal } from 'temporal-polyfill';
import type { PlannedWrite } from '../crm.ts';
import type { WriteBack } from '../../write-back/write-back.ts';
import { KEY_FIELD } from './field-names.ts';
import { plainText } from './render-brief.ts';

/** A question is an open task; a note is a task that is done already. */
export type TaskWrite = PlannedWrite & { writeBack: Extract<WriteBack, { kind: 'task' | 'note' }> };

export type TaskSurroundings = {
  /** The id of the user to whom the task belongs; null: nobody of that address is known, or a note. */
  ownerId: string | null;
  /** The plant's zone: a due moment is a civil date in it. */
  timeZone: string;
};

const LONGEST_SUBJECT = 255;
const LONGEST_DESCRIPTION = 31_000;
const DONE = 'Completed';
const IN_WORK = 'In Progress';

/** Said before the question once it is over. */
const LEAD = { open: '', reopened: '', answered: 'Answered: ', withdrawn: 'No longer needed: ' } as const;

/** True for what is shown as a task. */
export const isTaskWrite = (write: PlannedWrite): write is TaskWrite =>
  write.writeBack.kind === 'task' || write.writeBack.kind === 'note';

/** True for a question that no longer stands: where nobody was asked, nothing is made. */
export const isWithdrawn = ({ writeBack }: TaskWrite): boolean =>
  writeBack.kind === 'task' && writeBack.state === 'withdrawn';

const oneLine = (text: string): string => {
  const line = plainText(text).replace(/\s+/g, ' ').trim();
  return line.length > LONGEST_SUBJECT ? `${line.slice(0, LONGEST_SUBJECT - 1).toWellFormed()}…` : line;
};

const description = (paragraphs: readonly string[]): string => {
  const text = paragraphs.map(plainText).join('\n\n');
  return text.length <= LONGEST_DESCRIPTION
    ? text
    : `${text.slice(0, LONGEST_DESCRIPTION).toWellFormed()}\n\n(Shortened: the rest is on the Keepable card.)`;
};

const civilDate = (moment: string, timeZone: string): string =>
  Temporal.Instant.from(moment).toZonedDateTimeISO(timeZone).toPlainDate().toString();

/** The due moment: the date as tasks know it, and the reminder that names the hour. */
const dueFields = (dueAt: string, timeZone: string): Record<string, unknown> => ({
  ActivityDate: civilDate(dueAt, timeZone),
  ReminderDateTime: new Date(dueAt).toISOString(),
  IsReminderSet: true,
});

type Question = Extract<WriteBack, { kind: 'task' }>;

const hint = ({ assigneeEmail }: Question, ownerId: string | null): string[] =>
  assigneeEmail === null || ownerId !== null
    ? []
    : [`Meant for ${assigneeEmail}. No active user of this org has that e-mail address: please pass it on.`];

const ofQuestion = (task: Question, { ownerId, timeZone }: TaskSurroundings): Record<string, unknown> => {
  const isOver = task.state === 'withdrawn' || task.state === 'answered';
  return {
    Subject: oneLine(`${LEAD[task.state]}${task.subject}`),
    Description: description([...hint(task, ownerId), ...task.paragraphs]),
    ...(isOver ? { Status: DONE, IsReminderSet: false } : dueFields(task.dueAt, timeZone)),
    ...(task.state === 'reopened' ? { Status: IN_WORK } : {}),
    ...(ownerId === null ? {} : { OwnerId: ownerId }),
  };
};

const content = ({ writeBack }: TaskWrite, surroundings: TaskSurroundings): Record<string, unknown> =>
  writeBack.kind === 'task'
    ? ofQuestion(writeBack, surroundings)
    : { Subject: oneLine(writeBack.title), Description: description(writeBack.paragraphs) };

/** A task that is there: what a person did to it stays (its status, its place among the others). */
export const taskUpdate = (id: string, write: TaskWrite, surroundings: TaskSurroundings): Record<string, unknown> => ({
  attributes: { type: 'Task' },
  id,
  ...content(write, surroundings),
});

/** A task that is not there yet. An open one gets the status that the org starts tasks with. */
export const newTask = (dealId: string, write: TaskWrite, surroundings: TaskSurroundings): Record<string, unknown> => ({
  attributes: { type: 'Task' },
  WhatId: dealId,
  [KEY_FIELD]: write.externalKey,
  ...(write.writeBack.kind === 'note'
    ? { Status: DONE, ActivityDate: civilDate(write.writeBack.at, surroundings.timeZone) }
    : {}),
  ...content(write, surroundings),
});
