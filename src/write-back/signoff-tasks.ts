import type { CheckResult, SignoffAsk } from '../checks/check-result.ts';
import type { Deal } from '../deal/deal.ts';
import { askText } from '../signoff/ask-text.ts';
import { dueTime } from './due-time.ts';
import type { PlantHours } from './due-time.ts';
import type { PreviouslyShown, ShownTask } from './previously-shown.ts';

type Asking = { deal: Deal; result: CheckResult; previous: PreviouslyShown; now: string; plant: PlantHours };

const slug = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-');

const latestRound = (tasks: readonly ShownTask[], { role, why }: SignoffAsk): ShownTask | null =>
  tasks
    .filter((task) => task.role === role && task.cause === why)
    .reduce<ShownTask | null>((latest, task) => (latest && latest.round > task.round ? latest : task), null);

const settles = (task: ShownTask, ask: SignoffAsk): boolean =>
  task.state === 'answered' && task.subject === ask.question;

const newRound = ({ now, plant }: Asking, last: ShownTask | null): Pick<ShownTask, 'round' | 'dueAt'> => ({
  round: (last?.round ?? 0) + 1,
  dueAt: dueTime(now, plant),
});

const taskFor = (asking: Asking, ask: SignoffAsk): ShownTask => {
  const last = latestRound(asking.previous.tasks, ask);
  if (last && settles(last, ask)) return last;
  const { round, dueAt } = last?.state === 'open' ? last : newRound(asking, last);
  return {
    key: `task/sign-off/${slug(ask.role)}/${ask.why}/${round}`,
    role: ask.role,
    cause: ask.why,
    round,
    subject: ask.question,
    dueAt,
    assigneeEmail: ask.email,
    paragraphs: askText(asking.deal, asking.result, ask),
    state: 'open',
    answer: null,
  };
};

const withdrawn = (task: ShownTask): ShownTask => ({
  ...task,
  state: 'withdrawn',
  paragraphs: ['This question no longer stands: what it was about is fixed in the deal. Nothing is left to do.'],
});

/**
 * Every sign-off question the deal has shown or must show now. A question that stands keeps its key and due time; one that
 * is asked again after it was withdrawn or answered gets the next round; one whose cause is gone is withdrawn.
 */
export const signoffTasks = (asking: Asking): ShownTask[] => {
  const asked = asking.result.signoffs.map((ask) => taskFor(asking, ask));
  const keys = new Set(asked.map(({ key }) => key));
  const others = asking.previous.tasks.filter(({ key }) => !keys.has(key));
  return [...others.map((task) => (task.state === 'open' ? withdrawn(task) : task)), ...asked];
};
