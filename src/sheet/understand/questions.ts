import type { InspectedColumn, InspectedTable } from './inspect-table.ts';
import { saysWhatIsPossible } from './table-kind.ts';

/** Something that nobody should guess: it is asked once and the answer is remembered. */
export type Question = {
  about: 'unit' | 'date order' | 'year' | 'number format' | 'scenario';
  sheet: string;
  range: string;
  column: string | null;
  question: string;
  options: string[];
};

const where = ({ sheet, range }: InspectedTable, column: string | null) => ({ sheet, range, column });

const AMOUNT_FIELDS = ['capacity', 'load_hours'];

const amountColumn = (table: InspectedTable): InspectedColumn | undefined =>
  table.columns.find(({ field }) => field !== null && AMOUNT_FIELDS.includes(field));

/** True when promises depend on what the amounts of the table are counted in. */
const countsAmounts = ({ kind }: InspectedTable, column: InspectedColumn | undefined): boolean =>
  kind === 'Capacity' || kind === 'Commitments' || (kind === 'Resources' && column !== undefined);

const unitQuestions = (table: InspectedTable): Question[] => {
  const column = amountColumn(table);
  if (!countsAmounts(table, column) || (column?.unit ?? table.unit) !== null) return [];
  const what = column ? `"${column.header}"` : `the amounts under the ${table.periods?.granularity ?? 'period'}s`;
  const question = `In which unit is ${what} counted?`;
  const options = ['hours', 'minutes', 'days', 'pieces'];
  return [{ about: 'unit', ...where(table, column?.letter ?? null), question, options }];
};

const leadTimeQuestions = (table: InspectedTable): Question[] =>
  table.columns
    .filter(({ field, unit, shape }) => field === 'lead_time' && unit === null && shape === 'number')
    .map(({ header, letter }) => ({
      about: 'unit' as const,
      ...where(table, letter),
      question: `Is "${header}" counted in working days, calendar days or weeks?`,
      options: ['working days', 'calendar days', 'weeks'],
    }));

const dateQuestions = (table: InspectedTable): Question[] =>
  table.columns
    .filter(({ slashDates }) => slashDates.ambiguous > 0 && slashDates.dayFirst === null)
    .map(({ header, letter, samples }) => ({
      about: 'date order' as const,
      ...where(table, letter),
      question: `Is the day or the month first in "${header}" (${samples[0] ?? ''})?`,
      options: ['day first', 'month first'],
    }));

const yearQuestions = (table: InspectedTable): Question[] =>
  table.periods && !table.periods.yearKnown
    ? [
        {
          about: 'year',
          ...where(table, null),
          question: `Of which year is ${table.periods.first ?? 'the first period'}?`,
          options: [],
        },
      ]
    : [];

const numberQuestions = (table: InspectedTable): Question[] =>
  table.columns
    .filter(({ doubtfulNumbers, shape }) => doubtfulNumbers > 0 && shape === 'number')
    .map(({ header, letter, samples }) => ({
      about: 'number format' as const,
      ...where(table, letter),
      question: `Is ${samples[0] ?? 'the number'} in "${header}" a thousand or a decimal number?`,
      options: ['thousands', 'decimals'],
    }));

const sameLayout = (a: InspectedTable, b: InspectedTable): boolean =>
  a.kind === b.kind &&
  a.columns.map(({ header }) => header).join('|') === b.columns.map(({ header }) => header).join('|');

const scenarioQuestions = (tables: InspectedTable[]): Question[] => {
  const inColumn = tables
    .filter(({ kind }) => kind !== 'other')
    .flatMap((table) =>
      table.columns
        .filter(({ field, samples }) => field === 'scenario' && samples.length > 1)
        .map((column) => ({ table, column })),
    );
  const asked = inColumn.map(({ table, column }) => ({
    about: 'scenario' as const,
    ...where(table, column.letter),
    question: `Which "${column.header}" is in force?`,
    options: column.samples,
  }));
  const telling = tables.filter(({ kind }) => kind === 'Capacity' || kind === 'Commitments');
  const twins = telling.filter((table) =>
    telling.some((other) => other.sheet !== table.sheet && sameLayout(table, other)),
  );
  const [first] = twins;
  if (!first) return asked;
  const options = [...new Set(twins.map(({ sheet }) => sheet))];
  return [
    ...asked,
    {
      about: 'scenario',
      ...where(first, null),
      question: 'These tabs look alike: which one is in force, or do they add up?',
      options,
    },
  ];
};

/** The questions that must be answered before promises can be made from these tables; nothing is guessed in silence. */
export const questionsAbout = (tables: InspectedTable[]): Question[] => {
  const used = tables.filter(({ kind }) => kind !== 'other');
  const each = used.flatMap((table) => [
    ...unitQuestions(table),
    ...leadTimeQuestions(table),
    ...dateQuestions(table),
    ...(saysWhatIsPossible(table.kind) || table.kind === 'Demand' ? yearQuestions(table) : []),
    ...numberQuestions(table),
  ]);
  return [...each, ...scenarioQuestions(tables)];
};
