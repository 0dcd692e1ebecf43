import { parseIsoDate } from '../deal/day.ts';
import { isTimeZone } from '../deal/plant-time.ts';
import type { CapacitySheet, ExpediteOption } from './capacity-sheet.ts';
import { compileProduct } from './compile-products.ts';
import { compileCommitments, compileExceptions, compileResources, plantCalendar } from './compile-resources.ts';
import { exactOf, exactOrZero } from './exact.ts';
import { nameKey } from './plan.ts';
import type { Plan, PlanOption, PlanProblem, PlanProduct, PlanResource, TightMark } from './plan.ts';

const byName = <T>(items: readonly T[], namesOf: (item: T) => string[]): Map<string, T> => {
  const found = new Map<string, T>();
  for (const item of items)
    for (const name of namesOf(item)) if (!found.has(nameKey(name))) found.set(nameKey(name), item);
  return found;
};

const productNames = (products: readonly PlanProduct[]): Map<string, PlanProduct> => {
  const codes = byName(products, ({ code }) => [code]);
  const aliases = byName(products, ({ source }) => source.aliases);
  return new Map([...aliases, ...codes]);
};

const expiriesOf = (sheet: CapacitySheet): number[] => {
  const days = sheet.commitments
    .filter(({ kind }) => kind === 'soft')
    .flatMap(({ expiresOn }) => (expiresOn === null ? [] : (parseIsoDate(expiresOn) ?? [])));
  return [...new Set(days)].sort((a, b) => a - b);
};

const holdersOf = (resources: readonly PlanResource[]): Map<string, number[]> => {
  const holders = new Map<string, number[]>();
  for (const { index, loads } of resources)
    for (const dealId of new Set(loads.flatMap(({ source }) => source.dealId ?? [])))
      holders.set(dealId, [...(holders.get(dealId) ?? []), index]);
  return holders;
};

const planOption = (
  option: ExpediteOption,
  place: number,
  resources: ReadonlyMap<string, PlanResource>,
): PlanOption => {
  const key = nameKey(option.appliesTo);
  return { option, place, key, isForAll: key === '*', resource: resources.get(key)?.index ?? -1 };
};

const tightMarkOf = ({ settings }: CapacitySheet): TightMark => {
  const exact = exactOf(settings.tightUtilisation) ?? exactOrZero(0.9);
  return { n: Number(exact.n), d: Number(exact.d), exact };
};

const settingsProblems = ({ settings }: CapacitySheet): PlanProblem[] => {
  const problems: PlanProblem[] = [];
  if (!isTimeZone(settings.timeZone))
    problems.push({
      row: 'Settings!time_zone',
      what: `"${settings.timeZone}" is not a time zone; UTC is used.`,
      fix: 'Write an IANA name, for example America/Chicago.',
    });
  if (settings.horizonEnd !== null && parseIsoDate(settings.horizonEnd) === null)
    problems.push({
      row: 'Settings!horizon_end',
      what: `"${settings.horizonEnd}" is not a date; horizon_weeks is used.`,
      fix: 'Write a date.',
    });
  return problems;
};

/** Compiles a sheet version once for every check: integer minutes, calendars and a product table. Never throws over its content (S17, S18). */
export const compileSheet = (sheet: CapacitySheet): Plan => {
  const problems = settingsProblems(sheet);
  const calendar = plantCalendar(sheet);
  const resources = compileResources(sheet, calendar, problems);
  const resourceByName = byName(resources, ({ name }) => [name]);
  compileExceptions(sheet.exceptions, { resources: resourceByName, problems });
  compileCommitments(sheet.commitments, { resources: resourceByName, problems });
  const products = sheet.products.map((product) => compileProduct(product, { sheet, resources: resourceByName }));
  return {
    sheet,
    timeZone: isTimeZone(sheet.settings.timeZone) ? sheet.settings.timeZone : 'UTC',
    calendar,
    tight: tightMarkOf(sheet),
    resources,
    resourceByName,
    products,
    productByName: productNames(products),
    holders: holdersOf(resources),
    expiries: expiriesOf(sheet),
    options: sheet.expediteOptions.map((option, place) => planOption(option, place, resourceByName)),
    problems,
  };
};
