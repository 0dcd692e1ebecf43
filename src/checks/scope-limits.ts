import type { ScopeLimit } from '../capacity/capacity-sheet.ts';
import { nameKey } from '../capacity/plan.ts';
import type { Plan } from '../capacity/plan.ts';
import type { Deal, LineItem } from '../deal/deal.ts';
import { attributeOf } from './attribute-value.ts';
import type { CheckFacts } from './check.ts';
import type { Finding } from './finding.ts';
import { productOf } from './product-of.ts';
import { scopeBreach } from './scope-breach.ts';
import {
  missingFinding,
  noLimits,
  notStatedFinding,
  outsideFinding,
  passFinding,
  unreadableFinding,
} from './scope-wording.ts';

type Place = { deal: Deal; line: LineItem; plan: Plan };

const limitsOf = ({ line, plan }: Place): ScopeLimit[] => {
  const code = nameKey(productOf(plan, line)?.code ?? line.product ?? '');
  return plan.sheet.scopeLimits.filter(({ product }) => product.trim() === '*' || nameKey(product) === code);
};

const judge = (place: Place, limit: ScopeLimit): Finding | 'inside' | 'not stated' => {
  const value = attributeOf(place.deal, place.line, limit.attribute);
  if (value === null) return limit.required ? missingFinding(place, limit) : 'not stated';
  const product = productOf(place.plan, place.line)?.code ?? null;
  const units = place.plan.sheet.units.filter((unit) => unit.product === null || unit.product === product);
  const breach = scopeBreach(limit, value, units);
  if (breach.state === 'inside') return 'inside';
  return breach.state === 'outside' ? outsideFinding(place, limit, breach) : unreadableFinding(place, limit, breach);
};

/** Of rows that ask for the same missing attribute, the first asks. */
const oncePerQuestion = (findings: readonly Finding[]): Finding[] =>
  findings.filter((found, index) => {
    const first = findings.findIndex(
      (other) => other.code === found.code && other.evidence[0]?.what === found.evidence[0]?.what,
    );
    return found.code !== 'ATTR_MISSING' || first === index;
  });

/** What the scope limits say of one line: breaches in the sheet's order, then what was not stated; a pass only when every limit was checked; nothing when the sheet limits nothing. */
export const lineScopeFindings = (place: Place): Finding[] => {
  const limits = limitsOf(place);
  if (limits.length === 0) return [];
  const judged = limits.map((limit) => ({ limit, outcome: judge(place, limit) }));
  const notStated = judged.filter(({ outcome }) => outcome === 'not stated').map(({ limit }) => limit);
  const found = oncePerQuestion(judged.flatMap(({ outcome }) => (typeof outcome === 'string' ? [] : [outcome])));
  if (notStated.length > 0) found.push(notStatedFinding(place, notStated));
  return found.length > 0 ? found : [passFinding(place, limits)];
};

/** Are the attributes of each line inside what operations can do? A stop makes the line not feasible; a missing required fact cannot be told (S11, S17). */
export const scopeLimits = ({ deal, plan }: CheckFacts): Finding[] => {
  const judged = deal.lines.map((line) => ({ line, findings: lineScopeFindings({ deal, line, plan }) }));
  const unlimited = judged.filter(({ findings }) => findings.length === 0).map(({ line }) => line);
  return [...judged.flatMap(({ findings }) => findings), ...noLimits(deal, unlimited)];
};
