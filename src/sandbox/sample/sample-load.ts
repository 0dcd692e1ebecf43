import { INSPECTIONS } from './sample-inspections.ts';
import type { SampleCell } from './sample-plant.ts';

const CUSTOMERS = [
  'Harbor Crane',
  'Delta Rail',
  'Summit HVAC',
  'Prairie Foods',
  'Lakeside Pumps',
  'Cobalt Robotics',
  'Union Elevators',
];

/** Hours that are already promised, by resource and week after the sample's Monday. */
const LOAD: [string, [number, number][]][] = [
  [
    'WELD',
    [
      [0, 116],
      [1, 115],
      [2, 114],
      [3, 114],
      [4, 113],
      [5, 112],
      [6, 112],
      [7, 111],
      [8, 90],
      [14, 60],
    ],
  ],
  [
    'COAT',
    [
      [0, 38.5],
      [1, 38],
      [2, 38],
      [3, 37.5],
      [4, 37.5],
      [5, 37],
      [6, 37],
      [7, 37],
      [8, 36.5],
      [9, 24],
      [18, 20],
      [24, 16],
    ],
  ],
  [
    'LASER',
    [
      [0, 38],
      [1, 34],
      [2, 30],
      [3, 22],
      [6, 18],
      [10, 16],
    ],
  ],
  [
    'BRAKE',
    [
      [0, 34],
      [1, 30],
      [2, 26],
      [4, 18],
      [9, 12],
    ],
  ],
  [
    'ASSY',
    [
      [0, 32],
      [1, 28],
      [3, 20],
      [8, 12],
    ],
  ],
  ['FIELD', [[0, 24]]],
];

type Slot = { resource: string; week: number; hours: number };

const row = ({ resource, week, hours }: Slot, index: number): SampleCell[] => {
  const customer = CUSTOMERS[index % CUSTOMERS.length] ?? null;
  const isSoft = index % 9 === 8;
  const due = week * 7 + 11;
  return [
    `SO-${4100 + index * 7}`,
    customer,
    resource,
    { day: week * 7 },
    null,
    null,
    hours,
    isSoft ? 'soft' : 'hard',
    { day: due },
    index % 5 === 4 ? 'sign-off' : 'n',
    isSoft ? { day: due } : null,
    Math.round(hours * 210),
    index % 5 === 4 ? 150 : null,
  ];
};

const HEADER: SampleCell[] = [
  'id',
  'customer',
  'resource',
  'week',
  'start',
  'end',
  'hours',
  'kind',
  'promised_date',
  'can_move',
  'expires_on',
  'value',
  'late_penalty_per_day',
];

const SERVICING: SampleCell[] = [
  'M-12',
  null,
  'BRAKE',
  null,
  { day: 35 },
  { day: 36 },
  12,
  'internal',
  null,
  'y',
  null,
  null,
  null,
];

/** Forty-three commitments over 26 weeks: welding and coating nearly full for two months, field service for one, the rest with room. */
export const COMMITMENTS: SampleCell[][] = [
  HEADER,
  ...LOAD.flatMap(([resource, weeks]) => weeks.map(([week, hours]): Slot => ({ resource, week, hours }))).map(row),
  SERVICING,
  ...INSPECTIONS,
];

export const EXCEPTIONS: SampleCell[][] = [
  ['resource', 'from', 'to', 'capacity_per_week', 'delta_hours', 'reason', 'confirmed_by'],
  ['COAT', { day: 70 }, { day: 76 }, 24, null, 'Booth filters are replaced', 'Ivan Petrov'],
  ['LASER', { day: 12 }, { day: 12 }, null, 8, 'Saturday shift, already agreed', 'Dale Fischer'],
];

export const EXPEDITE_OPTIONS: SampleCell[][] = [
  [
    'option',
    'applies_to',
    'lever',
    'saves_days',
    'adds_hours_per_week',
    'on_days',
    'max_weeks',
    'notice_days',
    'fixed_cost',
    'cost_per_hour',
    'cost_per_unit',
    'needs_signoff_role',
  ],
  ['Saturday coating', 'COAT', 'overtime', null, 8, 'Sat', 3, 2, 0, 115, 0, 'Coating lead'],
  ['Saturday welding', 'WELD', 'overtime', null, 24, 'Sat', 2, 3, 0, 88, 0, 'Welding lead'],
  ['Rush steel', '*', 'rush_material', 2, null, null, null, 0, 380, 0, 0, null],
  ['Air freight', '*', 'air_freight', 2, null, null, null, 0, 640, 0, 0, null],
];

/** The coating line has the same colours for everything that it coats. */
const coatingColours = (product: string): SampleCell[] => [
  product,
  'finish',
  'choice',
  null,
  null,
  null,
  'black;grey;white;raw',
  null,
  'n',
  'stop',
  'Colours in the coating line',
  'Which of black, grey or white do you need?',
  'Coating lead',
];

export const SCOPE_LIMITS: SampleCell[][] = [
  [
    'product_code',
    'attribute',
    'type',
    'unit',
    'min',
    'max',
    'allowed',
    'forbidden',
    'required',
    'severity',
    'meaning',
    'ask_customer',
    'reviewer_role',
  ],
  coatingColours('BRK-200'),
  [
    'PNL-300',
    'length_mm',
    'number',
    'mm',
    200,
    3000,
    null,
    null,
    'y',
    'stop',
    'The oven takes 3 m',
    'How long is each panel?',
    'Coating lead',
  ],
  coatingColours('PNL-300'),
  [
    'ENC-400',
    'protection',
    'choice',
    null,
    null,
    null,
    'IP54;IP55',
    'IP68',
    'n',
    'stop',
    'Seals are tested up to IP55',
    'Which protection class does the site require?',
    'Product owner',
  ],
  [
    'RAIL-600',
    'length_mm',
    'number',
    'mm',
    500,
    6000,
    null,
    null,
    'n',
    'sign-off',
    'Longer rails need a second joint',
    'How long is each section?',
    'Welding lead',
  ],
  [
    'TNK-900',
    'material',
    'choice',
    null,
    null,
    null,
    'steel;stainless',
    null,
    'y',
    'stop',
    'Tanks are welded in steel or stainless',
    'Steel or stainless?',
    'Welding lead',
  ],
  [
    'CHS-800',
    'weight_kg',
    'number',
    'kg',
    null,
    2500,
    null,
    null,
    'n',
    'stop',
    'The crane lifts 2.5 t',
    'What does the machine base weigh?',
    'Production planner',
  ],
];
