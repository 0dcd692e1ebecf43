import type { ScopeLimit } from '../capacity/capacity-sheet.ts';
import type { Deal, LineItem } from '../deal/deal.ts';
import { finding } from './check.ts';
import type { Evidence, Finding, Severity } from './finding.ts';
import { countOf, lineName, listed } from './line-name.ts';
import { listInWords, rangeInWords } from './scope-breach.ts';
import type { ScopeBreach } from './scope-breach.ts';

type Where = { deal: Deal; line: LineItem };
type Outside = Exclude<ScopeBreach, { state: 'inside' }>;

const SEVERITY: Record<ScopeLimit['severity'], Severity> = { stop: 'fail', 'sign-off': 'action', warn: 'warn' };

const asSentence = (text: string): string => (/[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);

const limitInWords = (limit: ScopeLimit): string => {
  if (limit.type === 'number') return rangeInWords(limit);
  if (limit.type === 'yes-no') return 'yes or no';
  return limit.allowed.length + limit.forbidden.length > 0 ? listInWords(limit) : 'any text';
};

const evidenceOf = (limit: ScopeLimit, stated: string, possible: string): Evidence[] => [
  { what: limit.attribute, value: stated },
  { what: 'Operations can do', value: possible, row: limit.row },
  { what: 'Why', value: limit.meaning, row: limit.row },
  ...(limit.effectDays === null ? [] : [{ what: 'Adds', value: countOf(limit.effectDays, 'day'), row: limit.row }]),
  ...(limit.effectCost === null ? [] : [{ what: 'Costs', value: String(limit.effectCost), row: limit.row }]),
];

/** The value is outside the limit: stop, sign-off or warning, as the sheet says. */
export const outsideFinding = ({ deal, line }: Where, limit: ScopeLimit, breach: Outside): Finding => {
  const agree =
    limit.severity === 'sign-off' ? `, or ask the ${limit.reviewerRole ?? 'operations planner'} to agree` : '';
  return finding('scope-limits', {
    severity: SEVERITY[limit.severity],
    code: breach.code,
    message: `${limit.attribute} is ${breach.stated} for ${lineName(deal, line)}; operations can do ${breach.limit}. ${asSentence(limit.meaning)}`,
    evidence: evidenceOf(limit, breach.stated, breach.limit),
    fix: `Change ${limit.attribute} to ${breach.limit}${agree}.`,
    line: line.id,
    ...(limit.severity === 'sign-off' ? { signoffRole: limit.reviewerRole ?? 'Operations' } : {}),
  });
};

const questionOf = (limit: ScopeLimit, product: string): string =>
  limit.askCustomer ?? `Which ${limit.attribute} do you need for ${product}?`;

/** The value cannot be compared with the limit: nobody can tell. */
export const unreadableFinding = ({ deal, line }: Where, limit: ScopeLimit, breach: Outside): Finding => {
  const name = lineName(deal, line);
  const reason = breach.code === 'UNIT_UNKNOWN' ? 'the sheet has no factor for that unit' : 'that cannot be compared';
  return finding('scope-limits', {
    severity: 'action',
    code: breach.code,
    message: `${limit.attribute} is ${breach.stated} for ${name}; ${reason} with ${breach.limit}.`,
    evidence: evidenceOf(limit, breach.stated, breach.limit),
    fix: `Write ${limit.attribute} as ${breach.limit}.`,
    line: line.id,
    question: questionOf(limit, name),
  });
};

/** A required attribute is not stated: nobody can tell, and the customer is asked. */
export const missingFinding = ({ deal, line }: Where, limit: ScopeLimit): Finding => {
  const name = lineName(deal, line);
  return finding('scope-limits', {
    severity: 'action',
    code: 'ATTR_MISSING',
    message: `${limit.attribute} is not stated for ${name}; without it nobody can tell whether it can be done. ${asSentence(limit.meaning)}`,
    evidence: evidenceOf(limit, 'not stated', limitInWords(limit)),
    fix: `Ask the customer and fill in ${limit.attribute}.`,
    line: line.id,
    question: questionOf(limit, name),
  });
};

/** Attributes that are not required and not stated: visible, never passed. */
export const notStatedFinding = ({ deal, line }: Where, limits: ScopeLimit[]): Finding => {
  const names = [...new Set(limits.map((limit) => limit.attribute))];
  const name = lineName(deal, line);
  const [first] = limits;
  return finding('scope-limits', {
    severity: 'not_checked',
    message: `${listed(names)} ${names.length === 1 ? 'is' : 'are'} not stated for ${name}, so ${names.length === 1 ? 'its limit was' : 'their limits were'} not checked.`,
    evidence: limits.map((limit) => ({ what: limit.attribute, value: limitInWords(limit), row: limit.row })),
    fix: `Fill in ${listed(names)} if the customer has said so.`,
    line: line.id,
    ...(first ? { question: questionOf(first, name) } : {}),
  });
};

/** Every limit of the line was checked and holds. */
export const passFinding = ({ deal, line }: Where, limits: ScopeLimit[]): Finding =>
  finding('scope-limits', {
    severity: 'pass',
    message: `${listed([...new Set(limits.map((limit) => limit.attribute))])} ${limits.length === 1 ? 'is' : 'are'} inside the limits for ${lineName(deal, line)}.`,
    evidence: limits.map((limit) => ({ what: limit.attribute, value: limitInWords(limit), row: limit.row })),
    line: line.id,
  });

/** The sheet limits nothing for the products of these lines. */
export const noLimits = (deal: Deal, lines: readonly LineItem[]): Finding[] =>
  lines.length === 0
    ? []
    : [
        finding('scope-limits', {
          severity: 'not_checked',
          message: `The sheet has no scope limits for ${listed(lines.map((line) => lineName(deal, line)))}, so ${lines.length === 1 ? 'its' : 'their'} attributes were not checked.`,
        }),
      ];
