import type { LineItem } from '../deal/deal.ts';
import { beyondHorizon, datePast, evidenceOf, nearlyFull, shared, short } from './capacity-wording.ts';
import type { Place } from './capacity-wording.ts';
import { finding } from './check.ts';
import type { CheckFacts, Note } from './check.ts';
import type { LineResult } from './check-result.ts';
import type { Finding } from './finding.ts';
import { lineName } from './line-name.ts';
import { productOf } from './product-of.ts';

const unplanned = ({ facts, line, result, name }: Place): Note | null => {
  const product = productOf(facts.plan, line);
  if (product && product.fidelity !== 'capacity')
    return {
      severity: 'not_checked',
      message: `The sheet plans ${name} by lead time only, so its capacity was not checked.`,
    };
  if (result.promise !== null) return null;
  return {
    severity: 'not_checked',
    message: `The capacity for ${name} was not checked: the line cannot be planned yet.`,
  };
};

const mainNote = (place: Place): Note => {
  const { reasons, verdict, slackDays } = place.result;
  if (reasons.includes('HORIZON')) return beyondHorizon(place);
  const open = unplanned(place);
  if (open) return open;
  if (reasons.includes('DATE_PAST')) return datePast(place);
  if (reasons.includes('CAPACITY_SHORT')) return (slackDays ?? 0) < 0 ? short(place) : nearlyFull(place);
  if (verdict === 'late' && place.result.binding?.kind === 'capacity') return short(place);
  return { severity: 'pass', message: `There is enough free capacity for ${place.name}.`, evidence: evidenceOf(place) };
};

const lineFindings = (facts: CheckFacts, line: LineItem, result: LineResult): Finding[] => {
  const weeks = facts.weeks.filter((week) => week.line === line.id);
  const place = { facts, line, result, name: lineName(facts.deal, line), weeks };
  return [mainNote(place), ...(result.reasons.includes('SHARED_BOTTLENECK') ? [shared(place)] : [])].map((note) =>
    finding('capacity', { line: line.id, ...note }),
  );
};

/** Is there room on the machines and people that each line needs (S5, S11, S14, S16)? */
export const capacity = (facts: CheckFacts): Finding[] =>
  facts.deal.lines.flatMap((line, index) => {
    const result = facts.lines[index];
    return result ? lineFindings(facts, line, result) : [];
  });
