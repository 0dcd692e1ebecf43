import { useEffect, useId, useState } from 'react';

type Props = {
  label: string;
  value: string;
  type: 'text' | 'date' | 'number';
  onSave: (value: string) => void;
};

/** A property that is written when the reader leaves it or presses Enter; Escape takes the edit back. */
export const Field = ({ label, value, type, onSave }: Props) => {
  const id = useId();
  const [draft, setDraft] = useState(value);
  useEffect(() => setDraft(value), [value]);
  const save = () => {
    if (draft !== value) onSave(draft);
  };
  const onKey = (key: string) => {
    if (key === 'Enter') save();
    if (key === 'Escape') setDraft(value);
  };
  return (
    <p className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type={type}
        value={draft}
        step={type === 'number' ? 'any' : undefined}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={save}
        onKeyDown={(event) => onKey(event.key)}
      />
    </p>
  );
};
