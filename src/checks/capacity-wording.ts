import { formatIsoDate } from '../deal/day.ts';
import type { LineItem } from '../deal/deal.ts';
import type { CheckFacts, Note } from './check.ts';
import type { LineResult } from './check-result.ts';
import type { Evidence } from './finding.ts';
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
import { needsEvidence } from './needs-wording.ts';
import { signerOf } from './signer.ts';
import { timelineEvidence } from './timeline-wording.ts';

/** A line, what the engine says of it, and the weeks that decide it. */
export type Place = { facts: CheckFacts; line: LineItem; result: LineResult; name: string; weeks: LineWeek[] };

/** Work needed, day by day, how full the weeks are, and the rows that say so. */
export const evidenceOf = ({ facts, result, weeks }: Place): Evidence[] => [
  ...(result.needMinutes.length > 0 ? [{ what: 'Work needed', value: needInWords(result.needMinutes) }] : []),
  ...timelineEvidence(facts, result),
  ...weeks.map((week) => ({
    what: `${week.resource}, week of ${formatIsoDate(week.monday)}`,
    value: `${hoursInWords(week.load + week.reserved)} of ${hoursInWords(week.capacity)} taken`,
  })),
  ...(result.binding?.kind === 'capacity' ? result.binding.rows : []).map((row) => rowInWords(facts.sheet, row)),
];

/** The quantity does not fit before the last day of the sheet (S16). */
export const beyondHorizon = (place: Place): Note => {
  const { result, facts, name } = place;
  const until = formatIsoDate(facts.horizonEnd);
  const possible = result.quantityByHorizon ?? 0;
  const fits = possible > 0 ? `; ${possible} ${result.unit ?? ''} can be made by then` : '';
  return {
    severity: 'fail',
    code: 'HORIZON',
    message: `${name} does not fit into the capacity that is known until ${until}${fits}.`,
    evidence: [
      ...evidenceOf(place),
      { what: 'Capacity is known until', value: until, row: 'Settings!horizon_end' },
      ...needsEvidence(place),
    ],
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

/** The line is late for want of room: the planner is asked. */
export const short = (place: Place): Note => {
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

/** The line is on time, but the week reaches the tight mark (S11). */
export const nearlyFull = (place: Place): Note => {
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

/** Room before a date that has passed is no question. */
export const datePast = ({ name }: Place): Note => ({
  severity: 'not_checked',
  message: `The capacity for ${name} was not compared with the requested date: that date has passed.`,
});

/** The line alone would be on time: other lines of the deal need the resource first (S14). */
export const shared = ({ result, name }: Place): Note => ({
  severity: 'warn',
  code: 'SHARED_BOTTLENECK',
  message: `${name} alone would be on time; other lines of this deal need ${result.binding?.resource ?? 'the same resource'} first.`,
  fix: 'Agree which of the lines the customer needs first, and move the date of the others.',
  question: 'Which of the lines do you need first?',
});
