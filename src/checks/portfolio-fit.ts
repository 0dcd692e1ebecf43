import { finding } from './check.ts';
import type { CheckFacts, Note } from './check.ts';
import { fitGaps, statedFits } from './fit-gap.ts';
import type { FitGap } from './fit-gap.ts';
import type { Finding } from './finding.ts';
import { lineName, listed } from './line-name.ts';

const notChecked = (missing: string, fix: string): Note => ({
  severity: 'not_checked',
  message: `Whether another product would serve the customer better was not checked: ${missing}.`,
  fix,
});

/** What the check needs and does not have; null when it has all. */
const missingFact = ({ deal, sheet }: CheckFacts): Note | null => {
  if ((sheet.portfolioFit ?? []).length === 0)
    return notChecked(
      'the sheet does not say which product serves which need',
      'Ask operations to fill in the Portfolio fit tab.',
    );
  return Object.values(deal.needs ?? {}).some((value) => value !== null && String(value).trim() !== '')
    ? null
    : notChecked(
        'the deal records no needs of the customer',
        'Ask the customer what it is for, and add the needs to the deal.',
      );
};

const gapNote = (facts: CheckFacts, { line, sold, best, row }: FitGap): Note => {
  const need = `${row.needAttribute} ${row.value}`;
  return {
    severity: 'warn',
    code: 'REQ_SCOPE_BID',
    rootCause: 'training',
    audience: 'rep and manager',
    line: line.id,
    message: `The customer needs ${need}; ${best.code} serves that best, and the deal sells ${lineName(facts.deal, line)}.`,
    evidence: [
      { what: row.needAttribute, value: row.value },
      { what: 'Serves it best', value: best.name ?? best.code, row: row.row },
      { what: 'Serves it less well', value: sold.name ?? sold.code, row: row.row },
    ],
    fix: `Offer ${best.code}, or note why ${sold.code} serves this customer better.`,
    question: `Would ${best.name ?? best.code} serve you better, as you need ${need}?`,
  };
};

/** Does another product of the portfolio serve the stated needs better? Told to the deal's owner and their manager only. */
export const portfolioFit = (facts: CheckFacts): Finding[] => {
  const missing = missingFact(facts);
  const gaps = missing ? [] : fitGaps(facts).map((gap) => gapNote(facts, gap));
  const needs = listed([...new Set(statedFits(facts).map((row) => `${row.needAttribute} ${row.value}`))]);
  const fits: Note = {
    severity: 'pass',
    message:
      needs === '' ? 'No stated need speaks for another product.' : `What is sold fits the stated needs: ${needs}.`,
  };
  const notes = missing ? [missing] : gaps;
  return (notes.length > 0 ? notes : [fits]).map((note) => finding('portfolio-fit', note));
};
