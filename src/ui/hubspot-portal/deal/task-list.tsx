import { formatMoment } from '../format.ts';
import { updateTask } from '../portal-api.ts';
import type { CrmObject } from '../portal-api.ts';
import { useAct } from '../use-acts.tsx';
import { SafeHtml } from './safe-html.tsx';

const isDone = (task: CrmObject): boolean => task.properties['hs_task_status'] === 'COMPLETED';

const Task = ({ task }: { task: CrmObject }) => {
  const act = useAct();
  const { properties } = task;
  const status = isDone(task) ? 'NOT_STARTED' : 'COMPLETED';
  return (
    <li className={isDone(task) ? 'task task-done' : 'task'}>
      <h3>{properties['hs_task_subject']}</h3>
      <p className="quiet">{isDone(task) ? 'Completed' : `Due ${formatMoment(properties['hs_timestamp'])}`}</p>
      <details>
        <summary>The request</summary>
        <SafeHtml html={properties['hs_task_body'] ?? ''} />
      </details>
      <button type="button" className="btn" onClick={() => act(updateTask(task.id, { hs_task_status: status }))}>
        {isDone(task) ? 'Reopen' : 'Mark as completed'}
      </button>
    </li>
  );
};

/** Tasks of the deal, the open ones first. */
export const TaskList = ({ tasks }: { tasks: CrmObject[] }) => (
  <section className="box" aria-labelledby="tasks">
    <h2 id="tasks">Tasks</h2>
    {tasks.length === 0 && <p className="quiet">No tasks.</p>}
    <ul className="plain">
      {[...tasks.filter((task) => !isDone(task)), ...tasks.filter(isDone)].map((task) => (
        <Task key={task.id} task={task} />
      ))}
    </ul>
  </section>
);
