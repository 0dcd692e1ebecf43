import type { Field } from './field-words.ts';
import type { InspectedColumn } from './inspect-columns.ts';
import type { InspectedTable } from './inspect-table.ts';
import { saysWhatIsPossible } from './table-kind.ts';
import type { TableKind } from './table-kind.ts';

/** Something that nobody should guess: it is asked once and the answer is remembered. */
export type Question = {
  /** The same for the same layout: answers are kept under it. */
  id: string;
  about: 'unit' | 'date order' | 'year' | 'number format' | 'scenario' | 'meaning' | 'period';
  sheet: string;
  range: string;
  /** Letter of the column; null when the whole table is meant. */
  column: string | null;
  question: string;
  /** What can be answered; empty = free text, such as a year. */
  options: string[];
};

type Asked = Omit<Question, 'id' | 'sheet' | 'range'>;

/** "Plan!B4 unit C": where the table starts, because it grows at its end. */
export const questionId = (
  table: Pick<InspectedTable, 'sheet' | 'range'>,
  about: string,
  column: string | null,
): string => `${table.sheet}!${table.range.split(':')[0] ?? ''} ${about}${column === null ? '' : ` ${column}`}`;

const ask = (table: InspectedTable, asked: Asked): Question => ({
  id: questionId(table, asked.about, asked.column),
  sheet: table.sheet,
  range: table.range,
  ...asked,
});

const COUNTED: TableKind[] = ['Capacity', 'Commitments', 'Resources'];
const AMOUNT_FIELDS: (Field | null)[] = ['capacity', 'load_hours'];

const amountColumn = (table: InspectedTable): InspectedColumn | undefined =>
  table.columns.find(({ field, unit }) => AMOUNT_FIELDS.includes(field) && unit === null) ??
  table.columns.find(({ field }) => AMOUNT_FIELDS.includes(field));

/** True when promises depend on what the amounts of the table are counted in. */
const countsAmounts = ({ kind, form, measure }: InspectedTable, column: InspectedColumn | undefined): boolean => {
  if (!COUNTED.includes(kind)) return false;
  return column !== undefined || (form === 'wide' && (measure === null || AMOUNT_FIELDS.includes(measure)));
};

const unitQuestion = (what: string, column: string | null): Asked => ({
  about: 'unit',
  column,
  question: `In which unit is ${what} counted?`,
  options: ['hours', 'minutes', 'days', 'pieces', 'people', 'percent'],
});

const unitQuestions = (table: InspectedTable): Asked[] => {
  const column = table.form === 'wide' ? undefined : amountColumn(table);
  const known = column?.unit ?? table.unit;
  if (known !== null || !countsAmounts(table, column)) return [];
  if (column) return [unitQuestion(`"${column.header}"`, column.letter)];
  return [unitQuestion(`the amounts under the ${table.periods?.granularity ?? 'period'}s`, null)];
};

const TIMES: (Field | null)[] = ['setup_time', 'run_time'];

const timeQuestions = ({ kind, columns }: InspectedTable): Asked[] =>
  columns
    .filter(
      ({ field, unit, shape }) => kind === 'Routing' && TIMES.includes(field) && unit === null && shape === 'number',
    )
    .map(({ header, letter }) => ({
      about: 'unit' as const,
      column: letter,
      question: `In which unit is "${header}" counted?`,
      options: ['minutes', 'hours', 'seconds', 'days'],
    }));

const SECONDS_OF_AN_HOUR = 3_600;

const looksLikeSeconds = ({ samples }: InspectedColumn): boolean =>
  samples.length > 0 && samples.every((sample) => Number(sample) >= SECONDS_OF_AN_HOUR && Number(sample) % 60 === 0);

const leadTimeQuestions = ({ columns }: InspectedTable): Asked[] =>
  columns
    .filter(({ field, unit, shape }) => field === 'lead_time' && unit === null && shape === 'number')
    .map((column) => ({
      about: 'unit' as const,
      column: column.letter,
      question: `Is "${column.header}" counted in working days, calendar days, weeks, hours or seconds?`,
      options: looksLikeSeconds(column)
        ? ['seconds', 'working days', 'calendar days', 'weeks', 'hours']
        : ['working days', 'calendar days', 'weeks', 'hours', 'seconds'],
    }));

const dateQuestions = ({ columns, periods }: InspectedTable): Asked[] =>
  columns
    .filter(({ slashDates, shape }) => shape === 'date' && slashDates.ambiguous > 0 && slashDates.dayFirst === null)
    .filter(({ letter }) => !(periods?.column === letter && periods.yearKnown && /^\d{4}-/.test(periods.first ?? '')))
    .map(({ header, letter, samples }) => ({
      about: 'date order' as const,
      column: letter,
      question: `Is the day or the month first in "${header}" (${samples[0] ?? ''})?`,
      options: ['day first', 'month first'],
    }));

