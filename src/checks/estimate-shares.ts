import { nameKey } from '../capacity/plan.ts';
import type { Deal } from '../deal/deal.ts';
import type { CheckFacts, Note } from './check.ts';
import { hoursInWords } from './load-in-words.ts';
import { productOf } from './product-of.ts';

type Estimate = NonNullable<Deal['estimate']>;

/** Roles and phases that are left out first when an estimate must look small. */
const MANAGEMENT_OR_ACCEPTANCE =
  /\b(manag\w*|project lead\w*|pm|coordinat\w*|accept\w*|commission\w*|hand ?over|hand-over|test\w*|quality|qa|documentation)\b/i;

const counts = (...words: string[]): boolean => words.some((word) => MANAGEMENT_OR_ACCEPTANCE.test(word));

type Share = { hours: number; total: number };

/** Compares a / b with c / d without dividing; 1e-9 absorbs how decimals are stored. */
const isSmaller = (a: Share, b: Share): boolean => a.hours * b.total + 1e-9 < b.hours * a.total;

const percent = ({ hours, total }: Share): string => `${Math.floor((hours * 100) / total + 1e-9)} %`;

const add = (hours: readonly number[]): number => hours.reduce((sum, each) => sum + each, 0);

const estimatedShare = ({ byRole }: Estimate): Share | null => {
  const roles = Object.entries(byRole ?? {}).filter(([, hours]) => hours > 0);
  const total = add(roles.map(([, hours]) => hours));
  return total === 0 ? null : { hours: add(roles.flatMap(([role, hours]) => (counts(role) ? [hours] : []))), total };
};

const templateShare = ({ deal, plan, sheet }: CheckFacts): Share | null => {
  const sold = new Set(deal.lines.map((line) => nameKey(productOf(plan, line)?.code ?? '')));
  const phases = sheet.serviceTemplates.filter(({ product }) => sold.has(nameKey(product)));
  const total = add(phases.map(({ hours }) => hours));
  const own = add(phases.flatMap(({ phase, role, hours }) => (counts(phase, role) ? [hours] : [])));
  return total === 0 || own === 0 ? null : { hours: own, total };
};

/** Too small a share of management and acceptance hours: none at all, or less than in the service template. */
export const shareNotes = (facts: CheckFacts, estimate: Estimate): Note[] => {
  const share = estimatedShare(estimate);
  if (!share) return [];
  const norm = templateShare(facts);
  if (share.hours > 0 && (!norm || !isSmaller(share, norm))) return [];
  const usual = norm ? `; in the service template they are ${percent(norm)}` : '';
  return [
    {
      severity: 'warn',
      code: 'UNDER_SCOPED',
      message:
        share.hours === 0
          ? `The estimate has no hours for management, tests or acceptance${usual}.`
          : `Management, tests and acceptance are ${percent(share)} of the estimate${usual}.`,
      evidence: [
        { what: 'Management, tests, acceptance', value: hoursInWords(share.hours * 60) },
        { what: 'All roles', value: hoursInWords(share.total * 60) },
      ],
      fix: 'Add the hours for managing the project and for its acceptance, or say who does this work.',
    },
  ];
};
