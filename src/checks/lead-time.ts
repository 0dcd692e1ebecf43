import { formatIsoDate } from '../deal/day.ts';
import type { IsoDate } from '../deal/day.ts';
import type { LineItem } from '../deal/deal.ts';
import { causeOf } from './cause.ts';
import { finding } from './check.ts';
import type { CheckFacts, Note } from './check.ts';
import type { LineResult } from './check-result.ts';
import type { Evidence, Finding } from './finding.ts';
import { countOf, lineName } from './line-name.ts';
import { productOf } from './product-of.ts';
import { signerOf } from './signer.ts';

type Place = { facts: CheckFacts; line: LineItem; result: LineResult; name: string };
type Dated = Place & { promise: IsoDate; requested: IsoDate; slack: number };

const components = ({ facts, line }: Place): Evidence[] => {
  const product = productOf(facts.plan, line);
  if (!product) return [];
  const rows: [string, number | null, string][] = [
    ['Standard lead time', product.fidelity === 'lead_time' ? product.standardLeadDays : null, 'working day'],
    ['Order entry', product.entryDays, 'working day'],
    ['Engineering', product.engineeringDays, 'working day'],
    ['Material', product.materialDays, 'working day'],
    ['Quality', product.qaDays, 'working day'],
    ['Transit', product.transitDays, 'calendar day'],
  ];
  return rows.flatMap(([what, days, noun]) => (days ? [{ what, value: countOf(days, noun), row: product.row }] : []));
};

const fence = ({ facts, result }: Place): Evidence[] => {
  const { frozenFenceDays } = facts.sheet.settings;
  if (!result.reasons.includes('FENCE')) return [];
  return [
    { what: 'No work starts for', value: countOf(frozenFenceDays, 'working day'), row: 'Settings!frozen_fence_days' },
  ];
};

const evidenceOf = (place: Dated): Evidence[] => [
  { what: 'Order date', value: formatIsoDate(place.facts.orderDate) },
  ...components(place),
  ...fence(place),
  ...(place.result.finish ? [{ what: 'Work finished', value: formatIsoDate(place.result.finish) }] : []),
  { what: 'Can deliver', value: formatIsoDate(place.promise) },
  { what: 'Requested', value: formatIsoDate(place.requested) },
];

const partial = ({ result, requested }: Dated): string =>
  result.quantityByRequested
    ? `${result.quantityByRequested} ${result.unit ?? ''} by ${formatIsoDate(requested)}, or `
    : '';

const datePast = (place: Dated): Note => ({
  severity: 'fail',
  code: 'DATE_PAST',
  message: `The requested date of ${place.name}, ${formatIsoDate(place.requested)}, has passed; the earliest delivery is ${formatIsoDate(place.promise)}.`,
  fix: `Agree a new date with the customer: ${formatIsoDate(place.promise)} or later.`,
  question: `Which date from ${formatIsoDate(place.promise)} on works for you?`,
});

const late = (place: Dated): Note => ({
  severity: 'fail',
  code: causeOf(place.result),
  message: `${place.name} can be delivered on ${formatIsoDate(place.promise)}; the deal says ${formatIsoDate(place.requested)}: ${countOf(-place.slack, 'working day')} late.`,
  fix: `Offer ${partial(place)}${formatIsoDate(place.promise)}, or ask operations what it takes to make the date.`,
  signoffRole: signerOf(place.facts.sheet, place.result).role,
});

const shortOfBuffer = (place: Dated, buffer: number): Note => ({
  severity: 'warn',
  code: causeOf(place.result),
  message: `${place.name} is on time with ${countOf(place.slack, 'working day')} to spare; the plant keeps ${countOf(buffer, 'day')} in hand.`,
  fix: 'Agree a later date, or tell the customer that there is no room for delay.',
});

const onTime = (place: Dated): Note => ({
  severity: 'pass',
  message: `${place.name} can be delivered on ${formatIsoDate(place.promise)}, ${countOf(place.slack, 'working day')} before the requested date.`,
});

const datedNote = (place: Dated): Note => {
  const { bufferDays } = place.facts.sheet.settings;
  if (place.result.reasons.includes('DATE_PAST')) return datePast(place);
  if (place.promise > place.requested) return late(place);
  return place.slack < bufferDays ? shortOfBuffer(place, bufferDays) : onTime(place);
};

const openNote = ({ name, result }: Place): Note =>
  result.promise === null
    ? {
        severity: 'not_checked',
        message: `The date of ${name} was not checked: there is no delivery date to compare with.`,
      }
    : {
        severity: 'not_checked',
        message: `${name} can be delivered on ${formatIsoDate(result.promise)} at the earliest; there is no requested date to compare it with.`,
        evidence: [{ what: 'Can deliver', value: formatIsoDate(result.promise) }],
      };

const lineFinding = (place: Place): Finding => {
  const { promise, requested, slackDays } = place.result;
  const line = place.line.id;
  if (promise === null || requested === null || slackDays === null)
    return finding('lead-time', { line, ...openNote(place) });
  const dated = { ...place, promise, requested, slack: slackDays };
  return finding('lead-time', { line, evidence: evidenceOf(dated), ...datedNote(dated) });
};

/** Is each line delivered on or before the day the deal asks for, with the plant's buffer in hand (S10, S11, S21)? */
export const leadTime = (facts: CheckFacts): Finding[] =>
  facts.deal.lines.flatMap((line, index) => {
    const result = facts.lines[index];
    return result ? [lineFinding({ facts, line, result, name: lineName(facts.deal, line) })] : [];
  });
