import type { PlannedWrite } from '../crm.ts';
import type { WriteBack } from '../../write-back/write-back.ts';
import { toTimestamp } from './hubspot-date.ts';
import { KEY_PROPERTY } from './property-names.ts';
import { renderBrief, renderParagraphs } from './render-html.ts';

/** HubSpot's activities that we write; the brief is a note. */
export type EngagementType = 'tasks' | 'notes';

/** A write-back as the activity that is sent. */
export type Engagement = { write: PlannedWrite; properties: Record<string, string> };

/** Ids of HubSpot's own association types (AssociationTypes of the SDK: taskToDeal, noteToDeal). */
export const TO_DEAL_TYPE_ID: Record<EngagementType, number> = { tasks: 216, notes: 214 };

/** Where the body of each activity is. */
export const BODY_PROPERTY: Record<EngagementType, string> = { tasks: 'hs_task_body', notes: 'hs_note_body' };

type Task = Extract<WriteBack, { kind: 'task' }>;
type Surroundings = { now: Date; ownerId: string | null; isKnown: boolean };

const LONGEST_SUBJECT = 250;

/** The activity that shows a write-back; null for the verdict fields, which are properties of the deal. */
export const engagementTypeOf = (writeBack: WriteBack): EngagementType | null =>
  writeBack.kind === 'fields' ? null : writeBack.kind === 'task' ? 'tasks' : 'notes';

const oneLine = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > LONGEST_SUBJECT ? `${line.slice(0, LONGEST_SUBJECT - 1)}…` : line;
};

const isOver = ({ state }: Task): boolean => state === 'withdrawn' || state === 'answered';

/** Said before the question once it is over. */
const LEAD: Record<Task['state'], string> = {
  open: '',
  reopened: '',
  answered: 'Answered: ',
  withdrawn: 'No longer needed: ',
};

/**
 * A person's progress on a task is theirs: an open task that is already there keeps its status. A withdrawn one is
 * completed, because a deferred task stays in its owner's overdue list.
 */
const statusOf = (task: Task, isKnown: boolean): Record<string, string> => {
  if (isOver(task)) return { hs_task_status: 'COMPLETED' };
  if (task.state === 'reopened') return { hs_task_status: 'IN_PROGRESS' };
  return isKnown ? {} : { hs_task_status: 'NOT_STARTED' };
};

const assigneeHint = (task: Task, ownerId: string | null): string[] =>
  task.assigneeEmail === null || ownerId !== null
    ? []
    : [`Meant for ${task.assigneeEmail}. No user of this HubSpot account has that e-mail address: please pass it on.`];

const taskProperties = (task: Task, { now, ownerId, isKnown }: Surroundings): Record<string, string> => ({
  hs_task_subject: oneLine(`${LEAD[task.state]}${task.subject}`),
  hs_task_body: renderParagraphs(null, [...assigneeHint(task, ownerId), ...task.paragraphs]),
  hs_task_type: 'TODO',
  hs_timestamp: toTimestamp(task.dueAt) ?? now.toISOString(),
  ...statusOf(task, isKnown),
  ...(ownerId === null ? {} : { hubspot_owner_id: ownerId }),
});

const noteProperties = (
  writeBack: Exclude<WriteBack, { kind: 'fields' | 'task' }>,
  now: Date,
): Record<string, string> => ({
  hs_note_body:
    writeBack.kind === 'brief'
      ? renderBrief(writeBack.title, writeBack.sections)
      : renderParagraphs(writeBack.title, writeBack.paragraphs),
  hs_timestamp: writeBack.kind === 'brief' ? now.toISOString() : writeBack.at,
});

/** The properties of the task or note that shows a write-back, without our key. */
export const engagementProperties = (
  writeBack: Exclude<WriteBack, { kind: 'fields' }>,
  surroundings: Surroundings,
): Record<string, string> =>
  writeBack.kind === 'task' ? taskProperties(writeBack, surroundings) : noteProperties(writeBack, surroundings.now);

/** The line that carries our key in the body, for portals that refuse a unique property on tasks or notes. */
export const referenceLine = (externalKey: string): string =>
  renderParagraphs(null, [`Keepable reference: ${externalKey}.`]);

/** For an activity that was found: without the status of a new task, because a person may have gone further. */
export const forExisting = ({ hs_task_status: status, ...rest }: Record<string, string>): Record<string, string> =>
  status === undefined || status === 'NOT_STARTED' ? rest : { ...rest, hs_task_status: status };

/** With the key as a property of its own. */
export const withKeyProperty = (properties: Record<string, string>, write: PlannedWrite): Record<string, string> => ({
  ...properties,
  [KEY_PROPERTY]: write.externalKey,
});

/** With the key at the foot of the body. */
export const withReference = (
  properties: Record<string, string>,
  { type, write }: { type: EngagementType; write: PlannedWrite },
): Record<string, string> => ({
  ...properties,
  [BODY_PROPERTY[type]]: `${properties[BODY_PROPERTY[type]] ?? ''}${referenceLine(write.externalKey)}`,
});
