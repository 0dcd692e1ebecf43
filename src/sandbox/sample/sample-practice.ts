import type { IsoDate } from '../../deal/day.ts';
import { SAMPLE_PEOPLE } from './sample-people.ts';
import type { SampleCell } from './sample-plant.ts';

const { priya, hana, sam } = SAMPLE_PEOPLE;

export const COMBINATIONS: SampleCell[][] = [
  ['if_attribute', 'if_op', 'if_value', 'then_attribute', 'then_op', 'then_value', 'severity', 'message'],
  [
    'lining',
    '=',
    'rubber',
    'material',
    'in',
    'steel;stainless',
    'stop',
    'Rubber lining bonds to steel and stainless only.',
  ],
];

/** Hours of finished projects: machine bases that took longer than they were estimated, installations that did not. */
const PAST: [string, number, number][] = [
  ['machine base', 80, 96],
  ['machine base', 90, 118],
  ['machine base', 100, 104],
  ['machine base', 96, 131],
  ['machine base', 110, 124],
  ['machine base', 88, 109],
  ['installation', 30, 28],
  ['installation', 24, 26],
  ['installation', 32, 30],
  ['installation', 30, 30],
  ['installation', 28, 29],
];

/** Excel keeps the name "History" for itself: the tab is called Project history. */
export const HISTORY: SampleCell[][] = [
  ['project_id', 'class', 'estimated_hours', 'actual_hours', 'delivered_date', 'in_full'],
  ...PAST.map(([kind, estimated, actual], index): SampleCell[] => [
    `PRJ-${310 + index}`,
    kind,
    estimated,
    actual,
    { day: index * 11 - 200 },
    'y',
  ]),
];

export const SERVICE_LEVELS: SampleCell[][] = [
  ['from_team', 'to_team', 'request', 'response_hours', 'remind_at', 'escalate_to'],
  ['sales', 'operations', 'sign-off', 8, '50;80', hana.role],
  ['operations', 'sales', 'information', 16, '50;80', hana.role],
  ['customer', 'Field service', 'on-site response', 24, '50;80', sam.role],
];

export const PORTFOLIO_FIT: SampleCell[][] = [
  ['need_attribute', 'value', 'best_product', 'weaker_products'],
  ['environment', 'outdoor', 'BRK-200', 'BRK-100'],
];

/** What is to be sold this year, and what has been. */
export const quotas = (today: IsoDate): SampleCell[][] => {
  const year = today.slice(0, 'YYYY'.length);
  return [
    ['person', 'product_code', 'period', 'kind', 'target', 'attained'],
    [priya.name, 'BRK-100', year, 'units', 6000, 2300],
    [priya.name, 'BRK-200', year, 'units', 1500, 1620],
  ];
};