const SLASHED = /^\d{1,2}[/-]\d{1,2}[/-]\d{2,4}$/;

const yearQuestions = ({ periods, kind }: InspectedTable): Asked[] => {
  if (!periods || periods.yearKnown || !(saysWhatIsPossible(kind) || kind === 'Demand')) return [];
  const first = periods.first ?? 'the first period';
  const about = periods.granularity === 'period' ? 'period' : SLASHED.test(first) ? 'date order' : 'year';
  const column = periods.column;
  if (about === 'period')
    return [
      {
        about,
        column,
        question: `What is period ${first}, and when does it start?`,
        options: ['weeks', 'months', 'days'],
      },
    ];
  if (about === 'date order') {
    const question = `Is the day or the month first in ${first}?`;
    return [{ about, column, question, options: ['day first', 'month first'] }];
  }
  return [{ about, column, question: `Of which year is ${first}?`, options: [] }];
};

const numberQuestions = ({ columns }: InspectedTable): Asked[] =>
  columns
    .filter(({ doubtfulNumbers, shape, field }) => doubtfulNumbers > 0 && shape === 'number' && field !== null)
    .map(({ header, letter, samples }) => ({
      about: 'number format' as const,
      column: letter,
      question: `Is ${samples[0] ?? 'the number'} in "${header}" a thousand or a decimal number?`,
      options: ['thousands', 'decimals'],
    }));

const meaningQuestions = ({ kind, form, measure, periods }: InspectedTable): Asked[] =>
  kind === 'Capacity' && form === 'wide' && measure === null
    ? [
        {
          about: 'meaning',
          column: null,
          question: `What are the amounts under the ${periods?.granularity ?? 'period'}s?`,
          options: ['capacity', 'load'],
        },
      ]
    : [];

const SCENARIO_WORDS =
  /^(plan|ist|soll|actual|actuals|forecast|budget|planned|target|prevu|prévu|reel|réel|previsto|real|effettivo|gepland|werkelijk|best case|worst case|base case|basis|optimistic|pessimistic|scenario \w+|szenario \w+|v\d+)$/i;

const scenarioColumns = (table: InspectedTable): InspectedColumn[] =>
  table.columns.filter(
    ({ field, samples }) =>
      samples.length > 1 &&
      (field === 'scenario' || (samples.filter((one) => SCENARIO_WORDS.test(one)).length >= 2 && field !== 'status')),
  );

const sameLayout = (a: InspectedTable, b: InspectedTable): boolean =>
  a.kind === b.kind &&
  a.columns.map(({ header }) => header).join('|') === b.columns.map(({ header }) => header).join('|') &&
  a.periods?.granularity === b.periods?.granularity &&
  a.measure === b.measure;

const inColumns = (tables: InspectedTable[]): Question[] =>
  tables.flatMap((table) =>
    scenarioColumns(table).map(({ letter, header, samples }) =>
      ask(table, { about: 'scenario', column: letter, question: `Which "${header}" is in force?`, options: samples }),
    ),
  );

const SCENARIO_TABS: TableKind[] = ['Capacity', 'Commitments', 'Resources'];

const inTabs = (tables: InspectedTable[]): Question[] => {
  const telling = tables.filter(({ kind }) => SCENARIO_TABS.includes(kind));
  const twins = telling.filter((table) =>
    telling.some((other) => other.sheet !== table.sheet && sameLayout(table, other)),
  );
  const [first] = twins;
  if (!first) return [];
  const options = ['all of them', ...new Set(twins.map(({ sheet }) => sheet))];
  const question = 'These tabs look alike: which one is in force, or do they add up?';
  return [ask(first, { about: 'scenario', column: null, question, options })];
};

/** The questions that must be answered before promises can be made from these tables; nothing is guessed in silence. */
export const questionsAbout = (tables: InspectedTable[]): Question[] => {
  const used = tables.filter(({ kind }) => kind !== 'other');
  const each = used.flatMap((table) =>
    [
      ...meaningQuestions(table),
      ...unitQuestions(table),
      ...timeQuestions(table),
      ...leadTimeQuestions(table),
      ...dateQuestions(table),
      ...yearQuestions(table),
      ...numberQuestions(table),
    ].map((asked) => ask(table, asked)),
  );
  return [...each, ...inColumns(used), ...inTabs(used)];
};
