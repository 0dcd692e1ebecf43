import Fraction from 'fraction.js';
import type { AttributeValue, Deal, LineItem } from '../deal/deal.ts';
import type { ServicePhase } from './capacity-sheet.ts';
import { stepTime } from './compile-products.ts';
import { exactOf, minutesOfHours } from './exact.ts';
import { nameKey } from './plan.ts';
import type { Gap, PlanProduct, PlanResource, Stage } from './plan.ts';

type Attributes = (name: string) => AttributeValue;

/** An attribute as the line states it, else as the deal does; null when nobody states it (S8). */
export const attributesOf =
  (deal: Deal, line: LineItem): Attributes =>
  (name) => {
    const found = [line.attributes, deal.attributes].flatMap((attributes) =>
      Object.entries(attributes ?? {}).filter(([key, value]) => nameKey(key) === nameKey(name) && value !== null),
    );
    return found[0]?.[1] ?? null;
  };

type Phase = { name: string; order: number; rows: ServicePhase[] };

const phasesOf = (rows: readonly ServicePhase[]): Phase[] => {
  const byName = new Map<string, ServicePhase[]>();
  for (const row of rows) byName.set(nameKey(row.phase), [...(byName.get(nameKey(row.phase)) ?? []), row]);
  return [...byName]
    .map(([name, own]) => ({ name, order: Math.min(...own.map(({ order }) => order)), rows: own }))
    .sort((a, b) => a.order - b.order);
};

const dependenciesOf = (phase: Phase): string[] => [
  ...new Set(phase.rows.flatMap((row) => row.dependsOn.map(nameKey))),
];

/** The names of the phases before this one: what it depends on, else all of a lower order (ruling on services). */
const beforeOf = (phase: Phase, phases: readonly Phase[]): string[] => {
  const named = dependenciesOf(phase);
  return named.length > 0 ? named : phases.filter(({ order }) => order < phase.order).map(({ name }) => name);
};

/** Phases so that each comes after those it waits for; null when they wait for each other or for an unknown phase. */
const inSequence = (phases: readonly Phase[]): Phase[] | null => {
  const placed: Phase[] = [];
  const isPlaced = (name: string): boolean => placed.some((phase) => phase.name === name);
  while (placed.length < phases.length) {
    const next = phases.find((phase) => !isPlaced(phase.name) && beforeOf(phase, phases).every(isPlaced));
    if (!next) return null;
    placed.push(next);
  }
  return placed;
};

const driverOf = ({ driverAttribute }: ServicePhase, attributes: Attributes): Fraction | null => {
  const value = driverAttribute === null ? 0 : attributes(driverAttribute);
  if (typeof value === 'boolean') return new Fraction(value ? 1 : 0);
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  const exact = typeof number === 'number' ? exactOf(number) : null;
  return exact !== null && exact.gte(0) ? exact : null;
};

const rowGaps = (row: ServicePhase, resources: ReadonlyMap<string, PlanResource>, attributes: Attributes): Gap[] => {
  const gaps: Gap[] = [];
  if (!resources.has(nameKey(row.role)))
    gaps.push({
      code: 'ROLE_MISSING',
      verdict: 'cannot_tell',
      field: 'Service templates.role',
      what: `Phase ${row.phase} needs the role "${row.role}" (${row.row}), whose capacity the Resources tab does not give.`,
      row: row.row,
    });
  const hours = [row.hours, row.hoursPerDriver ?? 0];
  if (hours.some((value) => exactOf(value) === null || value < 0))
    gaps.push({
      code: 'PRODUCT_UNKNOWN',
      verdict: 'cannot_tell',
      field: 'Service templates.hours',
      what: `Phase ${row.phase} (${row.row}) has no usable hours.`,
      row: row.row,
    });
  if (row.hoursPerDriver !== null && driverOf(row, attributes) === null)
    gaps.push({
      code: 'ATTR_MISSING',
      verdict: 'cannot_tell',
      field: row.driverAttribute ?? '',
      what: `The hours of phase ${row.phase} depend on ${row.driverAttribute}, which is not stated as a number.`,
      row: row.row,
    });
  return gaps;
};

/** Minutes of a role in a phase for one unit of the service: its hours and those per driver, each cell exact (S7). */
const minutesOf = (row: ServicePhase, attributes: Attributes): Fraction =>
  minutesOfHours(row.hours).add(minutesOfHours(row.hoursPerDriver).mul(driverOf(row, attributes) ?? 0));

type Sold = { product: PlanProduct; attributes: Attributes; resources: ReadonlyMap<string, PlanResource> };

const NOTHING = new Fraction(0);

const stageOf = (phase: Phase, after: number[], { product, attributes, resources }: Sold): Stage => ({
  name: phase.rows[0]?.phase ?? phase.name,
  after,
  steps: phase.rows.map((row) => ({
    resources: [resources.get(nameKey(row.role))?.index ?? -1],
    time: stepTime(NOTHING, minutesOf(row, attributes).mul(product.lot)),
    row: row.row,
    name: `${row.phase}, ${row.role}`,
    outside: null,
  })),
});

/** The stages of a service for one line: phases by order or by what they depend on, all roles of a phase in parallel (S8). */
export const serviceStages = (sold: Sold): { stages: Stage[]; gaps: Gap[] } => {
  const rows = sold.product.phases;
  const gaps = rows.flatMap((row) => rowGaps(row, sold.resources, sold.attributes));
  const phases = inSequence(phasesOf(rows));
  if (!phases)
    gaps.push({
      code: 'PRODUCT_UNKNOWN',
      verdict: 'cannot_tell',
      field: 'Service templates.depends_on',
      what: `The phases of ${sold.product.code} wait for each other or for a phase that does not exist.`,
      row: rows[0]?.row ?? null,
    });
  if (!phases || gaps.length > 0) return { stages: [], gaps };
  const places = new Map(phases.map(({ name }, i) => [name, i]));
  const stages = phases.map((phase) =>
    stageOf(
      phase,
      beforeOf(phase, phases).flatMap((name) => places.get(name) ?? []),
      sold,
    ),
  );
  return { stages, gaps };
};
