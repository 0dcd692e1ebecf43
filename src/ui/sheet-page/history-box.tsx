import { useState } from 'react';
import type { FormEvent } from 'react';
import { Consequences } from './draft/consequences.tsx';
import { Box, Fault, Progress, useAuthor } from './parts.tsx';
import { downloads, previewVersion, restoreVersion } from './sheet-api.ts';
import type { Preview, Version } from './sheet-api.ts';
import { useAct } from './use-act.ts';
import { momentWords } from './words.ts';

type Props = { versions: Version[] | null; onRestored: (said: string) => void };

/** Every publication; an earlier one can come into force again, after a look at what that would change. */
export const HistoryBox = ({ versions, onRestored }: Props) => {
  const [looked, setLooked] = useState<{ version: Version; preview: Preview } | null>(null);
  const act = useAct();
  const look = (version: Version): void =>
    act.run('Working out what would change', async () =>
      setLooked({ version, preview: await previewVersion(version.id) }),
    );
  return (
    <Box title="History" id="history">
      {versions?.length === 0 && <p className="quiet">Nothing is published yet.</p>}
      <ol className="history">
        {versions?.map((version) => (
          <VersionLine key={version.id} version={version} onRestore={() => look(version)} />
        ))}
      </ol>
      <Progress words={act.busy} />
      <Fault text={act.fault} />
      {looked !== null && (
        <RestoreForm
          {...looked}
          onCancel={() => setLooked(null)}
          onRestore={(said) =>
            act.run('Publishing', async () => {
              await restoreVersion(looked.version.id, { ...said, replaces: looked.preview.replaces });
              setLooked(null);
              onRestored(`Version ${looked.version.id} is in force again.`);
            })
          }
        />
      )}
    </Box>
  );
};

const VersionLine = ({ version, onRestore }: { version: Version; onRestore: () => void }) => (
  <li>
    <span className="number">{version.id}</span>
    <span>
      {version.note ?? 'No note'}
      <span className="quiet">
        {' '}
        {momentWords(version.publishedAt)}, {version.author ?? 'nobody named'}
      </span>
    </span>
    <span className="buttons">
      <a
        className="btn btn-transparent btn-xs"
        href={downloads.version(version.id)}
        download
        aria-label={`Download version ${version.id}`}
      >
        Download
      </a>
      {version.isActive ? (
        <span className="tag tag-info">In force</span>
      ) : (
        <button
          type="button"
          className="btn btn-transparent btn-xs"
          aria-label={`Restore version ${version.id}`}
          onClick={onRestore}
        >
          Restore
        </button>
      )}
    </span>
  </li>
);

type FormProps = {
  version: Version;
  preview: Preview;
  onCancel: () => void;
  onRestore: (said: { note: string; author: string }) => void;
};

const RestoreForm = ({ version, preview, onCancel, onRestore }: FormProps) => {
  const [author, setAuthor] = useAuthor();
  const [note, setNote] = useState(`Version ${version.id} again`);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onRestore({ note, author });
  };
  return (
    <form className="restore" onSubmit={submit} aria-label={`Restore version ${version.id}`}>
      <Consequences preview={preview} />
      <label>
        Why
        <input required maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
      </label>
      <label>
        Your name
        <input required maxLength={100} value={author} onChange={(event) => setAuthor(event.target.value)} />
      </label>
      <div className="buttons">
        <button type="submit" className="btn btn-primary">
          Put version {version.id} in force
        </button>
        <button type="button" className="btn" onClick={onCancel}>
          Leave it
        </button>
      </div>
    </form>
  );
};
