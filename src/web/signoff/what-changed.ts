import { compareRevisions } from '../../signoff/revision.ts';
import type { Opened } from './answer-desk.ts';
import { revisionShown } from './answer-desk.ts';

/** What is different from the revision that somebody saw, in sentences; empty when nothing is. */
export const changedSince = ({ stored, latest }: Opened, shownRevisionId: string): string[] => {
  const now = latest.ask;
  if (shownRevisionId === now.revisionId && latest.ask.key === stored.ask.key) return [];
  const before = revisionShown(stored, shownRevisionId) ?? revisionShown(latest, shownRevisionId);
  if (before === null) return ['The deal is not what it was when you were asked.'];
  const { because } = compareRevisions(before.revision, now.revision);
  const sentences = because.map((each) => `${each.charAt(0).toUpperCase()}${each.slice(1)}.`);
  if (sentences.length > 0) return sentences;
  return before.question === now.question ? [] : [`You were asked: “${before.question}”`];
};
