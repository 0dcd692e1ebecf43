import type { Combination } from '../capacity/capacity-sheet.ts';
import type { Plan } from '../capacity/plan.ts';
import type { Deal, LineItem } from '../deal/deal.ts';
import { attributeOf } from './attribute-value.ts';
import { finding } from './check.ts';
import type { CheckFacts, Note } from './check.ts';
import { conditionInWords, meets, operatorOf } from './condition.ts';
import type { Condition } from './condition.ts';
import type { Evidence, Finding, Severity } from './finding.ts';
import { lineName } from './line-name.ts';
import { PLANNER } from './signer.ts';

type Where = { deal: Deal; line: LineItem; plan: Plan };
type Place = Where & { row: Combination };

const SEVERITY: Record<Combination['severity'], Severity> = { stop: 'fail', 'sign-off': 'action', warn: 'warn' };

const ifOf = ({ ifAttribute: attribute, ifOp: op, ifValue: value }: Combination): Condition => ({
  attribute,
  op,
  value,
});
const thenOf = ({ thenAttribute: attribute, thenOp: op, thenValue: value }: Combination): Condition => ({
  attribute,
  op,
  value,
});

const statedOf = ({ deal, line }: Place, { attribute }: Condition) => attributeOf(deal, line, attribute);

const evidenceOf = (place: Place): Evidence[] =>
  [ifOf(place.row), thenOf(place.row)].map((condition) => ({
    what: condition.attribute,
    value: String(statedOf(place, condition) ?? 'not stated'),
    row: place.row.row,
  }));

const ruleInWords = (row: Combination): string =>
  `when ${conditionInWords(ifOf(row))}, ${conditionInWords(thenOf(row))}`;

const broken = (place: Place): Note => ({
  severity: SEVERITY[place.row.severity],
  code: 'COMBINATION',
  message: `${lineName(place.deal, place.line)}: ${place.row.message} The rule is: ${ruleInWords(place.row)}.`,
  evidence: evidenceOf(place),
  fix: `Change ${place.row.thenAttribute} or ${place.row.ifAttribute}${place.row.severity === 'sign-off' ? ', or ask operations to agree' : ''}.`,
  ...(place.row.severity === 'sign-off' ? { signoffRole: PLANNER } : {}),
});

const missing = (place: Place, { attribute }: Condition): Note => {
  const name = lineName(place.deal, place.line);
  return {
    severity: place.row.severity === 'warn' ? 'not_checked' : 'action',
    code: place.row.severity === 'warn' ? null : 'ATTR_MISSING',
    message: `${attribute} of ${name} is not known well enough to check the rule: ${ruleInWords(place.row)}.`,
    evidence: evidenceOf(place),
    fix: `Ask the customer and fill in ${attribute}.`,
    question: `Which ${attribute} do you need for ${name}?`,
  };
};

const unreadable = ({ row }: Place): Note => ({
  severity: 'not_checked',
  message: `The rule in ${row.row} was not checked: its operator is not known.`,
  fix: 'Ask operations to use =, !=, <, <=, >, >=, in or not in.',
});

/** If A then B: broken only when A holds and B does not; a rule about nothing that the line states is not about the line. */
const noteOf = (place: Place): Note | null => {
  const { row } = place;
  const { units } = place.plan.sheet;
  const [when, then] = [ifOf(row), thenOf(row)];
  const [first, second] = [statedOf(place, when), statedOf(place, then)];
  if (first === null && second === null) return null;
  if (operatorOf(when) === null || operatorOf(then) === null) return unreadable(place);
  const condition = meets(when, first, units);
  const consequence = meets(then, second, units);
  if (condition === false || consequence === true) return null;
  if (condition === null) return missing(place, when);
  return consequence === null ? missing(place, then) : broken(place);
};

/** What the combination rules say of one line, in the order of the sheet. */
export const lineCombinationFindings = (where: Where): Finding[] =>
  where.plan.sheet.combinations.flatMap((row) => {
    const note = noteOf({ ...where, row });
    return note ? [finding('combinations', { line: where.line.id, ...note })] : [];
  });

/** Do the attributes of a line go together (Combinations tab)? A broken stop makes the line not feasible (S11). */
export const combinations = ({ deal, plan }: CheckFacts): Finding[] => {
  const rules = plan.sheet.combinations.length;
  const none = 'The sheet has no combination rules, so which attributes go together was not checked.';
  if (rules === 0) return [finding('combinations', { severity: 'not_checked', message: none })];
  const found = deal.lines.flatMap((line) => lineCombinationFindings({ deal, line, plan }));
  if (found.length > 0) return found;
  return [finding('combinations', { severity: 'pass', message: 'The attributes of every line go together.' })];
};
