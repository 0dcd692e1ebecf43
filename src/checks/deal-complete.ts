import { readLine } from '../capacity/line-order.ts';
import { parseIsoDate } from '../deal/day.ts';
import type { LineItem } from '../deal/deal.ts';
import { finding } from './check.ts';
import type { CheckFacts } from './check.ts';
import { COMPLETENESS_NOTES } from './deal-complete-wording.ts';
import type { Finding } from './finding.ts';
import { countOf, lineName } from './line-name.ts';
import { doubtNotes } from './sheet-doubts.ts';

const lineFindings = (facts: CheckFacts, line: LineItem, place: number): Finding[] => {
  const order = readLine(facts.plan, facts.deal, { place, orderDate: parseIsoDate(facts.orderDate) ?? 0 });
  const about = { facts, line, name: lineName(facts.deal, line), order };
  const reasons = facts.lines[place]?.reasons ?? [];
  const notes = COMPLETENESS_NOTES.filter(([code]) => reasons.includes(code)).map(([code, note]) => ({
    code,
    ...note(about),
  }));
  return [...notes, ...doubtNotes(facts, line, about.name)].map((note) =>
    finding('deal-complete', { line: line.id, ...note }),
  );
};

const noLines = finding('deal-complete', {
  severity: 'action',
  message: 'The deal has no line items, so there is nothing to promise yet.',
  fix: 'Add the products that are being sold.',
});

/** Does every line say what, how much, in which unit and by when, in terms that the sheet knows (S7, S11, S17, S21)? */
export const dealComplete = (facts: CheckFacts): Finding[] => {
  if (facts.deal.lines.length === 0) return [noLines];
  const found = facts.deal.lines.flatMap((line, place) => lineFindings(facts, line, place));
  if (found.length > 0) return found;
  const message = `${countOf(facts.deal.lines.length, 'line')} with product, quantity, unit and date.`;
  return [finding('deal-complete', { severity: 'pass', message })];
};
