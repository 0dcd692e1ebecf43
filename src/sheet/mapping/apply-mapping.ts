import type { InspectedColumn } from '../understand/inspect-columns.ts';
import type { FoundTable, InspectedTable } from '../understand/inspect-table.ts';
import { FIELD_WORDS } from '../understand/field-words.ts';
import type { Field } from '../understand/field-words.ts';
import { inYear } from '../understand/periods.ts';
import type { Period } from '../understand/periods.ts';
import { questionId } from '../understand/questions.ts';
import type { Question } from '../understand/questions.ts';
import type { AmountUnit } from '../understand/units.ts';
import { fingerprintOf, firstCell, headerKeys } from './sheet-mapping.ts';
import type { SheetMapping } from './sheet-mapping.ts';

type MappedTable = SheetMapping['tables'][number];

/** Anything that knows what a table is understood as. */
type Understood = { inspected: InspectedTable };

const isField = (text: string): text is Field => Object.hasOwn(FIELD_WORDS, text);

const sharedHeaders = (mapped: MappedTable, table: InspectedTable): number => {
  const keys = new Set(headerKeys(table));
  return Object.keys(mapped.columns).filter((header) => keys.has(header)).length;
};

/** The table that an entry of the mapping means: at its place, or the one of that tab with most of its headers. */
const tableFor = <T extends Understood>(mapped: MappedTable, found: readonly T[]): T | null => {
  const ofTab = found.filter(({ inspected }) => inspected.sheet === mapped.sheet);
  const inPlace = ofTab.find(({ inspected }) => firstCell(inspected.range) === mapped.at);
  if (inPlace && sharedHeaders(mapped, inPlace.inspected) > 0) return inPlace;
  const [best] = ofTab.toSorted((a, b) => sharedHeaders(mapped, b.inspected) - sharedHeaders(mapped, a.inspected));
  return best && sharedHeaders(mapped, best.inspected) > 0 ? best : null;
};

const withFields = (table: InspectedTable, { columns, use }: MappedTable): InspectedTable => {
  const keys = headerKeys(table);
  return {
    ...table,
    kind: use,
    columns: table.columns.map((column, index): InspectedColumn => {
      const field = columns[keys[index] ?? ''];
      if (field === undefined) return column;
      return { ...column, field: field !== null && isField(field) ? field : null, confidence: 1 };
    }),
  };
};

const UNITS: Record<string, AmountUnit> = {
  hours: 'hours',
  minutes: 'minutes',
  seconds: 'seconds',
  days: 'days',
  'working days': 'days',
  'calendar days': 'days',
  weeks: 'weeks',
  pieces: 'pieces',
  people: 'people',
  percent: 'percent',
};

type Answers = SheetMapping['answers'];

const answerTo = (
  answers: Answers,
  table: Pick<InspectedTable, 'sheet' | 'range'>,
  [about, column]: [about: string, column: string | null],
): string | undefined => answers[questionId(table, about, column)];

const withUnits = (table: InspectedTable, answers: Answers): InspectedTable => {
  const columns = table.columns.map((column) => {
    const unit = UNITS[answerTo(answers, table, ['unit', column.letter]) ?? ''];
    return unit ? { ...column, unit } : column;
  });
  const unit =
    UNITS[answerTo(answers, table, ['unit', null]) ?? ''] ??
    columns.find((one) => one.unit && one.field === 'capacity')?.unit;
  return { ...table, columns, unit: unit ?? table.unit };
};

const withMeaning = (table: InspectedTable, answers: Answers): InspectedTable => {
  const meaning = answerTo(answers, table, ['meaning', null]);
  if (meaning === 'capacity') return { ...table, kind: 'Capacity', measure: 'capacity' };
  return meaning === 'load' ? { ...table, kind: 'Commitments', measure: 'load_hours' } : table;
};

const inOrder = (period: Period, order: string | undefined): Period => {
  const { either, ...rest } = period;
  if (!either || order === undefined) return period;
  return { ...rest, start: order === 'day first' ? either.dayFirst : either.monthFirst };
};

const withDates = ({ inspected, across }: FoundTable, answers: Answers): FoundTable['across'] => {
  const order = answerTo(answers, inspected, ['date order', null]);
  const year = Number(answerTo(answers, inspected, ['year', inspected.periods?.column ?? null]));
  const ordered = across.map(({ period }) => inOrder(period, order));
  const dated = Number.isInteger(year) && year > 0 ? inYear(ordered, year) : ordered;
  return across.map((one, index) => ({ ...one, period: dated[index] ?? one.period }));
};

const mapInspected = (table: InspectedTable, mapped: MappedTable, answers: Answers): InspectedTable =>
  withMeaning(withUnits(withFields(table, mapped), answers), answers);

const mapTable = (found: FoundTable, mapped: MappedTable, answers: Answers): FoundTable => {
  const inspected = mapInspected(found.inspected, mapped, answers);
  return { ...found, inspected, across: withDates({ ...found, inspected }, answers) };
};

/** Tables with what a mapping says of them; tables that it does not name are left out. */
export const applyMapping = (found: readonly FoundTable[], mapping: SheetMapping): FoundTable[] =>
  mapping.tables.flatMap((mapped) => {
    const table = tableFor(mapped, found);
    return table && mapped.use !== 'other' ? [mapTable(table, mapped, mapping.answers)] : [];
  });

/** What was understood of every table, with what a mapping says of those that it names. */
export const describeMapped = (tables: readonly InspectedTable[], mapping: SheetMapping): InspectedTable[] => {
  const found = tables.map((inspected) => ({ inspected }));
  const named = mapping.tables.flatMap((mapped) => {
    const table = tableFor(mapped, found);
    return table ? [[table.inspected, mapInspected(table.inspected, mapped, mapping.answers)] as const] : [];
  });
  const known = new Map(named);
  return tables.map((table) => known.get(table) ?? table);
};

/** The questions that the mapping does not answer. */
export const openQuestions = (questions: readonly Question[], { answers }: SheetMapping): Question[] =>
  questions.filter(({ id }) => answers[id] === undefined || answers[id] === '');

const changesOf = (mapped: MappedTable, found: readonly Understood[]): string[] => {
  const table = tableFor(mapped, found)?.inspected;
  if (!table) return [`The table at ${mapped.sheet}!${mapped.at} is not there any more.`];
  const now = headerKeys(table);
  const before = Object.keys(mapped.columns);
  const moved =
    firstCell(table.range) === mapped.at
      ? []
      : [`${mapped.sheet}: the table moved from ${mapped.at} to ${firstCell(table.range)}.`];
  const gone = before
    .filter((header) => !now.includes(header))
    .map((header) => `${mapped.sheet}: the column "${header}" is gone.`);
  const added = now
    .filter((header) => !before.includes(header))
    .map((header) => `${mapped.sheet}: the column "${header}" is new.`);
  return [...moved, ...gone, ...added];
};

/** What differs from the layout that the mapping was made for, in sentences; empty while the layout is the same. */
export const layoutChanges = (found: readonly Understood[], mapping: SheetMapping): string[] => {
  const tables = found.map(({ inspected }) => inspected);
  if (fingerprintOf(tables) === mapping.fingerprint) return [];
  const known = new Set(mapping.tables.map(({ sheet }) => sheet));
  const added = tables.filter(({ sheet, kind }) => kind !== 'other' && !known.has(sheet));
  const changes = mapping.tables.flatMap((mapped) => changesOf(mapped, found));
  return [...changes, ...new Set(added.map(({ sheet }) => `The tab ${sheet} is new.`))];
};
