import { useRef, useState } from 'react';
import type { DragEvent } from 'react';
import { Icon } from '../hubspot-portal/icon.tsx';
import { Fault, Progress } from './parts.tsx';
import { uploadWorkbook } from './sheet-api.ts';
import type { Draft } from './sheet-api.ts';
import { useAct } from './use-act.ts';

type Props = { draft: Draft | null; onRead: (draft: Draft) => void; onDrop: () => void };

const KINDS = '.xlsx,.xlsm,.xls,.xlsb,.ods,.csv,.tsv,.txt';

/** Takes the workbook that people really keep: dropped, or chosen by keyboard. */
export const UploadBox = ({ draft, onRead, onDrop }: Props) => {
  const [share, setShare] = useState<number | null>(null);
  const [isOver, setIsOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const act = useAct();
  const send = (file: File | undefined): void => {
    if (!file) return;
    setShare(0);
    act.run(`Reading ${file.name}`, async () => {
      const next = await uploadWorkbook(file, (done) => setShare(done < 1 ? done : null));
      if (input.current) input.current.value = '';
      onRead(next);
    });
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setIsOver(false);
    send(event.dataTransfer.files[0]);
  };
  return (
    <section
      className={`box upload${isOver ? ' upload-over' : ''}`}
      aria-label="Upload a workbook"
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
    >
      <div className="upload-row">
        <label className="btn btn-primary file-button">
          {draft === null ? 'Choose a workbook' : 'Choose another workbook'}
          <input
            ref={input}
            type="file"
            accept={KINDS}
            className="visually-hidden"
            disabled={act.busy !== null}
            onChange={(event) => send(event.target.files?.[0])}
          />
        </label>
        {draft === null ? (
          <p className="quiet">
            or drop the one you already keep here: .xlsx, .xls, .ods, .csv. Nothing is published yet.
          </p>
        ) : (
          <p>
            <Icon name="note" /> <strong>{draft.fileName}</strong>{' '}
            <button type="button" className="btn btn-transparent btn-xs" onClick={onDrop}>
              Put it aside
            </button>
          </p>
        )}
      </div>
      <Progress words={act.busy} share={share} />
      <Fault text={act.fault} />
    </section>
  );
};
