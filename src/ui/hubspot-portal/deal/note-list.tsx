import { formatMoment } from '../format.ts';
import type { CrmObject } from '../portal-api.ts';
import { SafeHtml } from './safe-html.tsx';

const timeOf = (note: CrmObject): number => {
  const text = note.properties['hs_timestamp'] ?? '';
  return /^\d+$/.test(text) ? Number(text) : Date.parse(text) || 0;
};

/** Newest first; of two notes of the same moment, the one written last. */
const byAge = (a: CrmObject, b: CrmObject): number => timeOf(b) - timeOf(a) || Number(b.id) - Number(a.id);

/** Notes of the deal, newest first. The handoff brief is one of them. */
export const NoteList = ({ notes }: { notes: CrmObject[] }) => (
  <section className="box" aria-labelledby="notes">
    <h2 id="notes">Notes</h2>
    {notes.length === 0 && <p className="quiet">No notes.</p>}
    <ul className="plain">
      {[...notes].sort(byAge).map((note) => (
        <li key={note.id} className="note">
          <p className="quiet">{formatMoment(note.properties['hs_timestamp'])}</p>
          <SafeHtml html={note.properties['hs_note_body'] ?? ''} />
        </li>
      ))}
    </ul>
  </section>
);
