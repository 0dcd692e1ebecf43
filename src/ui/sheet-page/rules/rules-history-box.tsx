import { Box } from '../parts.tsx';
import { momentWords } from '../words.ts';
import type { RulesView } from './rules-api.ts';

type Props = { versions: RulesView['versions']; onRestore: (id: string) => void };

/** Every version of the rules; an earlier one can come into force again. */
export const RulesHistoryBox = ({ versions, onRestore }: Props) => (
  <Box title="History" id="rules-history">
    {versions.length === 0 && <p className="quiet">The rules of a new account are in force.</p>}
    <ol className="history">
      {versions.map(({ id, note, author, activatedAt, isActive }) => (
        <li key={id}>
          <span className="number">{id}</span>
          <span>
            {note ?? 'No note'}
            <span className="quiet">
              {' '}
              {momentWords(activatedAt)}, {author ?? 'nobody named'}
            </span>
          </span>
          <span className="buttons">
            {isActive ? (
              <span className="tag tag-info">In force</span>
            ) : (
              <button
                type="button"
                className="btn btn-transparent btn-xs"
                aria-label={`Restore version ${id}`}
                onClick={() => onRestore(id)}
              >
                Restore
              </button>
            )}
          </span>
        </li>
      ))}
    </ol>
  </Box>
);
