import type { SampleCell } from './sample-plant.ts';

const MOVABLE: [id: string, customer: string, resource: string, week: number, hours: number][] = [
  ['IN-204', 'Delta Rail', 'FIELD', 1, 80],
  ['IN-207', 'Prairie Foods', 'FIELD', 2, 80],
  ['IN-210', 'Summit HVAC', 'FIELD', 3, 80],
  ['IN-213', 'Union Elevators', 'FIELD', 4, 80],
];

const movableRow = ([id, customer, resource, week, hours]: (typeof MOVABLE)[number]): SampleCell[] => [
  id,
  customer,
  resource,
  { day: week * 7 },
  null,
  null,
  hours,
  'hard',
  { day: week * 7 + 11 },
  'sign-off',
  null,
  hours * 210,
  120,
];

/** Inspections that fill field service for a month, and that could move if their owners agreed: rows of Commitments. */
export const INSPECTIONS: SampleCell[][] = MOVABLE.map(movableRow);
