import type { CapacitySheet, Doubt } from '../capacity/capacity-sheet.ts';
import { hasCode } from '../errors.ts';
import { headerKey, nameKey } from './cell.ts';
import type { Table } from './cell.ts';
import { crossCheck } from './cross-check.ts';
import { openWorkbook } from './open-workbook.ts';
import { readTab } from './read-tab.ts';
import type { Columns, ReadRow, TabFormat, TabReading } from './read-tab.ts';
import { doubt } from './sheet-notes.ts';
import type { SheetNotes } from './sheet-notes.ts';
import { tabProblem } from './sheet-problem.ts';
import type { SheetProblem } from './sheet-problem.ts';
import { versionOf } from './sheet-version.ts';
import * as commitments from './tabs/commitments.ts';
import * as expedite from './tabs/expedite-options.ts';
import * as history from './tabs/history.ts';
import * as people from './tabs/people.ts';
import * as portfolio from './tabs/portfolio-fit.ts';
import * as products from './tabs/products.ts';
import * as resources from './tabs/resources.ts';
import * as scope from './tabs/scope-limits.ts';
import { readSettings, settingsTab } from './tabs/settings.ts';

/** A workbook as the engine takes it: `sheet` is null when nothing can be answered from it; then `problems` says why. */
export type WorkbookReading = { sheet: CapacitySheet | null; problems: SheetProblem[]; version: string };

const TABS = [
  settingsTab,
  products.productsTab,
  products.unitsTab,
  resources.routingTab,
  resources.resourcesTab,
  resources.exceptionsTab,
  commitments.calendarTab,
  commitments.stockTab,
  commitments.commitmentsTab,
  scope.scopeLimitsTab,
  scope.combinationsTab,
  expedite.expediteOptionsTab,
  expedite.serviceTemplatesTab,
  people.receivingTab,
  people.peopleTab,
  history.historyTab,
  history.serviceLevelsTab,
  history.tiersTab,
  portfolio.portfolioFitTab,
  portfolio.quotasTab,
];

type Workbook = {
  tables: Map<string, Table>;
  notes: SheetNotes;
  /** Tab as the workbook spells it -> column of the format -> letter. */
  letters: Map<string, Record<string, string>>;
  unusable: boolean;
};

const isEmpty = (table: Table): boolean => !table.rows.some((row) => row.some(Boolean));

const unknownTab = (table: Table): SheetProblem =>
  tabProblem(table.name, {
    expected: 'a tab of the format',
    howToFix: 'Nothing to do: the tab is kept in your workbook but not used.',
    severity: 'info',
  });

/** Other names under which a tab of the format is known. */
const OTHER_NAMES = new Map([[headerKey('History'), headerKey(history.historyTab.tab)]]);

const sortTables = (tables: Table[]): Workbook => {
  const book: Workbook = {
    tables: new Map(),
    notes: { problems: [], doubts: [] },
    letters: new Map(),
    unusable: false,
  };
  const known = new Set(TABS.map(({ tab }) => headerKey(tab)));
  for (const table of tables) {
    const key = OTHER_NAMES.get(headerKey(table.name)) ?? headerKey(table.name);
    if (known.has(key) && !book.tables.has(key)) book.tables.set(key, table);
    else if (!isEmpty(table)) book.notes.problems.push(unknownTab(table));
  }
  return book;
};

const readFrom = <C extends Columns>(book: Workbook, format: TabFormat<C>): TabReading<C> => {
  const reading = readTab(book.tables.get(headerKey(format.tab)), format);
  for (const problem of reading.problems) book.notes.problems.push(problem);
  if (reading.unusable) book.unusable = true;
  if (reading.sheet !== null) book.letters.set(reading.sheet, reading.letters);
  return reading;
};

const rowsOf = <C extends Columns, T>(book: Workbook, format: TabFormat<C>, toFact: (row: ReadRow<C>) => T): T[] =>
  readFrom(book, format).rows.map(toFact);

type About = Parameters<typeof doubt>[1];

