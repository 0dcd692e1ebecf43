import type { CapacitySheet } from '../capacity/capacity-sheet.ts';
import { nameKey } from '../capacity/plan.ts';
import type { ServiceLevel } from '../capacity/sheet-lists.ts';
import type { Deal, LineItem } from '../deal/deal.ts';
import { attributeOf, inUnit, readMeasured } from './attribute-value.ts';
import { finding } from './check.ts';
import type { CheckFacts, Note } from './check.ts';
import type { Evidence, Finding } from './finding.ts';
import { lineName, listed } from './line-name.ts';
import { productOf } from './product-of.ts';

type Place = { facts: CheckFacts; line: LineItem; level: ServiceLevel };

const HOURS = 'h';
const HOUR_WORDS = ['h', 'hr', 'hrs', 'hour', 'hours'];

/** Levels that customers may count on: rows whose from_team is the customer. */
export const customerLevels = (sheet: CapacitySheet): ServiceLevel[] =>
  (sheet.serviceLevels ?? []).filter(({ fromTeam }) => ['customer', 'customers', 'client'].includes(nameKey(fromTeam)));

type Stated = NonNullable<ReturnType<typeof attributeOf>>;

/** What the deal promises, in hours; null when it is no time that the sheet can convert. */
const hoursOf = ({ facts }: Place, stated: Stated) => {
  const measured = readMeasured(stated);
  if (!measured) return null;
  const unit = measured.unit !== null && HOUR_WORDS.includes(nameKey(measured.unit)) ? HOURS : measured.unit;
  return inUnit({ ...measured, unit }, HOURS, facts.sheet.units);
};

const evidenceOf = ({ level }: Place, stated: string): Evidence[] => [
  { what: level.request, value: stated },
  { what: `${level.toTeam} keeps`, value: `${level.responseHours} h`, row: level.row },
];

const tooFast = (place: Place, stated: string): Note => {
  const { facts, line, level } = place;
  return {
    severity: 'action',
    code: 'ATTR_RANGE',
    message: `${lineName(facts.deal, line)} promises ${level.request} within ${stated}; ${level.toTeam} keeps ${level.responseHours} h.`,
    evidence: evidenceOf(place, stated),
    fix: `Promise ${level.responseHours} h or more, or ask the ${level.escalateTo} to agree.`,
    signoffRole: level.escalateTo,
  };
};

const unreadable = (place: Place, stated: string): Note => ({
  severity: 'not_checked',
  message: `${place.level.request} of ${lineName(place.facts.deal, place.line)} was not checked: "${stated}" is no time in hours.`,
  evidence: evidenceOf(place, stated),
  fix: `Write ${place.level.request} in hours, e.g. ${place.level.responseHours} h.`,
});

const judge = (place: Place, stated: Stated): Note | null => {
  const hours = hoursOf(place, stated);
  const words = typeof stated === 'number' ? `${stated} h` : String(stated).trim();
  if (!hours) return unreadable(place, words);
  return hours.lt(place.level.responseHours) ? tooFast(place, words) : null;
};

const isService = ({ plan }: CheckFacts, line: LineItem): boolean =>
  ['service', 'project'].includes(productOf(plan, line)?.kind ?? '');

const notStated = (deal: Deal, line: LineItem, levels: readonly ServiceLevel[]): Note => {
  const names = listed(levels.map(({ request }) => request));
  return {
    severity: 'not_checked',
    message: `The deal does not state ${names} for ${lineName(deal, line)}, so it was not compared with what operations keeps.`,
    evidence: levels.map(({ request, responseHours, row }) => ({ what: request, value: `${responseHours} h`, row })),
    fix: `Ask the customer and fill in ${names}.`,
    question: `Which ${names} do you expect for ${lineName(deal, line)}?`,
  };
};

const lineNotes = (facts: CheckFacts, line: LineItem, levels: readonly ServiceLevel[]): Note[] => {
  const stated = levels.map((level) => ({ level, value: attributeOf(facts.deal, line, level.request) }));
  const missing = stated.filter(({ value }) => value === null).map(({ level }) => level);
  const judged = stated.flatMap(({ level, value }) =>
    value === null ? [] : (judge({ facts, line, level }, value) ?? []),
  );
  return [...judged, ...(missing.length > 0 && isService(facts, line) ? [notStated(facts.deal, line, missing)] : [])];
};

const noLevels: Note = {
  severity: 'not_checked',
  message: 'The deal sells a service, and the sheet has no service levels for customers to compare with.',
  fix: 'Ask operations to fill in the Service levels tab with rows from the customer.',
};

/** Does the deal promise the customer a faster answer than operations keeps (Service levels tab, rows from the customer)? */
export const serviceLevel = (facts: CheckFacts): Finding[] => {
  const levels = customerLevels(facts.sheet);
  const services = facts.deal.lines.filter((line) => isService(facts, line));
  const id = 'service-level';
  if (levels.length === 0)
    return [finding(id, services.length > 0 ? noLevels : { severity: 'pass', message: 'No line sells a service.' })];
  const found = facts.deal.lines.flatMap((line) =>
    lineNotes(facts, line, levels).map((note) => finding(id, { line: line.id, ...note })),
  );
  const message = 'No line promises a faster answer than operations keeps.';
  return found.length > 0 ? found : [finding(id, { severity: 'pass', message })];
};
