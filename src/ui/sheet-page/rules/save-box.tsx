import { useState } from 'react';
import type { FormEvent } from 'react';
import { Box, useAuthor } from '../parts.tsx';
import type { RulesTrial } from './rules-api.ts';

type Props = {
  trial: RulesTrial | null;
  isChanged: boolean;
  onSave: (said: { note: string; author: string }) => void;
  onLeave: () => void;
};

/** What changed, who changes it and why; saving puts the rules in force. */
export const SaveBox = ({ trial, isChanged, onSave, onLeave }: Props) => {
  const [author, setAuthor] = useAuthor();
  const [note, setNote] = useState('');
  const canSave = isChanged && trial !== null && !trial.problems.some(({ severity }) => severity === 'error');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (canSave) onSave({ note, author });
  };
  return (
    <Box title="Changes" id="changes">
      {!isChanged && <p className="quiet">Nothing is changed yet.</p>}
      {isChanged && (
        <form className="flow" onSubmit={submit} aria-label="Put the rules in force">
          <ul className="changes">
            {trial?.changes.map(({ message }) => (
              <li key={message}>{message}</li>
            ))}
          </ul>
          <label>
            Why
            <input required maxLength={500} value={note} onChange={({ target }) => setNote(target.value)} />
          </label>
          <label>
            Your name
            <input required maxLength={100} value={author} onChange={({ target }) => setAuthor(target.value)} />
          </label>
          <div className="buttons">
            <button type="submit" className="btn btn-primary" disabled={!canSave}>
              Put the rules in force
            </button>
            <button type="button" className="btn" onClick={onLeave}>
              Undo all changes
            </button>
          </div>
        </form>
      )}
    </Box>
  );
};
