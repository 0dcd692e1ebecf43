import { formatIsoDate } from '../deal/day.ts';
import type { LineItem } from '../deal/deal.ts';
import { finding } from './check.ts';
import type { CheckFacts, Note } from './check.ts';
import type { LineResult } from './check-result.ts';
import type { Evidence, Finding } from './finding.ts';
import { lineName } from './line-name.ts';
import type { LineWeek } from './line-weeks.ts';
import {
  freeInWords,
  freeMinutes,
  hoursInWords,
  needInWords,
  percentUsed,
  rowInWords,
  spanInWords,
} from './load-in-words.ts';
import { productOf } from './product-of.ts';
import { signerOf } from './signer.ts';

type Place = { facts: CheckFacts; line: LineItem; result: LineResult; name: string; weeks: LineWeek[] };

const evidenceOf = ({ facts, result, weeks }: Place): Evidence[] => [
  ...(result.needMinutes.length > 0 ? [{ what: 'Work needed', value: needInWords(result.needMinutes) }] : []),
  ...weeks.map((week) => ({
    what: `${week.resource}, week of ${formatIsoDate(week.monday)}`,
    value: `${hoursInWords(week.load + week.reserved)} of ${hoursInWords(week.capacity)} taken`,
  })),
  ...(result.binding?.kind === 'capacity' ? result.binding.rows : []).map((row) => rowInWords(facts.sheet, row)),
];

const beyondHorizon = (place: Place): Note => {
  const { result, facts, name } = place;
  const until = formatIsoDate(facts.horizonEnd);
  const possible = result.quantityByHorizon ?? 0;
  const fits = possible > 0 ? `; ${possible} ${result.unit ?? ''} can be made by then` : '';
  return {
    severity: 'fail',
    code: 'HORIZON',
    message: `${name} does not fit into the capacity that is known until ${until}${fits}.`,
    evidence: [...evidenceOf(place), { what: 'Capacity is known until', value: until, row: 'Settings!horizon_end' }],
    fix: `${possible > 0 ? `Offer ${possible} ${result.unit ?? ''}` : 'Offer less'}, or ask operations for capacity beyond the sheet.`,
    signoffRole: signerOf(facts.sheet, result).role,
  };
};

/** What is missing: room in the week, or, where the week has room, days in which to do the work. */
const shortMessage = ({ result, name, weeks }: Place): string => {
  const resource = result.binding?.resource ?? 'The resource';
  const need = result.needMinutes.reduce((sum, minutes) => sum + minutes, 0);
  const free = `${resource} has ${freeInWords(weeks)}${spanInWords(weeks)}`;
  if (weeks.length === 0 || freeMinutes(weeks) < need) return `${free}; ${name} needs ${hoursInWords(need)} of work.`;
  const until = result.finish === null ? '' : ` until ${formatIsoDate(result.finish)}`;
  return `${free}, yet the ${hoursInWords(need)} of work for ${name} take${until}.`;
};

const short = (place: Place): Note => {
  const { result, facts } = place;
  const { role } = signerOf(facts.sheet, result);
  return {
    severity: 'action',
    code: 'CAPACITY_SHORT',
    message: shortMessage(place),
    evidence: evidenceOf(place),
    fix: `Look at the options, or ask the ${role} whether room can be made.`,
    signoffRole: role,
  };
};

const nearlyFull = (place: Place): Note => {
  const [week] = place.weeks;
  const mark = Math.round(place.facts.sheet.settings.tightUtilisation * 100);
  const where = week
    ? `${week.resource} is ${percentUsed(week)} taken in the week of ${formatIsoDate(week.monday)}`
    : 'a resource is nearly full';
  return {
    severity: 'warn',
    code: 'CAPACITY_SHORT',
    message: `${place.name} is on time, but ${where}; the plant calls ${mark} % tight.`,
    evidence: [...evidenceOf(place), { what: 'Tight from', value: `${mark} %`, row: 'Settings!tight_utilisation' }],
    fix: 'Agree a later date, or tell the customer that there is little room for changes.',
  };
};

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

const datePast = ({ name }: Place): Note => ({
  severity: 'not_checked',
  message: `The capacity for ${name} was not compared with the requested date: that date has passed.`,
});

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

const sharedNote = ({ result, name }: Place): Note[] =>
  result.reasons.includes('SHARED_BOTTLENECK')
    ? [
        {
          severity: 'warn',
          code: 'SHARED_BOTTLENECK',
          message: `${name} alone would be on time; other lines of this deal need ${result.binding?.resource ?? 'the same resource'} first.`,
          fix: 'Agree which of the lines the customer needs first, and move the date of the others.',
          question: 'Which of the lines do you need first?',
        },
      ]
    : [];

const lineFindings = (facts: CheckFacts, line: LineItem, result: LineResult): Finding[] => {
  const weeks = facts.weeks.filter((week) => week.line === line.id);
  const place = { facts, line, result, name: lineName(facts.deal, line), weeks };
  return [mainNote(place), ...sharedNote(place)].map((note) => finding('capacity', { line: line.id, ...note }));
};

/** Is there room on the machines and people that each line needs (S5, S11, S14, S16)? */
export const capacity = (facts: CheckFacts): Finding[] =>
  facts.deal.lines.flatMap((line, index) => {
    const result = facts.lines[index];
    return result ? lineFindings(facts, line, result) : [];
  });
