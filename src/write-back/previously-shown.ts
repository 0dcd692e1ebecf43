import type { Verdict } from '../capacity/verdict.ts';
import type { CheckResult, LineResult } from '../checks/check-result.ts';
import type { IsoDate } from '../deal/day.ts';
import type { TaskState, WriteBack } from './write-back.ts';

/** What was told of one line. */
export type ShownLine = Pick<
  LineResult,
  'id' | 'product' | 'quantity' | 'requested' | 'promise' | 'verdict' | 'quantityByRequested'
>;

/** The verdict that the last note told. */
export type ShownVerdict = {
  verdict: Verdict;
  orderDate: IsoDate;
  sheetVersion: string;
  rulesVersion: string;
  lines: ShownLine[];
  /** "check code line" of everything that was wrong, sorted. */
  problems: string[];
};

/** A sign-off task as the deal shows it; `answer` is null while there is none, or when it no longer counts. */
export type ShownTask = {
  key: string;
  role: string;
  cause: string;
  round: number;
  subject: string;
  dueAt: string;
  assigneeEmail: string | null;
  paragraphs: string[];
  state: TaskState;
  answer: 'approved' | 'refused' | null;
};

/** What a deal shows by our hand: plain JSON that is stored beside the deal and passed in at the next check. */
export type PreviouslyShown = { noteCount: number; verdict: ShownVerdict | null; tasks: ShownTask[] };

/** A deal that we never wrote to. */
export const NOTHING_SHOWN: PreviouslyShown = { noteCount: 0, verdict: null, tasks: [] };

const problemsOf = ({ findings }: CheckResult): string[] =>
  findings
    .filter(({ severity }) => severity !== 'pass')
    .map(({ check, severity, code, line }) => [check, severity, code ?? '-', line ?? '-'].join(' '))
    .sort();

/** The part of a result that a note tells: two results with the same digest need no second note. */
export const shownVerdict = (result: CheckResult): ShownVerdict => ({
  verdict: result.verdict,
  orderDate: result.orderDate,
  sheetVersion: result.sheetVersion,
  rulesVersion: result.rulesVersion,
  lines: result.lines.map(({ id, product, quantity, requested, promise, verdict, quantityByRequested }) => ({
    id,
    product,
    quantity,
    requested,
    promise,
    verdict,
    quantityByRequested,
  })),
  problems: problemsOf(result),
});

/** Fields in a fixed order: a database that stores JSON may hand its keys back in another one. */
const lineFields = (line: ShownLine): unknown[] => [
  line.id,
  line.product,
  line.quantity,
  line.requested,
  line.promise,
  line.verdict,
  line.quantityByRequested,
];

const answerOf = ({ verdict, lines, problems }: ShownVerdict): string =>
  JSON.stringify([verdict, lines.map(lineFields), problems]);

/** True when a person would read something else than last time; a new sheet that changes nothing is not news. */
export const isNews = (previous: ShownVerdict | null, next: ShownVerdict): boolean =>
  previous === null || answerOf(previous) !== answerOf(next);

/** What the deal shows once these write-backs are applied: to be stored for the next check. */
export const shownAfter = (previous: PreviouslyShown, result: CheckResult, tasks: ShownTask[]): PreviouslyShown => {
  const next = shownVerdict(result);
  const news = isNews(previous.verdict, next);
  return { noteCount: previous.noteCount + (news ? 1 : 0), verdict: news ? next : previous.verdict, tasks };
};

/** The write-back of a task as the deal shows it. */
export const taskWriteBack = (task: ShownTask): WriteBack => ({
  kind: 'task',
  key: task.key,
  subject: task.subject,
  paragraphs: task.paragraphs,
  dueAt: task.dueAt,
  assigneeEmail: task.assigneeEmail,
  state: task.state,
});
