import { useCallback, useEffect, useState } from 'react';
import { DraftSteps } from './draft/draft-steps.tsx';
import { HistoryBox } from './history-box.tsx';
import { InForceBox } from './in-force-box.tsx';
import { Fault, Progress } from './parts.tsx';
import { readDraft, readVersions } from './sheet-api.ts';
import type { Draft, Version } from './sheet-api.ts';
import { SourceBox } from './source-box.tsx';
import { StartFromBox } from './start-from-box.tsx';
import { UploadBox } from './upload-box.tsx';
import { useAct } from './use-act.ts';

/** The upload that is being looked at stands in the address, so that a reload comes back to it. */
const draftInAddress = (): string | null => new URLSearchParams(window.location.search).get('upload');

const showInAddress = (id: string | null): void =>
  window.history.replaceState(null, '', id === null ? '/sheet' : `/sheet?upload=${encodeURIComponent(id)}`);

/** Everything about the sheet: the upload in work beside the one in force, where it comes from, and its history. */
export const PlannerPage = () => {
  const [versions, setVersions] = useState<Version[] | null>(null);
  const [draft, setDraft] = useState<Draft | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const act = useAct();
  const { run } = act;
  const reload = useCallback(() => void readVersions().then(setVersions, () => setVersions([])), []);
  useEffect(() => {
    reload();
    const id = draftInAddress();
    if (id !== null)
      run('Reading the workbook again', async () => {
        setDraft(await readDraft(id).catch((error: unknown) => (showInAddress(null), Promise.reject(error as Error))));
      });
  }, [reload, run]);

  const take = (next: Draft | null, said: string | null = null): void => {
    setDraft(next);
    showInAddress(next?.id ?? null);
    setDone(said);
    reload();
  };
  return (
    <div className="columns">
      <div className="flow">
        <div role="status">{done !== null && <p className="success">{done}</p>}</div>
        <UploadBox draft={draft} onRead={(next) => take(next)} onDrop={() => take(null)} />
        <Progress words={act.busy} />
        <Fault text={act.fault} />
        {draft !== null && (
          <DraftSteps key={draft.id} draft={draft} onChange={setDraft} onPublished={(said) => take(null, said)} />
        )}
      </div>
      <aside className="side" aria-label="The published sheet">
        <InForceBox versions={versions} />
        <StartFromBox />
        <SourceBox onChanged={reload} />
        <HistoryBox versions={versions} onRestored={(said) => take(draft, said)} />
      </aside>
    </div>
  );
};
