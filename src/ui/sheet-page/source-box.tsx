import { useEffect, useState } from 'react';
import type { FormEvent } from 'react';
import { Icon } from '../hubspot-portal/icon.tsx';
import { Box, Fault, Progress } from './parts.tsx';
import { checkSourceNow, dropSource, readSource, setSource } from './sheet-api.ts';
import type { Source } from './sheet-api.ts';
import { useAct } from './use-act.ts';
import { ageWords, momentWords } from './words.ts';

const SPANS = [
  [15, 'every 15 minutes'],
  [60, 'every hour'],
  [360, 'every 6 hours'],
  [1440, 'every day'],
] as const;

/** The address of the workbook: Keepable looks there on a schedule and publishes what is sound. */
export const SourceBox = ({ onChanged }: { onChanged: () => void }) => {
  const [source, setShown] = useState<Source | null>(null);
  const act = useAct();
  useEffect(
    () =>
      void readSource().then(
        (answer) => setShown(answer.source),
        () => undefined,
      ),
    [],
  );
  const run = (words: string, ask: () => Promise<{ source: Source | null }>): void =>
    act.run(words, async () => {
      setShown((await ask()).source);
      onChanged();
    });
  return (
    <Box title="From an address" id="source">
      {source === null ? (
        <NewSource onSet={(said) => run('Looking at the address', () => setSource(said))} />
      ) : (
        <>
          <SourceState source={source} />
          <div className="buttons">
            <button type="button" className="btn" onClick={() => run('Looking at the address', checkSourceNow)}>
              Look now
            </button>
            <button
              type="button"
              className="btn btn-transparent"
              onClick={() => run('Forgetting the address', dropSource)}
            >
              Forget it
            </button>
          </div>
        </>
      )}
      <Progress words={act.busy} />
      <Fault text={act.fault} />
    </Box>
  );
};

const SourceState = ({ source }: { source: Source }) => (
  <>
    <p className="address">{source.address}</p>
    {source.failingSince === null ? (
      <p>
        <span className="tag tag-success">
          <Icon name="check" /> Fine
        </span>{' '}
        <span className="quiet">
          {source.checkedAt === null ? 'Not looked at yet' : `Looked ${momentWords(source.checkedAt)}`}
        </span>
      </p>
    ) : (
      <p>
        <span className="tag tag-warning">
          <Icon name="warning" /> {source.state === 'gone' ? 'Does not answer' : 'Waits for you'}
        </span>{' '}
        {source.reason}{' '}
        <span className="quiet">Since {momentWords(source.failingSince)}. The last version stays in force.</span>
      </p>
    )}
    {source.changedAt !== null && <p className="quiet">The workbook there is {ageWords(source.changedAt)}.</p>}
  </>
);

const NewSource = ({ onSet }: { onSet: (said: { url: string; everyMinutes: number }) => void }) => {
  const [url, setUrl] = useState('');
  const [everyMinutes, setEveryMinutes] = useState(60);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSet({ url, everyMinutes });
  };
  return (
    <form className="fields" onSubmit={submit}>
      <label>
        https address of the workbook
        <input
          type="url"
          required
          placeholder="https://"
          value={url}
          onChange={(event) => setUrl(event.target.value)}
        />
      </label>
      <label>
        Look
        <select value={everyMinutes} onChange={(event) => setEveryMinutes(Number(event.target.value))}>
          {SPANS.map(([minutes, words]) => (
            <option key={minutes} value={minutes}>
              {words}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" className="btn">
        Use this address
      </button>
    </form>
  );
};
