import type { CapacitySheet } from '../capacity/capacity-sheet.ts';
import type { CheckResult, SignoffAsk } from '../checks/check-result.ts';
import { signerForRole } from '../checks/signer.ts';
import { dealQuestion } from '../checks/signoff-asks.ts';
import { formatIsoDate } from '../deal/day.ts';
import type { Deal } from '../deal/deal.ts';
import { ROLE_OF_FINDING } from './rule-set.ts';
import type { Consequence, Rule, RuleSignoffs, Tolerance } from './rule-set.ts';
import type { AskTerms, RuledAsk } from './ruled-result.ts';

type Asked = { deal: Deal; result: CheckResult; sheet: CapacitySheet };

const LOUD = ['warn', 'action', 'fail'];

const isWanted = ({ causes }: RuleSignoffs, cause: string): boolean => causes === undefined || causes.includes(cause);

/** The cause that a role is asked for: the first reason of the checks that the rule is about, else the rule itself. */
const causeFor = (rule: Rule, signoffs: RuleSignoffs, { result }: Asked): SignoffAsk['why'] =>
  result.findings.find(({ code, severity }) => code && LOUD.includes(severity) && isWanted(signoffs, code))?.code ??
  `RULE:${rule.id}`;

const dateOf = ({ deal, result }: Asked): string | null =>
  deal.requestedDate ?? result.lines.find(({ requested }) => requested !== null)?.requested ?? null;

/** Fills the admin's question in; what is not known is left out in words. */
const fillIn = (template: string, asked: Asked): string => {
  const { deal, result } = asked;
  const [line] = result.lines;
  const date = dateOf(asked);
  const words: Record<string, string> = {
    deal: deal.name ?? 'this deal',
    customer: deal.company?.name ?? 'the customer',
    quantity: String(line?.quantity ?? 'an unknown quantity'),
    product: line?.product ?? 'the product',
    date: date === null ? 'an open date' : formatIsoDate(date),
  };
  return template.replace(/\{(deal|customer|quantity|product|date)\}/g, (whole, name: string) => words[name] ?? whole);
};

const questionFor = (signoffs: RuleSignoffs, why: SignoffAsk['why'], asked: Asked): string => {
  if (signoffs.question !== undefined) return fillIn(signoffs.question, asked);
  const known = asked.result.signoffs.find((ask) => ask.why === why);
  return known?.question ?? dealQuestion(asked.deal, asked.result.lines);
};

const namedAsk = (role: string, rule: Rule, asked: Asked): SignoffAsk[] => {
  const { signoffs } = rule.then;
  if (!signoffs) return [];
  const why = causeFor(rule, signoffs, asked);
  const question = questionFor(signoffs, why, asked);
  return [{ role, why, question, email: signerForRole(asked.sheet, role).email }];
};

const asksOf = (rule: Rule, asked: Asked): SignoffAsk[] => {
  const { signoffs } = rule.then;
  if (!signoffs) return [];
  return signoffs.roles.flatMap((role) =>
    role === ROLE_OF_FINDING
      ? asked.result.signoffs.filter(({ why }) => isWanted(signoffs, why))
      : namedAsk(role, rule, asked),
  );
};

const least = (a: number | null | undefined, b: number | null | undefined): number | null =>
  typeof a === 'number' && typeof b === 'number' ? Math.min(a, b) : (a ?? b ?? null);

const leastTolerance = (a: Tolerance | null | undefined, b: Tolerance | null | undefined): Tolerance | null => {
  if (!a || !b) return a ?? b ?? null;
  const quantityPercent = least(a.quantityPercent, b.quantityPercent);
  const loadPercent = least(a.loadPercent, b.loadPercent);
  return {
    ...(quantityPercent === null ? {} : { quantityPercent }),
    ...(loadPercent === null ? {} : { loadPercent }),
  };
};

/** All beats a number, a higher number beats a lower one, any is the mildest. */
const strictNeed = (a: AskTerms['need'], b: AskTerms['need']): AskTerms['need'] => {
  const rank = (need: AskTerms['need']): number => (need === 'all' ? Infinity : need === 'any' ? 0 : need);
  return rank(a) >= rank(b) ? a : b;
};

const NO_TERMS: AskTerms = {
  need: 'any',
  order: 'parallel',
  peerReview: false,
  serviceLevelHours: null,
  tolerance: null,
  expiresInDays: null,
  rules: [],
};

const withTerms = (terms: AskTerms, then: Consequence, ruleId: string): AskTerms => ({
  need: then.signoffs ? strictNeed(terms.need, then.signoffs.need) : terms.need,
  order: then.signoffs?.order === 'sequence' ? 'sequence' : terms.order,
  peerReview: terms.peerReview || (then.signoffs?.peerReview ?? false),
  serviceLevelHours: least(terms.serviceLevelHours, then.serviceLevelHours),
  tolerance: leastTolerance(terms.tolerance, then.tolerance),
  expiresInDays: least(terms.expiresInDays, then.expiresInDays),
  rules: [...new Set([...terms.rules, ruleId])],
});

/**
 * The asks of all rules that apply: one per role and cause, with the strictest terms of the rules that ask for it. A rule
 * without asks of its own sets terms for every ask (a service level, a tolerance, an expiry).
 */
export const ruledAsks = (fired: readonly Rule[], asked: Asked): RuledAsk[] => {
  const general = fired.filter(({ then }) => !then.signoffs);
  const joined = new Map<string, RuledAsk>();
  for (const rule of fired) {
    for (const ask of asksOf(rule, asked)) {
      const key = JSON.stringify([ask.role.trim().toLowerCase(), ask.why]);
      const known = joined.get(key) ?? { ...ask, ...NO_TERMS };
      joined.set(key, { ...known, ...withTerms(known, rule.then, rule.id) });
    }
  }
  return [...joined.values()].map((ask) => ({
    ...ask,
    ...general.reduce<AskTerms>((terms, { then, id }) => withTerms(terms, then, id), ask),
  }));
};
