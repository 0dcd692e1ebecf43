import { nameKey } from '../capacity/plan.ts';
import { finding } from './check.ts';
import type { CheckFacts, Note } from './check.ts';
import type { Deal } from '../deal/deal.ts';
import { historyNote } from './estimate-history.ts';
import { loweredNotes } from './estimate-revisions.ts';
import { shareNotes } from './estimate-shares.ts';
import type { Finding } from './finding.ts';
import { listed } from './line-name.ts';
import { hoursInWords } from './load-in-words.ts';
import { productOf } from './product-of.ts';
import { PLANNER } from './signer.ts';

type Estimate = NonNullable<Deal['estimate']>;

/** Minutes that the service templates need for the lines of the deal; null when one of them cannot be planned. */
const templateMinutes = ({ deal, plan, lines }: CheckFacts): number | null => {
  const services = lines.filter((_result, index) => {
    const line = deal.lines[index];
    return line !== undefined && productOf(plan, line)?.kind === 'service';
  });
  const needs = services.map(({ needMinutes }) => needMinutes.reduce((sum, minutes) => sum + minutes, 0));
  return needs.length === 0 || needs.includes(0) ? null : needs.reduce((sum, minutes) => sum + minutes, 0);
};

const rolesNeeded = ({ deal, plan, sheet }: CheckFacts): string[] => {
  const sold = new Set(deal.lines.flatMap((line) => nameKey(productOf(plan, line)?.code ?? '')));
  const roles = sheet.serviceTemplates.filter(({ product }) => sold.has(nameKey(product))).map(({ role }) => role);
  return [...new Set(roles)];
};

const missingRoles = (facts: CheckFacts, { byRole }: Estimate): Note[] => {
  if (!byRole) return [];
  const estimated = Object.entries(byRole).filter(([, hours]) => hours > 0);
  const names = new Set(estimated.map(([role]) => nameKey(role)));
  const missing = rolesNeeded(facts).filter((role) => !names.has(nameKey(role)));
  if (missing.length === 0) return [];
  return [
    {
      severity: 'action',
      code: 'ROLE_MISSING',
      message: `The estimate has no hours for ${listed(missing)}, which the service template needs.`,
      evidence: estimated.map(([role, hours]) => ({ what: role, value: `${hours} h` })),
      fix: 'Add the hours of the missing roles, or agree with delivery that they are not needed.',
      signoffRole: PLANNER,
    },
  ];
};

const tooFewHours = (facts: CheckFacts, { hours }: Estimate): Note[] => {
  const needed = templateMinutes(facts);
  if (typeof hours !== 'number' || needed === null || hours * 60 >= needed) return [];
  return [
    {
      severity: 'warn',
      code: 'UNDER_SCOPED',
      message: `The estimate is ${hours} h; the service template needs ${hoursInWords(needed)}.`,
      evidence: [
        { what: 'Estimate', value: `${hours} h` },
        { what: 'Service template', value: hoursInWords(needed) },
      ],
      fix: 'Go through the phases with delivery, and correct the estimate or say why less is enough.',
    },
  ];
};

const nothingToCompare: Note = {
  severity: 'not_checked',
  message: 'The estimate was not compared with a service template: the sheet has none for what is sold.',
  fix: 'Ask operations to fill in the Service templates tab.',
};

const templateNotes = (facts: CheckFacts, estimate: Estimate): Note[] => {
  if (rolesNeeded(facts).length === 0) return [nothingToCompare];
  const found = [...missingRoles(facts, estimate), ...tooFewHours(facts, estimate)];
  return found.length > 0
    ? found
    : [{ severity: 'pass', message: 'The estimate covers the roles and hours of the service template.' }];
};

const notesOf = (facts: CheckFacts, estimate: Estimate): Note[] => [
  ...templateNotes(facts, estimate),
  historyNote(facts, estimate),
  ...shareNotes(facts, estimate),
  ...loweredNotes(estimate),
];

/** Does the estimate cover what the service templates need and what past projects took, with management and acceptance, and as it was reviewed? */
export const underScoping = (facts: CheckFacts): Finding[] => {
  const { estimate } = facts.deal;
  const id = 'under-scoping';
  if (estimate) return notesOf(facts, estimate).map((note) => finding(id, note));
  const none: Note =
    rolesNeeded(facts).length === 0
      ? { severity: 'pass', message: 'No line needs an estimate.' }
      : {
          severity: 'not_checked',
          message: 'Whether enough effort is sold was not checked: the deal records no estimate.',
          fix: 'Add the estimate to the deal.',
        };
  return [finding(id, none)];
};
