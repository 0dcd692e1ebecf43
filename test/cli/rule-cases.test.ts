import { describe, expect, it } from '@jest/globals';
import type { CheckResult } from '../../src/checks/check-result.ts';
import type { Tabs } from '../support/a-workbook.ts';
import { checkedByCli, ordered, productsOf, settingsWith } from '../support/plant-workbook.ts';

/** The only line of an answer. */
const only = ({ lines }: CheckResult): CheckResult['lines'][number] | undefined => lines[0];

describe('keepable check on services (S4, S8, S16)', () => {
  /** Entry 1 day. Designer and Builder have 480 min a day, the Tester 240. */
  const service: Tabs = {
    Products: productsOf(['SVC', 'service', 'EA', 1, 1, 0, 0, 0]),
    Routing: [['product_code', 'step', 'resource', 'setup_hours', 'run_hours_per_unit']],
    Resources: [
      ['resource', 'kind', 'capacity_per_week'],
      ['Designer', 'role', 40],
      ['Builder', 'role', 40],
      ['Tester', 'role', 20],
    ],
    'Service templates': [
      ['product_code', 'phase', 'order', 'role', 'hours', 'driver_attribute', 'hours_per_driver', 'depends_on'],
      ['SVC', 'Design', 1, 'Designer', 16, null, null, null],
      ['SVC', 'Design', 1, 'Tester', 16, null, null, null],
      ['SVC', 'Build', 2, 'Builder', 8, null, null, null],
    ],
  };
  const sold = (facts: Record<string, unknown> = {}): unknown =>
    ordered([{ product: 'SVC', quantity: 1, requestedDate: '2026-03-31', ...facts }]);

  it('plans the roles of a phase in parallel, and the next phase behind the slowest', async () => {
    // Ready 3 Mar. Designer 960 = 480 on 4 and 5 Mar. Tester 960 = 4 x 240: 4, 5, 6, 9 Mar. Builder 480 on 10 Mar.
    expect(only(await checkedByCli(sold(), { sheet: service }))).toMatchObject({
      ready: '2026-03-03',
      needMinutes: [960, 960, 480],
      finish: '2026-03-10',
      promise: '2026-03-10',
      verdict: 'ok',
    });
  });

  it('starts on the line’s start date, rolled to a working day, never on the order date', async () => {
    // Saturday 7 Mar rolls to Monday 9 Mar: Tester 9, 10, 11, 12 Mar, Builder 13 Mar.
    expect(only(await checkedByCli(sold({ startDate: '2026-03-07' }), { sheet: service }))?.finish).toBe('2026-03-13');
    // A start in the past: the day after the order. Tester 3, 4, 5, 6 Mar, Builder on Monday 9 Mar.
    expect(only(await checkedByCli(sold({ startDate: '2026-02-02' }), { sheet: service }))?.finish).toBe('2026-03-09');
  });

  it('starts nothing inside the fence', async () => {
    // 10 working days after 2 Mar is 16 Mar: from 17 Mar on. Tester 17 to 20 Mar, Builder on Monday 23 Mar.
    const fenced = { ...service, Settings: settingsWith(['frozen_fence_days', 10]) };
    expect(only(await checkedByCli(sold({ startDate: '2026-03-07' }), { sheet: fenced }))).toMatchObject({
      finish: '2026-03-23',
      reasons: ['FENCE'],
    });
  });

  it('adds hours per driver and lets a phase wait only for what it depends on', async () => {
    const [header = [], ...rows] = service['Service templates'] ?? [];
    const driven = {
      ...service,
      'Service templates': [
        header,
        ...rows,
        ['SVC', 'Train', 3, 'Builder', 2, 'sites', 4, 'Design'],
        ['SVC', 'Close', 4, 'Designer', 1, null, null, 'Train'],
      ],
    };
    // Train waits for Design (9 Mar) only, and for the Builder, who builds on 10 Mar: 2 + 4 x 3 = 14 h = 840 min on
    // 11 and 12 Mar (480 + 360). Close waits for Train: 60 min on 13 Mar.
    const deal = sold({ attributes: { sites: 3 } });
    expect(only(await checkedByCli(deal, { sheet: driven }))).toMatchObject({
      needMinutes: [960, 960, 480, 840, 60],
      finish: '2026-03-13',
    });
    expect(only(await checkedByCli(sold(), { sheet: driven }))).toMatchObject({
      verdict: 'cannot_tell',
      promise: null,
    });
  });
});

