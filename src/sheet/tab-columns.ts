import type { CapacitySheet, Settings } from '../capacity/capacity-sheet.ts';
import { parseIsoDate } from '../deal/day.ts';

/** What is written into a cell: a date stands as its ISO text and becomes a real date cell. */
export type CellValue = string | number | null;

/** A column of a tab as it is written: its name and the cell of a fact. */
type WrittenColumn<T> = { name: string; cell: (fact: T) => CellValue };

/** A tab as it is written. */
export type WrittenTab<T> = { tab: string; rows: (sheet: CapacitySheet) => readonly T[]; columns: WrittenColumn<T>[] };

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

const weekdays = (days: readonly number[]): string => days.map((day) => WEEKDAYS[day] ?? '').join(';');

const yesNo = (value: boolean): string => (value ? 'y' : 'n');

type Fact = string | number | boolean | null | readonly string[] | readonly number[] | undefined;

/** A fact as a cell: lists are joined by ";", numbers in lists are weekdays unless the column holds percents. */
const toCell = (fact: Fact, column: string): CellValue => {
  if (fact === undefined || fact === null || fact === '') return null;
  if (typeof fact === 'boolean') return yesNo(fact);
  if (typeof fact !== 'object') return fact;
  const isWeekdays = column !== 'remind_at' && fact.every((part): part is number => typeof part === 'number');
  return fact.length === 0 ? null : isWeekdays ? weekdays(fact) : fact.join(';');
};

type FactsOf<T> = { [K in keyof T]: T[K] extends Fact ? K : never }[keyof T];

/** Pairs of "column of the format: fact of the sheet", in the order in which they are written. */
const columns = <T>(pairs: Record<string, FactsOf<T>>): WrittenColumn<T>[] =>
  Object.entries(pairs).map(([name, fact]) => ({ name, cell: (row) => toCell(row[fact] as Fact, name) }));

type ListName = Exclude<keyof CapacitySheet, 'settings' | 'doubts'>;
type RowOf<K extends ListName> = NonNullable<CapacitySheet[K]>[number];

const tab = <K extends ListName>(
  name: string,
  list: K,
  pairs: Record<string, FactsOf<RowOf<K>>>,
): WrittenTab<unknown> => ({
  tab: name,
  rows: (sheet) => sheet[list] ?? [],
  // Rows and columns come from the same list of the sheet; the common type of all tabs cannot say so.
  columns: columns<RowOf<K>>(pairs) as WrittenColumn<unknown>[],
});

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** The rows of the Settings tab. */
export const settingRows = (settings: Settings): [key: string, value: CellValue][] => [
  ['plant', settings.plant],
  ['time_zone', settings.timeZone],
  ['cutoff_time', clock(settings.cutoffMinutes)],
  ['working_days', weekdays(settings.workingWeekdays)],
  ['buffer_days', settings.bufferDays],
  ['tight_utilisation', settings.tightUtilisation],
  ['frozen_fence_days', settings.frozenFenceDays],
  ['horizon_end', settings.horizonEnd],
  ['horizon_weeks', settings.horizonWeeks],
  ['stale_after_days', settings.staleAfterDays],
  ['currency', settings.currency],
  ['default_liaison', settings.defaultLiaison],
  ['coordination_cost', settings.coordinationCost],
  ['margin_floor', settings.marginFloor ?? null],
];

/** True when the text is a date and is written as a real date cell. */
export const isDateText = (value: CellValue): value is string =>
  typeof value === 'string' && parseIsoDate(value) !== null;

