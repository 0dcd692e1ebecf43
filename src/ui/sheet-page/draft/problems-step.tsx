import { useState } from 'react';
import type { FormEvent } from 'react';
import { Box, SeverityTag } from '../parts.tsx';
import { downloads } from '../sheet-api.ts';
import type { Draft } from '../sheet-api.ts';
import { countWords } from '../words.ts';
import type { Decide } from './decide.ts';

type Group = Draft['groups'][number];
type Problem = Group['problems'][number];
type Props = { draft: Draft; isBusy: boolean; onDecide: Decide };

const SHOWN = 6;

/** What is wrong, grouped by how it is fixed; a single cell can be fixed here, and the file stays as it came. */
export const ProblemsStep = ({ draft, isBusy, onDecide }: Props) => {
  const { groups, choices } = draft;
  const fixed = Object.entries(choices.fixes);
  const fix = (cell: string, text: string): void => onDecide({ fixes: { ...choices.fixes, [cell]: text } });
  const undo = (cell: string): void => onDecide({ fixes: Object.fromEntries(fixed.filter(([name]) => name !== cell)) });
  return (
    <Box title="Problems" id="problems" aside={groups.length === 0 && <span className="tag tag-success">None</span>}>
      {groups.map((group) => (
        <GroupOfProblems key={`${group.severity} ${group.howToFix}`} group={group} isBusy={isBusy} onFix={fix} />
      ))}
      {groups.length > 0 && (
        <a className="btn" href={downloads.marked(draft.id)} download>
          Download the workbook with its problems marked
        </a>
      )}
      {fixed.length > 0 && (
        <>
          <h3>Fixed here</h3>
          <ul className="fixed">
            {fixed.map(([cell, text]) => (
              <li key={cell}>
                {cell} reads <strong>{text === '' ? 'nothing' : text}</strong>
                <button
                  type="button"
                  className="btn btn-transparent btn-xs"
                  disabled={isBusy}
                  onClick={() => undo(cell)}
                >
                  Undo {cell}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </Box>
  );
};

type GroupProps = { group: Group; isBusy: boolean; onFix: (cell: string, text: string) => void };

const GroupOfProblems = ({ group, isBusy, onFix }: GroupProps) => {
  const [isLong, setIsLong] = useState(false);
  const problems = isLong ? group.problems : group.problems.slice(0, SHOWN);
  const isOpen = group.severity !== 'info';
  return (
    <details className="group" open={isOpen}>
      <summary>
        <SeverityTag severity={group.severity} /> {group.howToFix}{' '}
        <span className="quiet">{countWords(group.count, 'place')}</span>
      </summary>
      <ul>
        {problems.map((problem, index) => (
          <li key={`${problem.cell ?? problem.row ?? problem.sheet} ${index}`}>
            <ProblemLine problem={problem} />
            {problem.cell !== null && group.severity === 'error' && (
              <CellFix cell={problem.cell} isBusy={isBusy} onFix={onFix} />
            )}
          </li>
        ))}
      </ul>
      {problems.length < group.problems.length && (
        <button type="button" className="btn btn-transparent" onClick={() => setIsLong(true)}>
          Show {group.problems.length - problems.length} more
        </button>
      )}
      {group.count > group.problems.length && isLong && (
        <p className="quiet">and {group.count - group.problems.length} more of the same: fix them in the workbook.</p>
      )}
    </details>
  );
};

const ProblemLine = ({ problem }: { problem: Problem }) => (
  <span>
    <strong className="number">{problem.cell ?? problem.row ?? problem.sheet}</strong>
    {problem.column !== null && <span className="quiet"> {problem.column}</span>}
    {problem.value !== null && (
      <>
        {' '}
        is <q>{problem.value}</q>;
      </>
    )}{' '}
    expected {problem.expected}
  </span>
);

const CellFix = ({ cell, isBusy, onFix }: { cell: string; isBusy: boolean; onFix: GroupProps['onFix'] }) => {
  const [text, setText] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onFix(cell, text);
  };
  return (
    <form className="cell-fix" onSubmit={submit}>
      <input aria-label={`What ${cell} should say`} value={text} onChange={(event) => setText(event.target.value)} />
      <button type="submit" className="btn btn-xs" disabled={isBusy} aria-label={`Use this for ${cell}`}>
        Use
      </button>
    </form>
  );
};
