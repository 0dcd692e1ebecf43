import { formatDate } from '../../hubspot-portal/format.ts';
import { useAct } from '../../hubspot-portal/use-acts.tsx';
import { updateRecord } from '../org-api.ts';
import type { OpportunityDetail } from '../org-api.ts';

type Task = OpportunityDetail['tasks'][number];

const isDone = ({ fields }: Task): boolean => fields['IsClosed'] === true;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const TaskItem = ({ task }: { task: Task }) => {
  const act = useAct();
  const { id, fields, owner } = task;
  const status = isDone(task) ? 'Not Started' : 'Completed';
  return (
    <li className={isDone(task) ? 'task task-done' : 'task'}>
      <h3>{text(fields['Subject'])}</h3>
      <p className="quiet">
        {isDone(task) ? 'Completed' : `Due ${formatDate(text(fields['ActivityDate'])) || 'any time'}`}
        {owner !== null && `, ${owner}`}
      </p>
      <details>
        <summary>The request</summary>
        <p className="prose org-text">{text(fields['Description'])}</p>
      </details>
      <button type="button" className="btn" onClick={() => act(updateRecord('tasks', id, { Status: status }))}>
        {isDone(task) ? 'Reopen' : 'Mark complete'}
      </button>
    </li>
  );
};

/** Activity of the opportunity: open tasks first. A verdict that changed is told in a completed one. */
export const TaskList = ({ tasks }: { tasks: Task[] }) => (
  <section className="box" aria-labelledby="activity">
    <h2 id="activity">Activity</h2>
    {tasks.length === 0 && <p className="quiet">No activity.</p>}
    <ul className="plain">
      {[...tasks.filter((task) => !isDone(task)), ...tasks.filter(isDone)].map((task) => (
        <TaskItem key={task.id} task={task} />
      ))}
    </ul>
  </section>
);
