import { z } from 'zod';
import type { Deal } from '../deal/deal.ts';
import type { Note } from './check.ts';

type Estimate = NonNullable<Deal['estimate']>;

/** What we read of a revision; CRMs and people add more. */
const Revision = z.looseObject({
  at: z.string().nullish(),
  hours: z.number(),
  reviewed: z.boolean().nullish(),
  reviewer: z.unknown().optional(),
});
type Revision = z.infer<typeof Revision>;

const revisionsOf = ({ revisions }: Estimate): Revision[] =>
  (revisions ?? [])
    .flatMap((revision) => {
      const read = Revision.safeParse(revision);
      return read.success ? [read.data] : [];
    })
    .toSorted((a, b) => (a.at ?? '').localeCompare(b.at ?? '', 'en'));

const isReviewed = ({ reviewed, reviewer }: Revision): boolean =>
  reviewed === true || (reviewer !== undefined && reviewer !== null && reviewer !== '');

/** The hours that the reviewer saw: of the last reviewed revision, or, where the estimate only names its reviewer, of the first one. */
const reviewedHours = (estimate: Estimate): number | null => {
  const revisions = revisionsOf(estimate);
  const last = revisions.findLast(isReviewed);
  return last?.hours ?? (estimate.reviewer ? (revisions[0]?.hours ?? null) : null);
};

/** An estimate that was lowered after somebody had reviewed it; nothing when it was not, or when no review is recorded. */
export const loweredNotes = (estimate: Estimate): Note[] => {
  const seen = reviewedHours(estimate);
  const { hours } = estimate;
  if (seen === null || typeof hours !== 'number' || hours >= seen) return [];
  return [
    {
      severity: 'action',
      code: 'UNDER_SCOPED',
      message: `The estimate was lowered from ${seen} h to ${hours} h after it was reviewed.`,
      evidence: [
        { what: 'Reviewed', value: `${seen} h` },
        { what: 'Now', value: `${hours} h` },
      ],
      fix: 'Ask the reviewer to look at it again, or note what was taken out of the scope.',
    },
  ];
};
