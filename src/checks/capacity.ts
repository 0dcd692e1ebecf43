import { formatIsoDate } from '../deal/day.ts';
import type { LineItem } from '../deal/deal.ts';
import { causeOf } from './cause.ts';
import { finding } from './check.ts';
import type { CheckFacts, Note } from './check.ts';
import type { LineResult } from './check-result.ts';
import type { Evidence, Finding } from './finding.ts';
import { lineName, listed } from './line-name.ts';
import { productOf } from './product-of.ts';
import { signerOf } from './signer.ts';

type Place = { facts: CheckFacts; line: LineItem; result: LineResult; name: string };

const hoursInWords = (minutes: number): string => `${Math.round(minutes / 6) / 10} h`;

const weeksInWords = (weeks: readonly string[]): string =>
  weeks.length === 0 ? '' : ` in the week${weeks.length === 1 ? '' : 's'} of ${listed(weeks.map(formatIsoDate))}`;

const need = ({ result }: Place): Evidence[] => {
  const total = result.needMinutes.reduce((sum, minutes) => sum + minutes, 0);
  return total === 0 ? [] : [{ what: 'Work needed', value: hoursInWords(total) }];
};

const bindingRows = ({ result }: Place): Evidence[] =>
  (result.binding?.rows ?? []).map((row) => ({
    what: result.binding?.resource ?? 'Limit',
    value: 'see this row',
    row,
  }));

const beyondHorizon = (place: Place): Note => {
  const { result, facts, name } = place;
  const end = facts.sheet.settings.horizonEnd;
  const until = end === null ? 'the end of the sheet' : formatIsoDate(end);
  const possible = result.quantityByHorizon;
  return {
    severity: 'fail',
    code: 'HORIZON',
    message: `${name} does not fit into the capacity that is known until ${until}${possible === null ? '' : `; ${possible} ${result.unit ?? ''} can be made by then`}.`,
    evidence: [...need(place), { what: 'Capacity is known until', value: until, row: 'Settings!horizon_end' }],
    fix: 'Offer the quantity that fits, or ask operations for capacity beyond the sheet.',
    signoffRole: signerOf(facts.sheet, result).role,
  };
};

const short = (place: Place): Note => {
  const { result, facts, name } = place;
  const signer = signerOf(facts.sheet, result);
  const resource = result.binding?.resource ?? 'A resource';
  const shared = result.reasons.includes('SHARED_BOTTLENECK') ? ' Other lines of this deal need it too.' : '';
  return {
    severity: 'action',
    code: result.reasons.includes('SHARED_BOTTLENECK') ? 'SHARED_BOTTLENECK' : 'CAPACITY_SHORT',
    message: `${resource} has too little free capacity${weeksInWords(result.binding?.weeks ?? [])} for ${name}.${shared}`,
    evidence: [...need(place), ...bindingRows(place)],
    fix: `Look at the options, or ask the ${signer.role} whether room can be made.`,
    signoffRole: signer.role,
  };
};

const nearlyFull = (place: Place): Note => ({
  severity: 'warn',
  code: 'CAPACITY_SHORT',
  message: `${place.name} is on time, but ${place.result.binding?.resource ?? 'a resource'} is nearly full${weeksInWords(place.result.binding?.weeks ?? [])}.`,
  evidence: [...need(place), ...bindingRows(place)],
  fix: 'Agree a later date, or tell the customer that there is no room for changes.',
});

const unplanned = (place: Place): Note | null => {
  const product = productOf(place.facts.plan, place.line);
  if (product && product.fidelity !== 'capacity')
    return {
      severity: 'not_checked',
      message: `The sheet plans ${place.name} by lead time only, so its capacity was not checked.`,
    };
  if (place.result.promise === null)
    return {
      severity: 'not_checked',
      message: `The capacity for ${place.name} was not checked: the line could not be planned.`,
    };
  return null;
};

const noteOf = (place: Place): Note => {
  const { reasons, verdict } = place.result;
  if (reasons.includes('HORIZON')) return beyondHorizon(place);
  const open = unplanned(place);
  if (open) return open;
  const cause = causeOf(place.result);
  if (verdict === 'late' && (cause === 'CAPACITY_SHORT' || reasons.includes('SHARED_BOTTLENECK'))) return short(place);
  if (reasons.includes('CAPACITY_SHORT')) return nearlyFull(place);
  return { severity: 'pass', message: `There is enough free capacity for ${place.name}.`, evidence: need(place) };
};

/** Is there room on the machines and people that each line needs (S5, S11, S14, S16)? */
export const capacity = (facts: CheckFacts): Finding[] =>
  facts.deal.lines.flatMap((line, index) => {
    const result = facts.lines[index];
    if (!result) return [];
    return [
      finding('capacity', { line: line.id, ...noteOf({ facts, line, result, name: lineName(facts.deal, line) }) }),
    ];
  });
