import { useState } from 'react';
import { Fault, Progress } from '../parts.tsx';
import { decide } from '../sheet-api.ts';
import type { Draft } from '../sheet-api.ts';
import { useAct } from '../use-act.ts';
import type { Decide } from './decide.ts';
import { HolidayStep } from './holiday-step.tsx';
import { ProblemsStep } from './problems-step.tsx';
import { PublishStep } from './publish-step.tsx';
import { QuestionsStep } from './questions-step.tsx';
import { Understood } from './understood.tsx';

type Props = { draft: Draft; onChange: (draft: Draft) => void; onPublished: (said: string) => void };

/** An upload from top to bottom: what was understood, what is asked, what is wrong, what would change, publish. */
export const DraftSteps = ({ draft, onChange, onPublished }: Props) => {
  const act = useAct();
  const [round, setRound] = useState(0);
  const change: Decide = (choices) =>
    act.run('Reading the workbook with your answers', async () => {
      onChange(await decide(draft.id, { ...draft.choices, ...choices }));
      setRound((count) => count + 1);
    });
  return (
    <>
      <Understood draft={draft} isBusy={act.busy !== null} onDecide={change} />
      <Progress words={act.busy} />
      <Fault text={act.fault} />
      {draft.refusal === null && (
        <>
          <QuestionsStep draft={draft} isBusy={act.busy !== null} onDecide={change} />
          <ProblemsStep draft={draft} isBusy={act.busy !== null} onDecide={change} />
          <HolidayStep draft={draft} onDecide={change} />
          <PublishStep key={round} draft={draft} onPublished={onPublished} />
        </>
      )}
    </>
  );
};
