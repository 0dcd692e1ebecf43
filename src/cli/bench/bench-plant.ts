import type { CapacitySheet, ExpediteOption, Product, Resource } from '../../capacity/capacity-sheet.ts';
import type { Deal } from '../../deal/deal.ts';

/** A repeatable stream of whole numbers below a bound: the same plant and deals on every machine. */
export type Dice = (below: number) => number;

/** Numerical Recipes' linear congruential generator, taken from its upper bits. */
export const diceOf = (seed: number): Dice => {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor(((state >>> 8) / 16_777_216) * below);
  };
};

/** Size of the plant that the targets name: 1,000 products, 200 resources, 730 days, 1 to 6 steps, 85 % load. */
export const SIZE = { products: 1_000, resources: 200, days: 730, load: 85 };

const MS_PER_DAY = 86_400_000;
const FIRST_MS = Date.UTC(2026, 0, 5);

/** ISO date of a day of the plant, day 0 = Monday 5 January 2026. */
export const dateOf = (day: number): string => new Date(FIRST_MS + day * MS_PER_DAY).toISOString().slice(0, 10);

const productOf = (i: number, dice: Dice): Product => ({
  code: `P${i}`,
  name: null,
  aliases: [],
  kind: 'make',
  fidelity: 'capacity',
  unit: 'EA',
  lotMultiple: [1, 1, 5, 10][dice(4)] ?? 1,
  minQuantity: null,
  maxQuantity: null,
  entryDays: dice(2),
  engineeringDays: dice(3),
  materialDays: 1 + dice(8),
  qaDays: dice(3),
  qaExpeditable: false,
  transitDays: 1 + dice(4),
  standardLeadDays: null,
  setupCost: null,
  qualityClass: null,
  ownerRole: null,
  substitutes: dice(4) === 0 ? [`P${dice(SIZE.products)}`] : [],
  unitCost: null,
  activeFrom: null,
  activeTo: null,
  row: `Products!${i + 2}`,
});

const resourceOf = (i: number, dice: Dice): Resource => ({
  name: `R${i}`,
  kind: 'machine',
  capacityPerWeek: 40 + 8 * dice(11),
  capacityUnit: 'hours',
  efficiency: 1,
  utilisationTarget: 1,
  headcount: 1,
  calendar: null,
  costPerHour: null,
  overtimeRate: null,
  maxOvertimePerWeek: null,
  overtimeWeekdays: [],
  liaison: null,
  delegate: null,
  row: `Resources!${i + 2}`,
});

const routingOf = (dice: Dice): CapacitySheet['routing'] =>
  Array.from({ length: SIZE.products }, (_product, i) =>
    Array.from({ length: 1 + dice(6) }, (_step, k) => ({
      product: `P${i}`,
      step: k + 1,
      resource: `R${dice(SIZE.resources)}`,
      setupHours: dice(5) / 2,
      runHoursPerUnit: (1 + dice(8)) / 60,
      unitsPerHour: null,
      alternativeResources: [],
      row: `Routing!${i * 6 + k + 2}`,
    })),
  ).flat();

const commitmentsOf = (resources: readonly Resource[], dice: Dice): CapacitySheet['commitments'] =>
  resources.flatMap(({ name, capacityPerWeek }) =>
    Array.from({ length: Math.ceil(SIZE.days / 7) }, (_week, i) => ({
      id: `${name}-${i}`,
      customer: null,
      dealId: null,
      product: null,
      resource: name,
      week: dateOf(i * 7),
      start: null,
      end: null,
      hours: Math.min(
        capacityPerWeek,
        (capacityPerWeek * (2 * SIZE.load - 100 + dice(2 * (100 - SIZE.load) + 1))) / 100,
      ),
      kind: 'hard' as const,
      promisedDate: null,
      firstPromisedDate: null,
      canMove: 'n' as const,
      expiresOn: null,
      value: null,
      latePenaltyPerDay: null,
      row: `Commitments!${name}-${i}`,
    })),
  );

const option = (
  facts: Partial<ExpediteOption> & Pick<ExpediteOption, 'option' | 'lever' | 'appliesTo'>,
): ExpediteOption => ({
  savesDays: null,
  addsHoursPerWeek: null,
  onWeekdays: [],
  maxWeeks: null,
  noticeDays: 0,
  fixedCost: 0,
  costPerHour: 0,
  costPerUnit: 0,
  needsSignoffRole: null,
  validFrom: null,
  validTo: null,
  row: `Expedite options!${facts.option}`,
  ...facts,
});

/** Rush material and air freight for everything, Saturday shifts on every eighth resource. */
const expediteOptions = (resources: readonly Resource[]): ExpediteOption[] => [
  option({ option: 'Rush material', lever: 'rush_material', appliesTo: '*', savesDays: 3, fixedCost: 300 }),
  option({ option: 'Air freight', lever: 'air_freight', appliesTo: '*', savesDays: 2, fixedCost: 450 }),
  ...resources
    .filter((_resource, i) => i % 8 === 0)
    .map(({ name }) =>
      option({
        option: `Saturdays ${name}`,
        lever: 'overtime',
        appliesTo: name,
        addsHoursPerWeek: 8,
        onWeekdays: [5],
        maxWeeks: 2,
        costPerHour: 60,
      }),
    ),
];

/** The plant of the benchmark: the same for the same dice. */
export const benchSheet = (dice: Dice): CapacitySheet => {
  const resources = Array.from({ length: SIZE.resources }, (_resource, i) => resourceOf(i, dice));
  return {
    settings: {
      plant: 'Bench',
      timeZone: 'UTC',
      cutoffMinutes: 900,
      workingWeekdays: [0, 1, 2, 3, 4],
      bufferDays: 2,
      tightUtilisation: 0.9,
      frozenFenceDays: 0,
      horizonEnd: dateOf(SIZE.days - 1),
      horizonWeeks: 104,
      staleAfterDays: 14,
      currency: null,
      defaultLiaison: null,
      coordinationCost: null,
    },
    products: Array.from({ length: SIZE.products }, (_product, i) => productOf(i, dice)),
    units: [],
    routing: routingOf(dice),
    resources,
    exceptions: [],
    calendar: [],
    stock: [],
    commitments: commitmentsOf(resources, dice),
    scopeLimits: [
      {
        product: '*',
        attribute: 'length_mm',
        type: 'number',
        unit: null,
        min: 50,
        max: 950,
        allowed: [],
        forbidden: [],
        required: false,
        severity: 'stop',
        meaning: 'The saw takes 50 to 950 mm.',
        askCustomer: null,
        effectDays: null,
        effectCost: null,
        reviewerRole: null,
        row: 'Scope limits!2',
      },
    ],
    combinations: [],
    expediteOptions: expediteOptions(resources),
    serviceTemplates: [],
    receiving: [],
    people: [],
  };
};

/** A deal of the benchmark: one to four lines (2.5 on average), some of them wanted too soon. */
export const benchDeal = (i: number, dice: Dice): Deal => {
  const order = dice(200);
  return {
    id: `D-${i}`,
    eventAt: `${dateOf(order)}T09:00:00Z`,
    lines: Array.from({ length: 1 + dice(4) }, (_line, k) => ({
      id: `L${k + 1}`,
      product: `P${dice(SIZE.products)}`,
      quantity: 1 + dice(200),
      unit: 'EA',
      requestedDate: dateOf(order + 20 + dice(120)),
      attributes: { length_mm: dice(1_000) },
    })),
  };
};
