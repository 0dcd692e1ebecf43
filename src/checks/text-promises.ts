import { addWorkingDays } from '../capacity/working-calendar.ts';
import { formatDay, formatIsoDate, toIsoDate } from '../deal/day.ts';
import type { Day } from '../deal/day.ts';
import type { Deal } from '../deal/deal.ts';
import { toPlantTime } from '../deal/plant-time.ts';
import { finding } from './check.ts';
import type { CheckFacts, Note } from './check.ts';
import type { LineResult } from './check-result.ts';
import type { Finding } from './finding.ts';
import { countOf, listed } from './line-name.ts';
import { productOf } from './product-of.ts';
import { textDates, twoWayDates } from './text-dates.ts';

type Text = NonNullable<Deal['texts']>[number];
type Place = { text: Text; written: Day | null; lines: readonly LineResult[]; facts: CheckFacts };

const SNIPPET = 140;
const DELIVERY =
  /\b(by|before|until|deliver\w*|need\w*|ship\w*|arriv\w*|due|deadline|latest|promis\w*|want\w*|receiv\w*)\b/i;
const ABSOLUTE =
  /\b(guarantee\w*|no matter what|at any cost|whatever it takes|definitely|for sure|100 ?% (?:certain|sure)|unlimited|without fail|under all circumstances|any quantity|as many as (?:you|they) (?:want|need|like)|free of charge|at no extra (?:cost|charge)|never late|always on time|zero defects)(?!\w)/gi;
const UNIT_WORDS = ['ea', 'pcs', 'pc', 'pieces', 'units', 'each'];
/** A number, with or without commas between thousands, that is not the end of another one. */
const NUMBER = '(?<![\\d.,])(\\d{1,3}(?:,\\d{3})+|\\d{1,7})';
const MOST_ABSOLUTES = 3;

/** The sentence around a place in a text, cut to a length that a card can show. */
const snippetAt = (text: string, at: number): string => {
  const start = Math.max(...['.', '!', '?', '\n'].map((mark) => text.lastIndexOf(mark, at - 1))) + 1;
  const rest = text.slice(at).search(/[.!?\n]/);
  const sentence = text.slice(start, rest === -1 ? undefined : at + rest).trim();
  return sentence.length <= SNIPPET ? sentence : `${sentence.slice(0, SNIPPET - 1).trimEnd()}…`;
};

const sourceOf = ({ text, written }: Place): string => {
  const what = text.source ?? 'text';
  const by = text.author ? ` by ${text.author}` : '';
  return `the ${what}${written === null ? '' : ` of ${formatDay(written)}`}${by}`;
};

const note = (place: Place, at: number, rest: Pick<Note, 'message' | 'fix'>): Note => ({
  severity: 'warn',
  code: 'TEXT_PROMISE',
  evidence: [{ what: sourceOf(place), value: snippetAt(place.text.text, at) }],
  ...rest,
});

const requestedDates = ({ lines }: Place): string[] =>
  [...new Set(lines.flatMap(({ requested }) => requested ?? []))].sort();

const afterWorkingDays =
  ({ facts }: Place) =>
  (day: Day, days: number): Day =>
    addWorkingDays(facts.plan.calendar, day, days);

const dateNotes = (place: Place): Note[] => {
  const requested = requestedDates(place);
  return textDates(place.text.text, place.written, afterWorkingDays(place))
    .filter(
      ({ at, day }) =>
        (place.written === null || day >= place.written) && DELIVERY.test(snippetAt(place.text.text, at)),
    )
    .filter(({ day }) => !requested.includes(toIsoDate(day)))
    .map(({ at, words, day }) =>
      note(place, at, {
        message: `"${words}" in ${sourceOf(place)} means ${formatDay(day)}; the deal says ${requested.length === 0 ? 'no date' : listed(requested.map(formatIsoDate))}.`,
        fix: `If the customer expects ${formatDay(day)}, change the requested date; if not, tell the customer which date holds.`,
      }),
    );
};

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** "120 pcs", "1,200 BRK": amounts of what the deal sells, by unit words and by the names of its products. */
const amountPattern = ({ facts }: Place): RegExp => {
  const products = facts.deal.lines.flatMap((line) => productOf(facts.plan, line) ?? []);
  const names = products.flatMap(({ code, name, aliases, unit }) => [
    code,
    ...(name ? [name, name.split(',')[0] ?? name] : []),
    ...aliases,
    unit,
  ]);
  const words = [...UNIT_WORDS, ...names.filter((name) => name.trim() !== '').map(escaped)];
  return new RegExp(`${NUMBER} ?(?:${[...new Set(words)].join('|')})s?(?!\\w)`, 'gi');
};

const amountNotes = (place: Place): Note[] => {
  const known = place.lines.flatMap(({ quantity }) => quantity ?? []);
  const all = [...known, known.reduce((sum, quantity) => sum + quantity, 0)];
  return [...place.text.text.matchAll(amountPattern(place))]
    .filter(([, amount]) => !all.includes(Number(amount?.replaceAll(',', ''))))
    .map(({ 0: words, index }) =>
      note(place, index, {
        message: `"${words}" in ${sourceOf(place)} is no quantity of this deal (${known.length === 0 ? 'none is given' : listed(known.map(String))}).`,
        fix: 'Check which quantity the customer expects, and correct the line or the expectation.',
      }),
    );
};

/** Each absolute once, in the order of the text. */
const absoluteNotes = (place: Place): Note[] => {
  const found = [...place.text.text.matchAll(ABSOLUTE)];
  const words = found.map(([each]) => each.toLowerCase());
  return found
    .filter((_match, index) => words.indexOf(words[index] ?? '') === index)
    .slice(0, MOST_ABSOLUTES)
    .map(({ 0: each, index }) =>
      note(place, index, {
        message: `"${each}" in ${sourceOf(place)} promises more than anybody can check.`,
        fix: 'Say which date and quantity are promised, and under which conditions.',
      }),
    );
};

/** Dates in figures that can be two days: nothing is guessed. */
const twoWayNotes = (place: Place): Note[] =>
  twoWayDates(place.text.text)
    .filter(({ at }) => DELIVERY.test(snippetAt(place.text.text, at)))
    .map(({ at, words }) => ({
      ...note(place, at, {
        message: `"${words}" in ${sourceOf(place)} was not compared: it can be two dates.`,
        fix: 'Ask which of the two is the month, and write the date as 4 Mar 2026.',
      }),
      severity: 'not_checked',
      code: null,
    }));

/** Do dates and quantities that people wrote down agree with the fields? Read by fixed patterns; fields are never changed. */
export const textPromises = (facts: CheckFacts): Finding[] => {
  const { deal, plan, lines } = facts;
  const texts = (deal.texts ?? []).filter(({ text }) => text.trim() !== '');
  const id = 'text-promises';
  if (texts.length === 0)
    return [finding(id, { severity: 'not_checked', message: 'The deal carries no notes to compare with its fields.' })];
  const notes = texts.flatMap((text) => {
    const written = text.at ? (toPlantTime(text.at, plan.timeZone)?.day ?? null) : null;
    const place = { text, written, lines, facts };
    return [...dateNotes(place), ...twoWayNotes(place), ...amountNotes(place), ...absoluteNotes(place)];
  });
  const agree: Note = {
    severity: 'pass',
    message: `${countOf(texts.length, 'note')} read: no date or quantity differs from the fields.`,
  };
  return (notes.length > 0 ? notes : [agree]).map((each) => finding(id, each));
};
