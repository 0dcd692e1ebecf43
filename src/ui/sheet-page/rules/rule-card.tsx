import { useState } from 'react';
import type { Condition, Consequence } from '../../../rules/rule-set.ts';
import { ConditionEditor } from './condition-editor.tsx';
import { ConsequenceEditor } from './consequence-editor.tsx';
import type { Rule, RulesTrial, RulesView } from './rules-api.ts';

type Props = {
  rule: Rule;
  view: RulesView;
  trial: RulesTrial | null;
  isOpenAtFirst: boolean;
  onChange: (rule: Rule) => void;
  onRemove: () => void;
};

const STATES: { state: Rule['state']; words: string; hint: string }[] = [
  { state: 'draft', words: 'Draft', hint: 'does nothing' },
  { state: 'shadow', words: 'Shadow', hint: 'is recorded, changes nothing' },
  { state: 'on', words: 'On', hint: 'applies' },
];

const dealsWord = (count: number): string => (count === 1 ? '1 deal' : `${count} deals`);

/** What past deals say of the rule: on how many it fires, how many of those were delivered late, and tasks a week. */
const PastWords = ({ trial, id }: { trial: RulesTrial | null; id: string }) => {
  const past = trial?.backtest?.rules.find(({ rule }) => rule === id);
  if (!past || !trial?.backtest) return null;
  const tasks = past.tasksPerWeek.map(({ role, tasks: count }) => `${count} a week for ${role}`).join('; ');
  return (
    <p className="quiet" data-testid={`past-${id}`}>
      Fires on {past.fires} of {dealsWord(trial.backtest.deals)}
      {past.undecided > 0 && `, undecided on ${past.undecided}`}
      {past.withOutcome > 0 && `; ${past.deliveredLate} of ${past.withOutcome} delivered ones were late`}
      {tasks !== '' && `; tasks: ${tasks}`}.
    </p>
  );
};

/** One rule: its sentence, its state, and the editor behind a button. */
export const RuleCard = ({ rule, view, trial, isOpenAtFirst, onChange, onRemove }: Props) => {
  const [isOpen, setOpen] = useState(isOpenAtFirst);
  const problems = trial?.problems.filter((problem) => problem.rule === rule.id) ?? [];
  return (
    <article className="rule" aria-label={rule.title}>
      <div className="rule-head">
        <h2>{rule.title}</h2>
        <fieldset className="states">
          <legend className="visually-hidden">State of “{rule.title}”</legend>
          {STATES.map(({ state, words, hint }) => (
            <label key={state} title={hint}>
              <input
                type="radio"
                name={`state-${rule.id}`}
                checked={rule.state === state}
                onChange={() => onChange({ ...rule, state })}
              />
              {words}
            </label>
          ))}
        </fieldset>
      </div>
      <p>{trial?.sentences[rule.id] ?? ''}</p>
      <PastWords trial={trial} id={rule.id} />
      <ul className="problems" role="status">
        {problems.map(({ at, message, severity }) => (
          <li key={at + message} className={severity === 'error' ? 'fault' : 'quiet'}>
            {message}
          </li>
        ))}
      </ul>
      <div className="buttons">
        <button type="button" className="btn btn-xs" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? 'Close the editor' : 'Edit'}
        </button>
        <button type="button" className="btn btn-transparent btn-xs" onClick={onRemove}>
          Delete
        </button>
      </div>
      {isOpen && <Editor rule={rule} view={view} onChange={onChange} />}
    </article>
  );
};

const Editor = ({ rule, view, onChange }: Pick<Props, 'rule' | 'view' | 'onChange'>) => (
  <div className="rule-editor">
    <label>
      What it is for
      <input
        required
        maxLength={200}
        value={rule.title}
        onChange={({ target }) => onChange({ ...rule, title: target.value })}
      />
    </label>
    <h3>When</h3>
    <ConditionEditor
      condition={rule.when}
      fields={view.fields}
      onChange={(when: Condition) => onChange({ ...rule, when })}
    />
    <h3>Then</h3>
    <ConsequenceEditor
      then={rule.then}
      roles={view.roles}
      onChange={(then: Consequence) => onChange({ ...rule, then })}
    />
  </div>
);