/** The facts of a tab on which promises depend: each rejected row puts what it names in doubt. */
const factsOf = <C extends Columns, T>(
  book: Workbook,
  tab: { format: TabFormat<C>; toFact: (row: ReadRow<C>) => T; about: About; by: keyof C & string },
): T[] => {
  const reading = readFrom(book, tab.format);
  for (const { ref, values } of reading.rejected) {
    const name: unknown = values[tab.by];
    doubt(book.notes, tab.about, { name: typeof name === 'string' ? name : null, row: ref });
  }
  return reading.rows.map(tab.toFact);
};

const readProducts = (book: Workbook, routed: { product: string }[]): CapacitySheet['products'] => {
  const withSteps = new Set(routed.map((step) => nameKey(step.product)));
  return factsOf(book, {
    format: products.productsTab,
    toFact: (row) => products.toProduct(row, withSteps.has(nameKey(row.values.product_code))),
    about: 'product',
    by: 'product_code',
  });
};

/** A bad row of the plant's calendar concerns everything, one of another calendar the resources that follow it. */
const readCalendar = (book: Workbook, followers: CapacitySheet['resources']): CapacitySheet['calendar'] => {
  const reading = readFrom(book, commitments.calendarTab);
  for (const { ref, values } of reading.rejected) {
    const calendar = resources.calendarName(values.calendar ?? null);
    const names = followers.filter((resource) => nameKey(resource.calendar ?? '') === nameKey(calendar ?? ''));
    if (calendar === null) doubt(book.notes, 'resource', { name: null, row: ref });
    else names.forEach(({ name }) => doubt(book.notes, 'resource', { name, row: ref }));
  }
  return reading.rows.map(commitments.toCalendarDay);
};

const settingsOf = (book: Workbook): CapacitySheet['settings'] => {
  const reading = readFrom(book, settingsTab);
  const date1904 = [...book.tables.values()].some((table) => table.date1904);
  const { settings, problems, rejected } = readSettings(reading, { date1904 });
  book.notes.problems.push(...problems);
  rejected.forEach((row) => doubt(book.notes, 'product', { name: null, row }));
  return settings;
};

type FactTab<C extends Columns, T> = Parameters<typeof factsOf<C, T>>[1];

const tab = <C extends Columns, T>(facts: FactTab<C, T>): FactTab<C, T> => facts;

const UNITS = tab({ format: products.unitsTab, toFact: products.toUnitFactor, about: 'product', by: 'product_code' });
const ROUTING = tab({
  format: resources.routingTab,
  toFact: resources.toRoutingStep,
  about: 'product',
  by: 'product_code',
});
const RESOURCES = tab({
  format: resources.resourcesTab,
  toFact: resources.toResource,
  about: 'resource',
  by: 'resource',
});
const EXCEPTIONS = tab({
  format: resources.exceptionsTab,
  toFact: resources.toException,
  about: 'resource',
  by: 'resource',
});
const COMMITMENTS = tab({
  format: commitments.commitmentsTab,
  toFact: commitments.toCommitment,
  about: 'resource',
  by: 'resource',
});
const LIMITS = tab({ format: scope.scopeLimitsTab, toFact: scope.toScopeLimit, about: 'product', by: 'product_code' });
const PHASES = tab({
  format: expedite.serviceTemplatesTab,
  toFact: expedite.toServicePhase,
  about: 'product',
  by: 'product_code',
});
const RECEIVING = tab({ format: people.receivingTab, toFact: people.toReceiving, about: 'customer', by: 'customer' });

type LaterLists = Pick<CapacitySheet, 'history' | 'serviceLevels' | 'tiers' | 'portfolioFit' | 'quotas'>;

/** Lists on which no date depends: absent when the workbook has no row of them. */
const readLaterLists = (book: Workbook): LaterLists => {
  const lists: Required<LaterLists> = {
    history: rowsOf(book, history.historyTab, history.toHistoryRow),
    serviceLevels: rowsOf(book, history.serviceLevelsTab, history.toServiceLevel),
    tiers: rowsOf(book, history.tiersTab, history.toTier),
    portfolioFit: rowsOf(book, portfolio.portfolioFitTab, portfolio.toPortfolioFit),
    quotas: rowsOf(book, portfolio.quotasTab, portfolio.toQuota),
  };
  return Object.fromEntries(Object.entries(lists).filter(([, rows]) => rows.length > 0));
};

