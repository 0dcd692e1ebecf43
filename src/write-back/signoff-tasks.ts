import type { CheckResult } from '../checks/check-result.ts';
import type { Deal } from '../deal/deal.ts';
import type { Ask } from '../signoff/ask.ts';
import { isApproval, isDecided, isWaiting } from '../signoff/ask.ts';
import type { Offices } from '../signoff/ask-event.ts';
import { askText } from '../signoff/ask-text.ts';
import { outcomeInWords } from '../signoff/answer-in-words.ts';
import { answerDueAt } from '../signoff/next-clock.ts';
import type { PreviouslyShown, ShownTask } from './previously-shown.ts';

/** The questions of a deal as they stand after the check, and how their clocks run. */
export type Asked = { asks: readonly Ask[]; officesOf: (assignee: string | null) => Offices };

type Asking = { deal: Deal; result: CheckResult; previous: PreviouslyShown; now: string; asked: Asked };

/** Stands for the secret link to the answer page in a task's text; it is filled in when the task is sent. */
export const ANSWER_LINK = '{link to the answer page}';

const WITHDRAWN = 'This question no longer stands: what it was about is fixed in the deal. Nothing is left to do.';

const HOW_TO_ANSWER =
  'Completing this task is not an answer: please answer with the link, on the phone if you like. It asks you to confirm.';

/** An address, or nobody: a task goes to a person whom the CRM may know. */
const addressOf = (person: string | null): string | null => (person?.includes('@') ? person : null);

const textOf = (ask: Ask, { deal, result }: Asking): string[] => {
  const found = result.signoffs.find(({ role, why }) => role === ask.role && why === ask.cause);
  const facts = found ? askText(deal, result, found) : [];
  const missing = ask.missing === null ? [] : [`Waits for sales. Operations needs to know: ${ask.missing}`];
  return [...missing, ANSWER_LINK, HOW_TO_ANSWER, ...facts];
};

/** The task for sales that goes with a question. */
const informationKey = (askKey: string): string => askKey.replace('task/sign-off/', 'task/information/');

/** The question that a task belongs to, and whether it is the one for sales. */
export const askKeyOf = (taskKey: string): { key: string; isForSales: boolean } => ({
  key: taskKey.replace('task/information/', 'task/sign-off/'),
  isForSales: taskKey.startsWith('task/information/'),
});

type Shown = Pick<ShownTask, 'paragraphs' | 'state' | 'answer'>;

const wasTakenBack = ({ history }: Ask): boolean => history.some(({ what }) => what === 'took the answer back');

/** A reason that was given already stays (a merge has one of its own). */
const whyWithdrawn = ({ key }: Ask, { previous }: Asking): string[] => {
  const before = previous.tasks.find((task) => task.key === key);
  return before?.state === 'withdrawn' ? before.paragraphs : [WITHDRAWN];
};

const shownOf = (ask: Ask, asking: Asking): Shown => {
  if (isWaiting(ask))
    return { state: wasTakenBack(ask) ? 'reopened' : 'open', answer: null, paragraphs: textOf(ask, asking) };
  const outcome = outcomeInWords(ask);
  if (outcome.length === 0) return { state: 'withdrawn', answer: null, paragraphs: whyWithdrawn(ask, asking) };
  const answer = isApproval(ask) ? 'approved' : 'refused';
  return { state: 'answered', answer: isDecided(ask) ? answer : null, paragraphs: outcome };
};

const taskFor = (ask: Ask, asking: Asking): ShownTask => {
  const before = asking.previous.tasks.find(({ key }) => key === ask.key);
  return {
    key: ask.key,
    role: ask.role,
    cause: ask.cause,
    round: ask.round,
    subject: ask.question,
    dueAt: answerDueAt(ask, asking.asked.officesOf(ask.assignee)) ?? before?.dueAt ?? asking.now,
    assigneeEmail: addressOf(ask.assignee),
    ...shownOf(ask, asking),
  };
};

const isClosed = ({ state }: ShownTask): boolean => state !== 'open' && state !== 'reopened';

const withdrawn = (task: ShownTask): ShownTask =>
  isClosed(task) ? task : { ...task, state: 'withdrawn', paragraphs: [WITHDRAWN] };

const NEEDED = 'needs to know: ';

/** The other half of a question that waits for sales: a task for whoever asked. None while operations never needed anything. */
const informationTask = (ask: Ask, asking: Asking): ShownTask[] => {
  const needed = ask.history.filter(({ what }) => what.startsWith(NEEDED)).map(({ what }) => what.slice(NEEDED.length));
  const last = needed.at(-1);
  if (last === undefined || ask.requester === null) return [];
  const task = taskFor(ask, asking);
  const isOpen = ask.missing !== null;
  return [
    {
      ...task,
      key: informationKey(ask.key),
      cause: `${ask.cause}/information`,
      subject: `Can you tell operations: ${last.replace(/[?.!\s]+$/, '')}?`,
      assigneeEmail: addressOf(ask.requester),
      answer: null,
      state: isOpen ? (needed.length > 1 ? 'reopened' : 'open') : 'answered',
      paragraphs: isOpen
        ? [
            `Operations needs this to answer “${ask.question}” Its clock stands still until then.`,
            HOW_TO_ANSWER,
            ANSWER_LINK,
          ]
        : ['Operations has what it asked for, or does not need it any more.'],
    },
  ];
};

/**
 * Every sign-off question the deal has shown or must show now, as its task: open with a link to the answer page, answered with
 * the answer in its text, or withdrawn because its cause is gone.
 */
export const signoffTasks = (asking: Asking): ShownTask[] => {
  const tasks = asking.asked.asks.flatMap((ask) => [taskFor(ask, asking), ...informationTask(ask, asking)]);
  const keys = new Set(tasks.map(({ key }) => key));
  return [...asking.previous.tasks.filter(({ key }) => !keys.has(key)).map(withdrawn), ...tasks];
};
