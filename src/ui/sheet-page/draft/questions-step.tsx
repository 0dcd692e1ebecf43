import { useState } from 'react';
import { Box } from '../parts.tsx';
import type { Draft } from '../sheet-api.ts';
import type { Decide } from './decide.ts';

type Question = Draft['questions'][number];
type Props = { draft: Draft; isBusy: boolean; onDecide: Decide };

/** What nobody should guess: asked once, remembered for the next workbook of the same layout. */
export const QuestionsStep = ({ draft, isBusy, onDecide }: Props) => {
  const { questions, mapping } = draft;
  if (questions.length === 0 || mapping === null) return null;
  const answer = (key: string, text: string): void =>
    onDecide({ mapping: { ...mapping, answers: { ...mapping.answers, [key]: text } } });
  return (
    <Box title="Questions" id="questions">
      <ul className="questions">
        {questions.map((question) => (
          <li key={question.id}>
            <QuestionField
              question={question}
              given={mapping.answers[question.id] ?? ''}
              isBusy={isBusy}
              onAnswer={answer}
            />
          </li>
        ))}
      </ul>
    </Box>
  );
};

type FieldProps = { question: Question; given: string; isBusy: boolean; onAnswer: (key: string, text: string) => void };

const QuestionField = ({ question, given, isBusy, onAnswer }: FieldProps) => {
  const [text, setText] = useState(given);
  const { id, options, sheet, range, column } = question;
  const place = <span className="quiet"> {column === null ? `${sheet}, ${range}` : `${sheet}, column ${column}`}</span>;
  if (options.length > 0)
    return (
      <fieldset disabled={isBusy}>
        <legend>
          {question.question}
          {place}
        </legend>
        {options.map((option) => (
          <label key={option}>
            <input
              type="radio"
              name={id}
              value={option}
              checked={given === option}
              onChange={() => onAnswer(id, option)}
            />{' '}
            {option}
          </label>
        ))}
      </fieldset>
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onAnswer(id, text);
      }}
    >
      <label>
        {question.question}
        {place}
        <input required value={text} onChange={(event) => setText(event.target.value)} />
      </label>
      <button type="submit" className="btn" disabled={isBusy}>
        Answer
      </button>
    </form>
  );
};