describe('keepable check on stock and receipts (S20)', () => {
  const stock = (...rows: Tabs[string]): Tabs => ({
    'Stock and receipts': [['product_code', 'date', 'quantity', 'kind', 'firm'], ...rows],
  });

  it('takes what is on hand and makes the remainder: the later of the two is promised', async () => {
    // 60 of 100 are there. 40 take 120 + 40 x 12 = 600 min on 9 Mar; quality 10 Mar, transit to 12 Mar.
    const sheet = stock(['BRK', '2026-03-02', 60, 'on_hand', 'y']);
    expect(only(await checkedByCli(ordered([{ requestedDate: '2026-03-20' }]), { sheet }))).toMatchObject({
      needMinutes: [600],
      finish: '2026-03-09',
      promise: '2026-03-12',
    });
  });

  it('counts a firm receipt from the day it lands, and nothing that is not firm', async () => {
    // 60 on hand, 40 land on 24 Mar, two working days after the requested 20 Mar; transit 2 days: 26 Mar. Making the 40
    // would be quicker: 9 Mar, promised 12 Mar, so LINE1 is full until May here: 80 h a week are taken.
    const weeks = ['03-02', '03-09', '03-16', '03-23', '03-30', '04-06', '04-13', '04-20', '04-27'];
    const full = weeks.map((week, i) => [`C-${i}`, 'LINE1', `2026-${week}`, 80, 'hard']);
    const busy = { Commitments: [['id', 'resource', 'week', 'hours', 'kind'], ...full] };
    const rows = (firm: string): Tabs =>
      stock(['BRK', '2026-03-02', 60, 'on_hand', 'y'], ['BRK', '2026-03-24', 40, 'purchase', firm]);
    const deal = ordered([{ requestedDate: '2026-03-20' }]);
    expect(only(await checkedByCli(deal, { sheet: { ...busy, ...rows('y') } }))).toMatchObject({
      promise: '2026-03-26',
      quantityByRequested: 60,
      slackDays: -4,
      verdict: 'late',
    });
    // Not firm: the 40 are made on Monday 4 May; quality 5 May, transit to 7 May.
    expect(only(await checkedByCli(deal, { sheet: { ...busy, ...rows('n') } }))).toMatchObject({
      needMinutes: [600],
      promise: '2026-05-07',
    });
  });

  it('gives a piece in stock to one line only, in the order of the requested dates', async () => {
    // 60 on hand: L2 (12 Mar) takes 50 of them, L1 (20 Mar) the other 10 and makes 20: 120 + 240 = 360 min.
    const lines = [
      { quantity: 30, requestedDate: '2026-03-20' },
      { quantity: 50, requestedDate: '2026-03-12' },
    ];
    const result = await checkedByCli(ordered(lines), { sheet: stock(['BRK', '2026-03-02', 60, 'on_hand', 'y']) });
    expect(result.lines.map(({ needMinutes }) => needMinutes)).toEqual([[360], [0]]);
  });
});

describe('keepable check on receiving days (S9)', () => {
  const receiving = {
    Receiving: [
      ['customer', 'weekdays', 'closed_from', 'closed_to'],
      ['Acme', 'Mon;Wed', '2026-03-16', '2026-03-17'],
    ],
  };

  it('waits for a day on which the customer receives and is open', async () => {
    // 1320 min on 9 and 10 Mar, quality 11 Mar, transit to Friday 13 Mar. Acme takes Mondays and Wednesdays and is
    // closed on Monday 16 Mar: Wednesday 18 Mar. Requested 20 Mar: 19 and 20 Mar are two days of slack.
    const deal = ordered([{ requestedDate: '2026-03-20' }], { company: { name: 'ACME ' } });
    expect(only(await checkedByCli(deal, { sheet: receiving }))).toMatchObject({
      ship: '2026-03-11',
      promise: '2026-03-18',
      slackDays: 2,
      verdict: 'ok',
    });
    const other = ordered([{ requestedDate: '2026-03-20' }], { company: { name: 'Globex' } });
    expect(only(await checkedByCli(other, { sheet: receiving }))?.promise).toBe('2026-03-13');
  });
});

describe('keepable check on units (S7, rulings on units)', () => {
  const units = {
    Units: [
      ['product_code', 'from_unit', 'to_unit', 'factor'],
      [null, 'CS', 'EA', 12],
      ['BRK', 'PAL', 'CS', 4],
    ],
  };

  it('converts, rounds up to lots of the product, and answers in the unit of the line, rounded down', async () => {
    // 9 CS = 108 EA: 11 lots = 110 EA: 120 + 1320 = 1440 min. By 12 Mar the finish must be 9 Mar: 960 min, 70 EA, 5.8 CS.
    const cases = ordered([{ quantity: 9, unit: 'CS', requestedDate: '2026-03-12' }]);
    expect(only(await checkedByCli(cases, { sheet: units }))).toMatchObject({
      quantity: 9,
      needMinutes: [1440],
      quantityByRequested: 5,
      promise: '2026-03-13',
    });
    // 2 PAL = 8 CS = 96 EA: 10 lots: 120 + 1200 min.
    const pallets = ordered([{ quantity: 2, unit: 'PAL', requestedDate: '2026-03-20' }]);
    expect(only(await checkedByCli(pallets, { sheet: units }))?.needMinutes).toEqual([1320]);
  });

  it('cannot tell what a unit without a factor is', async () => {
    const boxes = ordered([{ quantity: 9, unit: 'BOX', requestedDate: '2026-03-20' }]);
    expect(only(await checkedByCli(boxes, { sheet: units }))).toMatchObject({
      verdict: 'cannot_tell',
      reasons: ['UNIT_UNKNOWN'],
      promise: null,
    });
  });
});

