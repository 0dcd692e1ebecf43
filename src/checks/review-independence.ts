import { finding } from './check.ts';
import type { CheckFacts, Note } from './check.ts';
import type { Deal } from '../deal/deal.ts';
import type { Evidence, Finding } from './finding.ts';
import { productOf } from './product-of.ts';

type Estimate = NonNullable<Deal['estimate']>;
type Person = NonNullable<Estimate['author']>;

/** Who is asked to review an estimate that nobody else has seen. */
const REVIEWER = 'Delivery reviewer';

const plain = (text: string | null | undefined): string => text?.trim().toLowerCase() ?? '';

const isSame = (a: Person, b: Person): boolean =>
  [
    [a.id, b.id],
    [a.email, b.email],
  ].some(([one, other]) => plain(one) !== '' && plain(one) === plain(other));

const isSales = ({ role, team }: Person): boolean => plain(role) === 'sales' || plain(team) === 'sales';

const nameOf = ({ name, email, id }: Person): string => name ?? email ?? id ?? 'somebody';

const evidenceOf = ({ author, reviewer, hours }: Estimate): Evidence[] => [
  {
    what: 'Estimated by',
    value: author ? `${nameOf(author)}${author.role ? `, ${author.role}` : ''}` : 'not recorded',
  },
  {
    what: 'Reviewed by',
    value: reviewer ? `${nameOf(reviewer)}${reviewer.role ? `, ${reviewer.role}` : ''}` : 'nobody',
  },
  ...(hours === null || hours === undefined ? [] : [{ what: 'Estimate', value: `${hours} h` }]),
];

const authorUnknown: Note = {
  severity: 'not_checked',
  message: 'Whether the estimate was reviewed independently was not checked: it does not say who made it.',
  fix: 'Record who made the estimate.',
};

const sideUnknown = (person: Person): Note => ({
  severity: 'not_checked',
  message: `Whether the estimate was reviewed independently was not checked: the role of ${nameOf(person)} is not recorded.`,
  fix: `Record whether ${nameOf(person)} works in sales or in delivery.`,
});

const hasSide = ({ role, team }: Person): boolean => plain(role) !== '' || plain(team) !== '';

const unreviewed: Note = {
  severity: 'action',
  code: 'AUTHOR_IS_SALES',
  message: 'The estimate was made by sales, and nobody from delivery has reviewed it.',
  fix: 'Ask somebody from delivery to review the estimate.',
  signoffRole: REVIEWER,
};

const selfReviewed = (author: Person): Note => ({
  severity: 'action',
  code: 'AUTHOR_IS_SALES',
  message: `The estimate was reviewed by the person who made it (${nameOf(author)}).`,
  fix: 'Ask somebody else to review the estimate.',
  signoffRole: REVIEWER,
});

const judgeAlone = (author: Person): Note => {
  if (!hasSide(author)) return sideUnknown(author);
  return isSales(author) ? unreviewed : { severity: 'pass', message: 'The estimate was made by delivery.' };
};

const judge = ({ author, reviewer }: Estimate): Note => {
  if (!author) return authorUnknown;
  if (!reviewer) return judgeAlone(author);
  if (isSame(author, reviewer)) return selfReviewed(author);
  if (!isSales(author)) return { severity: 'pass', message: `The estimate was reviewed by ${nameOf(reviewer)}.` };
  if (!hasSide(reviewer)) return sideUnknown(reviewer);
  return isSales(reviewer)
    ? unreviewed
    : { severity: 'pass', message: `The estimate was reviewed by ${nameOf(reviewer)}.` };
};

const needsEstimate = ({ deal, plan }: CheckFacts): boolean =>
  deal.lines.some((line) => ['service', 'project'].includes(productOf(plan, line)?.kind ?? ''));

/** Was the estimate of project work seen by somebody who did not make it, and not by sales alone? */
export const reviewIndependence = (facts: CheckFacts): Finding[] => {
  const { estimate } = facts.deal;
  if (estimate) return [finding('review-independence', { evidence: evidenceOf(estimate), ...judge(estimate) })];
  const note: Note = needsEstimate(facts)
    ? {
        severity: 'not_checked',
        message: 'The deal sells project work, and it records no estimate to review.',
        fix: 'Add the estimate to the deal.',
      }
    : { severity: 'pass', message: 'No line needs an estimate.' };
  return [finding('review-independence', note)];
};
