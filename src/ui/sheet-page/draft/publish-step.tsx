import { useEffect, useState } from 'react';
import type { FormEvent } from 'react';
import { Box, Fault, Progress, useAuthor } from '../parts.tsx';
import { previewDraft, publishDraft } from '../sheet-api.ts';
import type { Draft, Preview } from '../sheet-api.ts';
import { useAct } from '../use-act.ts';
import { countWords } from '../words.ts';
import { Consequences } from './consequences.tsx';

type Props = { draft: Draft; onPublished: (said: string) => void };

/** What would change, then the one button that changes it. */
export const PublishStep = ({ draft, onPublished }: Props) => {
  const [preview, setPreview] = useState<Preview | null>(null);
  const act = useAct();
  const { run } = act;
  useEffect(() => {
    if (draft.isUsable) run('Checking the open deals against it', async () => setPreview(await previewDraft(draft.id)));
  }, [draft.id, draft.isUsable, run]);
  return (
    <Box title="What publishing would change" id="publish">
      {!draft.isUsable && (
        <p>
          Nothing can be published yet. Answer the questions and fix what is marked “To fix”; the sheet in force stays.
        </p>
      )}
      <Progress words={act.busy} />
      <Fault text={act.fault} />
      {preview !== null && (
        <>
          <Consequences preview={preview} />
          <PublishForm
            draft={draft}
            isBusy={act.busy !== null}
            onPublish={(said) =>
              run('Publishing', async () => {
                const { deals } = await publishDraft(draft.id, { ...said, replaces: preview.replaces });
                onPublished(
                  `${draft.fileName} is in force. ${countWords(deals, 'deal')} ${deals === 1 ? 'is' : 'are'} checked against it.`,
                );
              })
            }
          />
        </>
      )}
    </Box>
  );
};

type FormProps = { draft: Draft; isBusy: boolean; onPublish: (said: { note: string; author: string }) => void };

const PublishForm = ({ draft, isBusy, onPublish }: FormProps) => {
  const [author, setAuthor] = useAuthor();
  const [note, setNote] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onPublish({ note, author });
  };
  return (
    <form className="publish-form" onSubmit={submit}>
      <label>
        What changed, in your words
        <input required maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
      </label>
      <label>
        Your name
        <input
          required
          maxLength={100}
          autoComplete="name"
          value={author}
          onChange={(event) => setAuthor(event.target.value)}
        />
      </label>
      {draft.rejectedRows > 0 && (
        <label className="confirm">
          <input type="checkbox" required /> Publish without {countWords(draft.rejectedRows, 'row')} that cannot be
          read: what depends on them is answered “cannot tell”.
        </label>
      )}
      <button type="submit" className="btn btn-primary" disabled={isBusy}>
        Publish
      </button>
    </form>
  );
};