/** Every tab but Settings, with its columns in the order of the format. */
export const WRITTEN_TABS: WrittenTab<unknown>[] = [
  tab('Products', 'products', {
    product_code: 'code',
    name: 'name',
    aliases: 'aliases',
    kind: 'kind',
    fidelity: 'fidelity',
    unit: 'unit',
    lot_multiple: 'lotMultiple',
    min_qty: 'minQuantity',
    max_qty: 'maxQuantity',
    entry_days: 'entryDays',
    engineering_days: 'engineeringDays',
    material_days: 'materialDays',
    qa_days: 'qaDays',
    qa_expeditable: 'qaExpeditable',
    transit_days: 'transitDays',
    standard_lead_days: 'standardLeadDays',
    setup_cost: 'setupCost',
    quality_class: 'qualityClass',
    owner_role: 'ownerRole',
    substitutes: 'substitutes',
    unit_cost: 'unitCost',
    active_from: 'activeFrom',
    active_to: 'activeTo',
  }),
  tab('Units', 'units', { product_code: 'product', from_unit: 'fromUnit', to_unit: 'toUnit', factor: 'factor' }),
  tab('Routing', 'routing', {
    product_code: 'product',
    step: 'step',
    resource: 'resource',
    setup_hours: 'setupHours',
    run_hours_per_unit: 'runHoursPerUnit',
    units_per_hour: 'unitsPerHour',
    alternative_resources: 'alternativeResources',
  }),
  tab('Resources', 'resources', {
    resource: 'name',
    kind: 'kind',
    capacity_per_week: 'capacityPerWeek',
    capacity_unit: 'capacityUnit',
    efficiency: 'efficiency',
    utilisation_target: 'utilisationTarget',
    headcount: 'headcount',
    calendar: 'calendar',
    cost_per_hour: 'costPerHour',
    overtime_rate: 'overtimeRate',
    max_overtime_per_week: 'maxOvertimePerWeek',
    overtime_days: 'overtimeWeekdays',
    liaison: 'liaison',
    delegate: 'delegate',
  }),
  tab('Capacity exceptions', 'exceptions', {
    resource: 'resource',
    from: 'from',
    to: 'to',
    capacity_per_week: 'capacityPerWeek',
    delta_hours: 'deltaHours',
    hours: 'hours',
    reason: 'reason',
    confirmed_by: 'confirmedBy',
  }),
  tab('Calendar', 'calendar', { calendar: 'calendar', date: 'date', type: 'type', hours: 'hours', note: 'note' }),
  tab('Stock and receipts', 'stock', {
    product_code: 'product',
    date: 'date',
    quantity: 'quantity',
    kind: 'kind',
    firm: 'firm',
    reference: 'reference',
  }),
  tab('Commitments', 'commitments', {
    id: 'id',
    customer: 'customer',
    deal_id: 'dealId',
    product_code: 'product',
    resource: 'resource',
    week: 'week',
    start: 'start',
    end: 'end',
    hours: 'hours',
    kind: 'kind',
    promised_date: 'promisedDate',
    first_promised_date: 'firstPromisedDate',
    can_move: 'canMove',
    expires_on: 'expiresOn',
    value: 'value',
    late_penalty_per_day: 'latePenaltyPerDay',
  }),
  tab('Scope limits', 'scopeLimits', {
    product_code: 'product',
    attribute: 'attribute',
    type: 'type',
    unit: 'unit',
    min: 'min',
    max: 'max',
    allowed: 'allowed',
    forbidden: 'forbidden',
    required: 'required',
    severity: 'severity',
    meaning: 'meaning',
    ask_customer: 'askCustomer',
    effect_days: 'effectDays',
    effect_cost: 'effectCost',
    reviewer_role: 'reviewerRole',
  }),
  tab('Combinations', 'combinations', {
    if_attribute: 'ifAttribute',
    if_op: 'ifOp',
    if_value: 'ifValue',
    then_attribute: 'thenAttribute',
    then_op: 'thenOp',
    then_value: 'thenValue',
    severity: 'severity',
    message: 'message',
  }),
  tab('Expedite options', 'expediteOptions', {
    option: 'option',
    applies_to: 'appliesTo',
    lever: 'lever',
    saves_days: 'savesDays',
    adds_hours_per_week: 'addsHoursPerWeek',
    on_days: 'onWeekdays',
    max_weeks: 'maxWeeks',
    notice_days: 'noticeDays',
    fixed_cost: 'fixedCost',
    cost_per_hour: 'costPerHour',
    cost_per_unit: 'costPerUnit',
    needs_signoff_role: 'needsSignoffRole',
    valid_from: 'validFrom',
    valid_to: 'validTo',
  }),
  tab('Service templates', 'serviceTemplates', {
    product_code: 'product',
    phase: 'phase',
    order: 'order',
    role: 'role',
    hours: 'hours',
    driver_attribute: 'driverAttribute',
    hours_per_driver: 'hoursPerDriver',
    depends_on: 'dependsOn',
  }),
  tab('Receiving', 'receiving', {
    customer: 'customer',
    weekdays: 'weekdays',
    closed_from: 'closedFrom',
    closed_to: 'closedTo',
  }),
  tab('People', 'people', {
    person: 'name',
    role: 'role',
    email: 'email',
    crm_user: 'crmUser',
    backup: 'backup',
    max_open: 'maxOpen',
    away_from: 'awayFrom',
    away_to: 'awayTo',
    pool: 'pool',
  }),
  tab('Project history', 'history', {
    project_id: 'project',
    class: 'class',
    estimated_hours: 'estimatedHours',
    actual_hours: 'actualHours',
    first_promised: 'firstPromised',
    delivered_date: 'deliveredDate',
    in_full: 'inFull',
    accepted: 'accepted',
    author_role: 'authorRole',
    extra_cost: 'extraCost',
    reason_code: 'reasonCode',
  }),
  tab('Service levels', 'serviceLevels', {
    from_team: 'fromTeam',
    to_team: 'toTeam',
    request: 'request',
    response_hours: 'responseHours',
    calendar: 'calendar',
    remind_at: 'remindAtPercent',
    escalate_to: 'escalateTo',
  }),
  tab('Tiers', 'tiers', {
    tier: 'tier',
    resource: 'resource',
    product_code: 'product',
    protected_share: 'protectedShare',
    release_days_before: 'releaseDaysBefore',
  }),
  tab('Portfolio fit', 'portfolioFit', {
    need_attribute: 'needAttribute',
    value: 'value',
    best_product: 'bestProduct',
    weaker_products: 'weakerProducts',
  }),
  tab('Quotas', 'quotas', {
    person: 'person',
    product_code: 'product',
    period: 'period',
    kind: 'kind',
    target: 'target',
    attained: 'attained',
  }),
];