const readFacts = (book: Workbook): CapacitySheet => {
  const settings = settingsOf(book);
  const routing = factsOf(book, ROUTING);
  const serviceTemplates = factsOf(book, PHASES);
  const plant = factsOf(book, RESOURCES);
  return {
    settings,
    products: readProducts(book, [...routing, ...serviceTemplates]),
    units: factsOf(book, UNITS),
    routing,
    resources: plant,
    exceptions: factsOf(book, EXCEPTIONS),
    calendar: readCalendar(book, plant),
    stock: rowsOf(book, commitments.stockTab, commitments.toStockRow),
    commitments: factsOf(book, COMMITMENTS),
    scopeLimits: factsOf(book, LIMITS),
    combinations: rowsOf(book, scope.combinationsTab, scope.toCombination),
    expediteOptions: rowsOf(book, expedite.expediteOptionsTab, expedite.toExpediteOption),
    serviceTemplates,
    receiving: factsOf(book, RECEIVING),
    people: rowsOf(book, people.peopleTab, people.toPerson),
    ...readLaterLists(book),
  };
};

const noProducts = (fileName: string, hasTab: boolean): SheetProblem =>
  tabProblem(hasTab ? 'Products' : fileName, {
    expected: hasTab ? 'at least one readable row in Products' : 'a tab named Products',
    howToFix: 'Name what you sell in a tab Products with the columns product_code and unit.',
    severity: 'error',
  });

const withDoubts = (sheet: CapacitySheet, doubts: Doubt[]): CapacitySheet =>
  doubts.length === 0 ? sheet : { ...sheet, doubts };

/** A problem that names row and column names the cell as well. */
const withCell = (book: Workbook, problem: SheetProblem): SheetProblem => {
  const letter = problem.column === null ? undefined : book.letters.get(problem.sheet)?.[problem.column];
  if (problem.cell !== null || problem.row === null || letter === undefined) return problem;
  return { ...problem, cell: problem.row.replace(/!(\d+)$/, `!${letter}$1`) };
};

const WORST_FIRST = ['error', 'warn', 'info'];

const worstFirst = (problems: SheetProblem[]): SheetProblem[] =>
  problems.toSorted((a, b) => WORST_FIRST.indexOf(a.severity) - WORST_FIRST.indexOf(b.severity));

const unreadable = (fileName: string, why: string): WorkbookReading => ({
  sheet: null,
  problems: [tabProblem(fileName, { expected: 'a workbook', howToFix: why, severity: 'error' })],
  version: versionOf(null),
});

/** Reads the tabs of an opened v1 workbook. */
export const readTables = (tables: Table[], fileName: string): WorkbookReading => {
  const book = sortTables(tables);
  const sheet = crossCheck(readFacts(book), book.notes);
  const hasProducts = sheet.products.length > 0;
  if (!hasProducts) book.notes.problems.push(noProducts(fileName, book.tables.has('products')));
  const problems = worstFirst(book.notes.problems.map((problem) => withCell(book, problem)));
  if (!hasProducts || book.unusable) return { sheet: null, problems, version: versionOf(null) };
  const facts = withDoubts(sheet, book.notes.doubts);
  return { sheet: facts, problems, version: versionOf(facts) };
};

/**
 * Reads a v1 workbook (capacity-sheet): rows that cannot be used are rejected with their problems and the rest stands.
 * The sheet is null when no product can be read or a tab lacks a required column. Never throws for what is in the file.
 */
export const readWorkbook = (bytes: Uint8Array, fileName: string): WorkbookReading => {
  try {
    return readTables(openWorkbook(bytes, fileName), fileName);
  } catch (error) {
    if (hasCode(error, 'SHEET_UNREADABLE')) return unreadable(fileName, error.message);
    throw error;
  }
};
