import { finding } from './check.ts';
import type { CheckFacts, Note } from './check.ts';
import type { Finding } from './finding.ts';
import { datePast, evidenceOf, late, onTime, openNote, shortOfBuffer } from './lead-time-wording.ts';
import type { Dated, Place } from './lead-time-wording.ts';
import { lineName } from './line-name.ts';

const datedNote = (place: Dated): Note => {
  const { bufferDays } = place.facts.sheet.settings;
  if (place.result.reasons.includes('DATE_PAST')) return datePast(place);
  if (place.promise > place.requested) return late(place);
  return place.slack < bufferDays ? shortOfBuffer(place, bufferDays) : onTime(place);
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
