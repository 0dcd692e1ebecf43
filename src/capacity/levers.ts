import { parseIsoDate } from '../deal/day.ts';
import type { Day } from '../deal/day.ts';
import type { DealAnswer } from './answer-deal.ts';
import type { ExpediteOption } from './capacity-sheet.ts';
import type { LineTerms } from './line-terms.ts';
import { overtimeOf } from './overtime.ts';
import type { OvertimeDays } from './overtime-days.ts';
import { nameKey } from './plan.ts';
import type { PlanOption } from './plan.ts';

/** One way to speed a deal up: an Expedite option, for one resource where it adds hours (S15). */
export type Lever = {
  option: ExpediteOption;
  /** Place in the sheet. */
  place: number;
  /** The resource that works longer or is replaced; -1 where the lever shortens a lead time. */
  resource: number;
  overtime: OvertimeDays;
};

const isForProduct = ({ isForAll, key }: PlanOption, { product }: LineTerms): boolean =>
  isForAll || key === nameKey(product.code);

type Routes = { lines: readonly LineTerms[]; used: ReadonlySet<number> };

/** The resources of the deal's routes that an option can act on: the one it names, or those of its product. */
const resourcesFor = (option: PlanOption, { lines, used }: Routes): number[] => {
  if (option.resource >= 0) return used.has(option.resource) ? [option.resource] : [];
  return [...new Set(lines.filter((line) => isForProduct(option, line)).flatMap(({ route }) => route.resources))];
};

const isValidOn = ({ validFrom, validTo }: ExpediteOption, day: Day): boolean =>
  ((validFrom === null ? null : parseIsoDate(validFrom)) ?? day) <= day &&
  ((validTo === null ? null : parseIsoDate(validTo)) ?? day) >= day;

const NO_DAYS: OvertimeDays = new Map();

type Asked = Pick<DealAnswer, 'terms' | 'opening'> & { routes: Routes };

const overtimeLevers = (planned: PlanOption, { routes, terms, opening }: Asked): Lever[] => {
  const { option, place } = planned;
  return resourcesFor(planned, routes).flatMap((resource) => {
    const overtime = overtimeOf(opening, planned, { resource, orderDate: terms.orderDate });
    return overtime.size === 0 ? [] : [{ option, place, resource, overtime }];
  });
};

const leversOf = (planned: PlanOption, asked: Asked): Lever[] => {
  const { option, place } = planned;
  const { routes, terms } = asked;
  switch (option.lever) {
    case 'overtime':
    case 'extra_shift':
      return overtimeLevers(planned, asked);
    case 'subcontract':
      return isValidOn(option, terms.orderDate)
        ? resourcesFor(planned, routes).map((resource) => ({ option, place, resource, overtime: NO_DAYS }))
        : [];
    default:
      return isValidOn(option, terms.orderDate) && routes.lines.some((line) => isForProduct(planned, line))
        ? [{ option, place, resource: -1, overtime: NO_DAYS }]
        : [];
  }
};

/** The levers that the sheet allows for a deal, in the sheet's order (S15). */
export const leversFor = ({ answers, terms, opening }: DealAnswer): Lever[] => {
  const lines = answers.flatMap((answer) => answer.terms ?? []);
  const used = new Set<number>();
  for (const { route } of lines) for (const resource of route.resources) used.add(resource);
  const asked = { routes: { lines, used }, terms, opening };
  const found: Lever[] = [];
  for (const planned of terms.plan.options)
    if (planned.resource === -1 || used.has(planned.resource)) found.push(...leversOf(planned, asked));
  return found;
};

/** Whether a lever acts on a line: all that use its resource, or all of its product (S15). */
export const actsOn = ({ place, resource }: Lever, terms: LineTerms): boolean => {
  const planned = terms.plan.options[place];
  if (!planned) return false;
  if (resource === -1) return isForProduct(planned, terms);
  return terms.route.resources.includes(resource) && (planned.resource === resource || isForProduct(planned, terms));
};