describe('keepable check on odd days (S5 and rulings)', () => {
  const quick = { Products: productsOf(['BRK', 'make', 'EA', 10, 0, 0, 0, 0]) };
  const finishOf = async (sheet: Tabs, quantity: number): Promise<string | null | undefined> =>
    only(await checkedByCli(ordered([{ quantity, requestedDate: '2026-03-31' }]), { sheet: { ...quick, ...sheet } }))
      ?.finish;
  const exceptions = (...rows: Tabs[string]): Tabs => ({
    'Capacity exceptions': [['resource', 'from', 'to', 'capacity_per_week', 'delta_hours', 'hours', 'reason'], ...rows],
  });

  it('gives a half day half a share or its own hours, and an extra day a share or its own hours', async () => {
    const calendar = (...row: Tabs[string][number]): Tabs => ({ Calendar: [['date', 'type', 'hours'], row] });
    // 1320 min: 960 on 3 Mar, 360 of 480 on the half day; of 5 h there are only 300, so 60 are left for 5 Mar.
    expect(await finishOf(calendar('2026-03-04', 'half', null), 100)).toBe('2026-03-04');
    expect(await finishOf(calendar('2026-03-04', 'half', 5), 100)).toBe('2026-03-05');
    // 320 EA = 3960 min: 3840 by Friday 6 Mar, 120 more on an extra Saturday; with 1 h on it only 60: Monday.
    expect(await finishOf(calendar('2026-03-07', 'extra', null), 320)).toBe('2026-03-07');
    expect(await finishOf(calendar('2026-03-07', 'extra', 1), 320)).toBe('2026-03-09');
  });

  it('spreads hours over a range, lets the later of two rows win, and sets single dates', async () => {
    // -20 h over 2 to 6 Mar = -240 a day: 720 a day: 1320 on 3 and 4 Mar (1440).
    expect(await finishOf(exceptions(['LINE1', '2026-03-02', '2026-03-06', null, -20, null, 'repair']), 100)).toBe(
      '2026-03-04',
    );
    // 40 h a week from 3 to 6 Mar = 480 a day, then 22 h on the 4th: 480 + 1320 by 4 Mar.
    const rows = [
      ['LINE1', '2026-03-03', '2026-03-06', 40, null, null, 'one shift'],
      ['LINE1', '2026-03-04', '2026-03-04', null, null, 22, 'marathon'],
    ];
    expect(await finishOf(exceptions(...rows), 140)).toBe('2026-03-04');
    // The other way round the week wins: 1800 = 480 x 3 + 360 of Friday.
    expect(await finishOf(exceptions(...rows.toReversed()), 140)).toBe('2026-03-06');
  });

  it('spreads a commitment with start and end over the working days in between', async () => {
    const sheet: Tabs = {
      Calendar: [
        ['date', 'type'],
        ['2026-03-05', 'holiday'],
      ],
      Commitments: [
        ['id', 'resource', 'start', 'end', 'hours', 'kind'],
        ['C-1', 'LINE1', '2026-03-04', '2026-03-08', 20, 'hard'],
      ],
    };
    // 1200 min over 4 and 6 Mar: 600 each, 360 left on both. 960 + 360 = 1320 by 4 Mar; 12 min more need 6 Mar.
    expect(await finishOf(sheet, 100)).toBe('2026-03-04');
    expect(await finishOf(sheet, 110)).toBe('2026-03-06');
  });
});

describe('keepable check on odd input (S17, S21)', () => {
  it.each([
    ['text', 'ten', 'invalid'],
    ['a list', [100], 'invalid'],
    ['zero', 0, 'invalid'],
    ['nothing', null, 'cannot_tell'],
  ])('answers a quantity that is %s with a finding, not with a refusal', async (_what, quantity, verdict) => {
    const result = await checkedByCli(ordered([{ quantity: quantity as number, requestedDate: '2026-03-20' }]));
    expect(only(result)).toMatchObject({ verdict, promise: null, reasons: ['QTY_INVALID'] });
    expect(result.findings.find(({ code }) => code === 'QTY_INVALID')?.fix).toMatch(/quantity/i);
  });

  it('takes milliseconds and numbers for codes as they stand, and what is no date as blank', async () => {
    const requestedDate = Date.UTC(2026, 2, 20) as unknown as string;
    expect(only(await checkedByCli(ordered([{ requestedDate }])))).toMatchObject({
      requested: '2026-03-20',
      verdict: 'ok',
    });
    expect(only(await checkedByCli(ordered([{ requestedDate: 'soon' }])))).toMatchObject({
      verdict: 'cannot_tell',
      promise: '2026-03-13',
      reasons: ['DATE_BLANK'],
    });
    expect(only(await checkedByCli(ordered([{ product: 1001 as unknown as string }])))?.reasons).toContain(
      'PRODUCT_UNKNOWN',
    );
  });
});
