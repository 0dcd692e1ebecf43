import { displacementFor } from '../capacity/displacement.ts';
import type { Displaced, Displacement, Replanned } from '../capacity/displacement.ts';
import { exceptionCost } from '../capacity/exception-cost.ts';
import { formatIsoDate } from '../deal/day.ts';
import { finding } from './check.ts';
import type { CheckFacts, Note } from './check.ts';
import type { LineResult } from './check-result.ts';
import type { Evidence, Finding } from './finding.ts';
import { countOf, lineName, listed } from './line-name.ts';
import { amountInWords } from './load-in-words.ts';
import { resourceSigner } from './signer.ts';

type Place = { facts: CheckFacts; found: Displacement };

const cannotBeMet = ({ slackDays, reasons }: LineResult): boolean =>
  !reasons.includes('DATE_PAST') && ((slackDays ?? 0) < 0 || reasons.includes('HORIZON'));

const nameOf = ({ id, customer }: Replanned): string => (customer === null ? id : `${id} for ${customer}`);

const ownerOf = ({ facts }: Place, { resource }: Replanned): string => {
  const { role, email } = resourceSigner(facts.sheet, resource);
  return email === null ? role : `${role} (${email})`;
};

const moveInWords = ({ days, newDate, promised }: Displaced): string => {
  const before = promised === null ? 'no date' : formatIsoDate(promised);
  return newDate === null
    ? `no longer fits before the last day of the sheet (promised: ${before})`
    : `moves by ${countOf(days, 'day')} from ${before} to ${formatIsoDate(newDate)}`;
};

const priceInWords = ({ facts, found }: Place, { value, row }: Displaced): string[] => {
  const { currency } = facts.sheet.settings;
  const { answer, displaced } = found;
  const cost = exceptionCost({ answer, schedule: [], levers: [], displaced }, ['coordination', 'setups']);
  const penalty = cost.parts.find((part) => part.row === row)?.amount ?? 0;
  return [
    ...(value === null ? [] : [`worth ${amountInWords(value, currency)}`]),
    ...(penalty === 0 ? [] : [`penalty ${amountInWords(penalty, currency)}`]),
  ];
};

const evidenceOf = (place: Place, replanned: Replanned): Evidence => {
  const moved = place.found.displaced.find(({ id }) => id === replanned.id);
  const what = moved ? [moveInWords(moved), ...priceInWords(place, moved)] : ['is planned again and keeps its date'];
  const words = [...what, `the ${ownerOf(place, replanned)} must agree`];
  return { what: nameOf(replanned), value: words.join(', '), row: replanned.row };
};

const shortly = ({ displaced }: Displacement, each: Replanned): string => {
  const moved = displaced.find(({ id }) => id === each.id);
  return `${nameOf(each)}${moved?.newDate ? ` (${countOf(moved.days, 'day')} later)` : ''}`;
};

const displaces = (place: Place): Note => {
  const { found } = place;
  const late = found.replanned.filter(({ id }) => found.displaced.some((moved) => moved.id === id));
  const owners = [...new Set(found.replanned.map((each) => ownerOf(place, each)))];
  const message =
    late.length > 0
      ? `The date could be met only by moving what is promised to others: ${listed(late.map((each) => shortly(found, each)))}.`
      : `The date could be met by planning ${listed(found.replanned.map(nameOf))} again; all of it keeps its date.`;
  return {
    severity: 'warn',
    code: 'DISPLACES',
    message: `${message} Nothing is moved unless its owner agrees.`,
    evidence: found.replanned.map((each) => evidenceOf(place, each)),
    fix: `Agree another date or quantity with the customer. If this deal must come first, ask the ${listed(owners)} to agree before you promise it.`,
  };
};

const openLines = ({ deal, lines }: CheckFacts): string[] =>
  deal.lines.flatMap((line, index) => {
    const result = lines[index];
    return result?.promise === null && !result.reasons.includes('HORIZON') ? [lineName(deal, line)] : [];
  });

const noteOf = (facts: CheckFacts): Note => {
  if (!facts.lines.some(cannotBeMet)) {
    const open = openLines(facts);
    if (open.length === 0) return { severity: 'pass', message: 'No promise to others has to move for this deal.' };
    const verb = open.length === 1 ? 'it cannot' : 'they cannot';
    const message = `Whether promises to others would have to move for ${listed(open)} was not checked: ${verb} be planned yet.`;
    return { severity: 'not_checked', message, fix: 'Complete the product, quantity and unit of the line.' };
  }
  const option = facts.alternatives.find(({ meetsRequest }) => meetsRequest);
  if (option)
    return {
      severity: 'pass',
      message: `No promise to others has to move: an option makes the date (${option.levers.length > 0 ? listed(option.levers) : option.kind}).`,
    };
  const found = displacementFor(facts.answer);
  if (found) return displaces({ facts, found });
  return {
    severity: 'pass',
    message: 'No promise to others is in question: moving those that may move would not help.',
  };
};

/** Would keeping the date move what is promised to others? Listed with days, value, penalty and owner; never an answer by itself (S13). */
export const displacement = (facts: CheckFacts): Finding[] => [finding('displacement', noteOf(facts))];
