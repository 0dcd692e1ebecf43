import { whatWouldNeed } from '../capacity/what-would-need.ts';
import type { Relaxation } from '../capacity/what-would-need.ts';
import { formatDay } from '../deal/day.ts';
import type { CheckFacts } from './check.ts';
import type { LineResult } from './check-result.ts';
import type { Evidence } from './finding.ts';
import { countOf } from './line-name.ts';
import { hoursInWords } from './load-in-words.ts';

/** A line by its place in the deal, and what the engine says of it. */
type Explained = { facts: CheckFacts; result: LineResult };

const COMPONENT_WORDS: Record<Extract<Relaxation, { kind: 'days' }>['component'], string> = {
  entry: 'for order entry',
  engineering: 'for engineering',
  material: 'for material',
  quality: 'for quality',
  transit: 'in transit',
};

const inWords = (relaxation: Relaxation, unit: string): string => {
  switch (relaxation.kind) {
    case 'minutes':
      return `${hoursInWords(relaxation.minutes)} more (${relaxation.minutes} min) on ${relaxation.resource} in the week of ${formatDay(relaxation.week)}`;
    case 'days':
      return `${countOf(relaxation.days, relaxation.component === 'transit' ? 'calendar day' : 'working day')} less ${COMPONENT_WORDS[relaxation.component]}`;
    case 'units':
      return `${relaxation.fewer} ${unit} fewer`;
    case 'later':
      return `a date ${countOf(relaxation.days, 'calendar day')} later, ${formatDay(relaxation.date)}`;
  }
};

const rowOf = (relaxation: Relaxation, { facts, result }: Explained): string | null => {
  if (relaxation.kind === 'minutes')
    return facts.sheet.resources.find(({ name }) => name === relaxation.resource)?.row ?? null;
  if (relaxation.kind !== 'days') return null;
  return facts.plan.productByName.get(result.product?.trim().toLowerCase() ?? '')?.source.row ?? null;
};

/** What would need to be true for a late line to be on time, each the smallest change that suffices alone; empty when it is on time. */
export const needsEvidence = (explained: Explained): Evidence[] => {
  const { facts, result } = explained;
  const answer = facts.answer.answers.find(({ order }) => facts.lines[order.place] === result);
  if (!answer) return [];
  return whatWouldNeed(answer, result.binding).map((relaxation) => {
    const row = rowOf(relaxation, explained);
    const value = inWords(relaxation, result.unit ?? '');
    return { what: 'On time with', value, ...(row === null ? {} : { row }) };
  });
};
