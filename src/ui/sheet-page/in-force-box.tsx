import { Box } from './parts.tsx';
import { downloads } from './sheet-api.ts';
import type { Version } from './sheet-api.ts';
import { ageWords, momentWords } from './words.ts';

/** The sheet that deals are checked against now. */
export const InForceBox = ({ versions }: { versions: Version[] | null }) => {
  const active = versions?.find(({ isActive }) => isActive);
  return (
    <Box title="In force" id="in-force">
      {versions !== null && !active && <p>No sheet is published yet. Until then no deal can be checked.</p>}
      {active && (
        <>
          <dl className="facts">
            <dt>Published</dt>
            <dd>
              {momentWords(active.publishedAt)} <span className="quiet">({ageWords(active.publishedAt)})</span>
            </dd>
            <dt>By</dt>
            <dd>{active.author ?? 'nobody named'}</dd>
            <dt>Note</dt>
            <dd>{active.note ?? 'none'}</dd>
            <dt>Version</dt>
            <dd className="number">
              {active.id}, {active.hash.replace('sha256:', '').slice(0, 7)}
            </dd>
          </dl>
          <a className="btn" href={downloads.version(active.id)} download>
            Download as a workbook
          </a>
        </>
      )}
    </Box>
  );
};
