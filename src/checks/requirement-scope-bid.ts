import { formatIsoDate } from '../deal/day.ts';
import type { Deal } from '../deal/deal.ts';
import { finding } from './check.ts';
import type { CheckFacts, Note } from './check.ts';
import { differencesOf } from './deliverable-differences.ts';
import type { Difference } from './deliverable-differences.ts';
import type { Evidence, Finding } from './finding.ts';
import { countOf, listed } from './line-name.ts';
import { matchDeliverables } from './match-deliverables.ts';
import type { Match, Side, Stated } from './match-deliverables.ts';

/** Which of the other two documents the deal records. */
type Known = { requirements: boolean; bid: boolean };

const inWords = ({ what, values }: Difference): string =>
  `${what} (${values.map(([side, value]) => `${side} ${value}`).join(', ')})`;

const evidenceOf = (differences: readonly Difference[]): Evidence[] =>
  differences.flatMap(({ what, values }) => values.map(([side, value]) => ({ what: `${what}, ${side}`, value })));

const goods = ({ quantity, product }: Stated): string => `${quantity === null ? '' : `${quantity} `}${product}`;

type Lonely = { holds: (match: Match, known: Known) => boolean; side: Side; note: Note };

/** A document names what another does not; of several, the first is told. */
const LONELY: readonly Lonely[] = [
  {
    holds: ({ required, scoped }) => required !== null && scoped === null,
    side: 'required',
    note: {
      severity: 'action',
      message: 'is required, but no line of the deal delivers it.',
      fix: 'Add it to the deal, or agree with the customer that it is not part of it.',
    },
  },
  {
    holds: ({ bid, scoped }) => bid !== null && scoped === null,
    side: 'bid',
    note: {
      severity: 'action',
      message: 'is in the bid, but no line of the deal delivers it.',
      fix: 'Take it out of the bid, or add it to the deal.',
    },
  },
  {
    holds: ({ bid, scoped }, known) => known.bid && scoped !== null && bid === null,
    side: 'scoped',
    note: {
      severity: 'warn',
      message: 'is in the deal, but not in the bid.',
      fix: 'Add it to the bid, or take it out of the deal.',
    },
  },
  {
    holds: ({ required, scoped }, known) => known.requirements && scoped !== null && required === null,
    side: 'scoped',
    note: {
      severity: 'warn',
      message: 'is in the deal, but nobody required it.',
      fix: 'Confirm with the customer that it is wanted.',
    },
  },
];

const lonely = (match: Match, known: Known): Note[] => {
  const found = LONELY.find(({ holds }) => holds(match, known));
  const stated = found ? match[found.side] : null;
  return found && stated ? [{ ...found.note, message: `${goods(stated)} ${found.note.message}` }] : [];
};

const differs = (match: Match): Note[] => {
  const differences = differencesOf(match);
  if (differences.length === 0) return [];
  return [
    {
      severity: 'warn',
      message: `${match.product} differs in ${listed(differences.map(inWords))}.`,
      evidence: evidenceOf(differences),
      fix: 'Agree with the customer which one holds, and correct the others.',
      question: `Which holds for ${match.product}: ${listed(differences.map(inWords))}?`,
    },
  ];
};

const notesOf = (match: Match, known: Known): Note[] => [...lonely(match, known), ...differs(match)];

const notChecked = (message: string, fix: string): Note => ({ severity: 'not_checked', code: null, message, fix });

const notRecorded = ({ requirements, bid }: Known): Note[] => {
  if (requirements && bid) return [];
  if (bid)
    return [
      notChecked(
        'The deal records no requirements, so that side was not compared.',
        'Add the requirements to the deal.',
      ),
    ];
  if (requirements)
    return [notChecked('The deal records no bid, so that side was not compared.', 'Make the quote in the CRM.')];
  return [
    notChecked(
      'The deal records neither requirements nor a bid, so they were not compared with its lines.',
      'Add the requirements to the deal.',
    ),
  ];
};

/** The documents that the deal records, in words. */
const documents = ({ requirements, bid }: Known): string =>
  listed([...(requirements ? ['requirement'] : []), 'scope', ...(bid ? ['bid'] : [])]);

const capitalised = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** The deliverables on which all recorded documents agree, told together. */
const matched = (matches: readonly Match[], known: Known): Note[] => {
  const agreed = matches.filter((match) => notesOf(match, known).length === 0);
  if (agreed.length === 0) return [];
  const names = listed([...new Set(agreed.map(({ product }) => product))]);
  return [
    {
      severity: 'pass',
      code: null,
      message: `${capitalised(documents(known))} agree on ${countOf(agreed.length, 'deliverable')}: ${names}.`,
      evidence: agreed.flatMap(({ product, scoped }) =>
        scoped ? [{ what: product, value: statedInWords(scoped) }] : [],
      ),
    },
  ];
};

const statedInWords = ({ quantity, date }: Stated): string =>
  [quantity === null ? 'no quantity' : String(quantity), date === null ? 'no date' : `by ${formatIsoDate(date)}`].join(
    ' ',
  );

const isRecorded = (list: Deal['bid']): boolean => (list ?? []).length > 0;

/** Do the three documents agree, deliverable by deliverable: what was required, what is scoped, what is bid? */
export const requirementScopeBid = ({ deal, plan }: CheckFacts): Finding[] => {
  const known = { requirements: isRecorded(deal.requirements), bid: isRecorded(deal.bid) };
  const matches = known.requirements || known.bid ? matchDeliverables(plan, deal) : [];
  const differing = matches
    .flatMap((match) => notesOf(match, known))
    .map((note): Note => ({ code: 'REQ_SCOPE_BID', ...note }));
  const notes = [...differing, ...matched(matches, known), ...notRecorded(known)];
  return notes.map((note) => finding('requirement-scope-bid', note));
};
