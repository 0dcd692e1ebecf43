import { describe, expect, it } from '@jest/globals';
import type { CheckResult } from '../../src/checks/check-result.ts';
import type { Tabs } from '../support/a-workbook.ts';
import { checkedByCli, ordered, productsOf, settingsWith } from '../support/plant-workbook.ts';

const only = ({ lines }: CheckResult): CheckResult['lines'][number] | undefined => lines[0];
const wanted = (date: string | null, facts: Record<string, unknown> = {}): Record<string, unknown> =>
  ordered([{ requestedDate: date }], facts);

const commitments = (...rows: Tabs[string]): Tabs => ({
  Commitments: [
    [
      'id',
      'deal_id',
      'customer',
      'resource',
      'week',
      'hours',
      'kind',
      'promised_date',
      'can_move',
      'expires_on',
      'value',
      'late_penalty_per_day',
    ],
    ...rows,
  ],
});

/** 60 h are taken in the week of 9 Mar, 40 h in the next: 240 min a day are left, then 480. */
const busy = commitments(
  ['C-1', null, 'Globex', 'LINE1', '2026-03-09', 60, 'hard', null, 'n', null, null, null],
  ['C-2', null, 'Globex', 'LINE1', '2026-03-16', 40, 'hard', null, 'n', null, null, null],
);

describe('keepable check on holds (S12)', () => {
  const held = (dealId: string | null, expiresOn: string | null): Tabs =>
    commitments(['H-1', dealId, 'Globex', 'LINE1', '2026-03-09', 80, 'soft', null, 'n', expiresOn, null, null]);

  it('counts a soft hold through the day on which it expires, and never the deal’s own', async () => {
    // The week of 9 Mar is full: 1320 min on 16 and 17 Mar. Free again: 9 and 10 Mar.
    const finishOn = async (sheet: Tabs, today = '2026-03-02'): Promise<string | null | undefined> =>
      only(await checkedByCli(wanted('2026-03-31'), { sheet, today }))?.finish;
    expect(await finishOn(held('D-2', '2026-03-02'))).toBe('2026-03-17');
    expect(await finishOn(held('D-2', '2026-03-02'), '2026-03-03')).toBe('2026-03-10');
    expect(await finishOn(held('D-2', null), '2026-03-03')).toBe('2026-03-17');
    expect(await finishOn(held('D-1', null))).toBe('2026-03-10');
  });
});

describe('keepable check on levels (S12)', () => {
  it('counts other open deals by their probability and in full, and leaves the promise as it is', async () => {
    // The other deal takes 160 pieces = 2040 min alone, backward from 11 Mar: 960 on 11 and 10 Mar, 120 on 9 Mar.
    // Forecast takes half: 900, 480, 480 are left: 1320 by 10 Mar. Exposure: 840, 0, 0, then 480 on 12 Mar; quality
    // 13 Mar, transit to Sunday 15 Mar, received on Monday 16 Mar.
    const other = ordered([{ quantity: 160, requestedDate: '2026-03-20' }], { id: 'D-2', probability: 0.5 });
    const alone = only(await checkedByCli(wanted('2026-03-20')));
    const line = only(await checkedByCli(wanted('2026-03-20'), { pipeline: [other, wanted('2026-03-20')] }));
    expect(alone?.levels).toEqual({ confirmed: '2026-03-13', forecast: null, exposure: null });
    expect(line?.levels).toEqual({ confirmed: '2026-03-13', forecast: '2026-03-13', exposure: '2026-03-16' });
    expect(line?.promise).toBe('2026-03-13');
  });
});

describe('keepable check on promises to others (S13)', () => {
  const movable = (canMove: string): Tabs =>
    commitments(
      ['C-1', null, 'Globex', 'LINE1', '2026-03-09', 40, 'hard', '2026-03-13', canMove, null, 5000, 50],
      ['C-2', null, 'Initech', 'LINE1', '2026-03-09', 40, 'hard', '2026-03-13', canMove, null, 9000, 200],
    );

  it('lists what would move, by how much, and moves nothing', async () => {
    // The deal needs 960 + 360 min on 10 and 9 Mar to be there on 13 Mar; 600 + 3 x 960 = 3480 are left in that week.
    // Planned again latest first in the sheet’s order from the back: C-2 takes 2400 by 12 Mar; C-1 finds 1080, and the
    // remaining 1320 on 16 and 17 Mar: 4 days after 13 Mar, at 50 a day.
    const result = await checkedByCli(wanted('2026-03-13'), { sheet: movable('sign-off') });
    const found = result.findings.find(({ code }) => code === 'DISPLACES');
    expect(found?.evidence.map(({ row }) => row)).toEqual(['Commitments!2', 'Commitments!3']);
    expect(found?.evidence[0]?.value).toMatch(
      /^moves by 4 days from 13 Mar 2026 to 17 Mar 2026, worth 5000, penalty 200,/,
    );
    expect(found?.evidence[1]?.value).toMatch(/^is planned again and keeps its date,/);
    // 80 h fill the week: promised 17 + 1 + 2 = 20 Mar.
    expect(only(result)).toMatchObject({ verdict: 'late', promise: '2026-03-20' });
  });

  it('names none where no promise may move', async () => {
    const result = await checkedByCli(wanted('2026-03-13'), { sheet: movable('n') });
    expect(result.findings.map(({ code }) => code)).not.toContain('DISPLACES');
  });
});

describe('keepable check with Expedite options (S15)', () => {
  const options = (...rows: Tabs[string]): Tabs => ({
    'Expedite options': [
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
      ],
      ...rows,
    ],
  });
  const rush = ['Rush material', '*', 'rush_material', 2, null, null, null, 0, 300, null, null];
  const shift = ['Saturday shift', 'LINE1', 'overtime', null, 8, 'Sat', 2, 0, 0, 60, null];
  const expedite = ({ alternatives }: CheckResult): unknown =>
    alternatives
      .filter(({ kind }) => kind === 'expedite')
      .map(({ levers, schedule, cost, meetsRequest }) => ({
        levers,
        date: schedule[0]?.date,
        cost: cost.total,
        meetsRequest,
      }));
  const offered = async (sheet: Tabs, date = '2026-03-17'): Promise<unknown> =>
    expedite(await checkedByCli(wanted(date), { sheet: { ...busy, ...sheet } }));

  it('offers the cheapest that makes the date, and prices only the hours that are taken', async () => {
    // Rush: ready 4 Mar, 960 on 5 Mar and 360 on 6 Mar; quality 9 Mar, transit to 11 Mar.
    expect(await offered(options(rush, shift))).toEqual([
      { levers: ['Rush material'], date: '2026-03-11', cost: 300, meetsRequest: true },
    ]);
    // Saturday 7 Mar 480, then 240 a day: 1200 by 11 Mar, 120 on the 12th; quality 13, transit to 15, Monday 16 Mar.
    // Saturday 14 Mar is not needed: 8 x 60.
    expect(await offered(options(shift))).toEqual([
      { levers: ['Saturday shift'], date: '2026-03-16', cost: 480, meetsRequest: true },
    ]);
  });

  it('starts no overtime inside the fence, and none before notice is over', async () => {
    // Fence of 4 working days: 6 Mar; Saturday 7 Mar is outside it. Of 5: 9 Mar, so only 14 Mar is left: 4 x 240 = 960
    // by 13 Mar (10 to 13 Mar), 360 of 480 on Saturday; quality 16 Mar, transit to 18 Mar: it does not make the 17th.
    const fenced = (days: number): Tabs => ({ Settings: settingsWith(['frozen_fence_days', days]), ...options(shift) });
    expect(await offered(fenced(4))).toEqual([
      { levers: ['Saturday shift'], date: '2026-03-16', cost: 480, meetsRequest: true },
    ]);
    expect(await offered(fenced(5))).toEqual([
      { levers: ['Saturday shift'], date: '2026-03-18', cost: 360, meetsRequest: false },
    ]);
    // 8 working days of notice: not before 12 Mar, so Saturday 14 Mar: 1200 by 13 Mar and 120 on it: 2 h x 60.
    expect(await offered(options(['Saturday shift', 'LINE1', 'overtime', null, 8, 'Sat', 2, 8, 0, 60, null]))).toEqual([
      { levers: ['Saturday shift'], date: '2026-03-18', cost: 120, meetsRequest: false },
    ]);
  });

  it('sends a step away by the piece, and takes the first of two equal options of the sheet', async () => {
    // 3 working days outside from 7 Mar: 9, 10, 11 Mar; quality 12 Mar, transit to 14, Monday 16 Mar; 100 x 2.50.
    const away = ['Outside', 'LINE1', 'subcontract', 3, null, null, null, 0, null, null, 2.5];
    expect(await offered(options(away))).toEqual([
      { levers: ['Outside'], date: '2026-03-16', cost: 250, meetsRequest: true },
    ]);
    const twin = ['Rush again', ...rush.slice(1)];
    expect(await offered(options(twin, rush))).toEqual([
      { levers: ['Rush again'], date: '2026-03-11', cost: 300, meetsRequest: true },
    ]);
  });

  it('needs both where one alone leaves the promise as it is', async () => {
    // Three weeks are full: 1320 min on 23 and 24 Mar, quality 25 Mar, promised 27 Mar. Material sooner changes nothing
    // by itself, nor do 22 h on Friday 6 Mar: work starts on Monday 9 Mar.
    const full = commitments(
      ['C-0', null, null, 'LINE1', '2026-03-02', 80, 'hard', null, 'n', null, null, null],
      ['C-1', null, null, 'LINE1', '2026-03-09', 80, 'hard', null, 'n', null, null, null],
      ['C-2', null, null, 'LINE1', '2026-03-16', 80, 'hard', null, 'n', null, null, null],
    );
    const soon = ['Saturday shift', 'LINE1', 'overtime', null, 22, 'Fri', 1, 0, 0, 60, null];
    const sheet = { ...full, ...options(rush, soon) };
    const result = await checkedByCli(wanted('2026-03-17'), { sheet });
    expect(only(result)?.promise).toBe('2026-03-27');
    // Together: ready 4 Mar, 1320 min on Friday 6 Mar, quality 9 Mar, transit to 11 Mar; 22 h x 60 + 300.
    expect(expedite(result)).toEqual([
      { levers: ['Rush material', 'Saturday shift'], date: '2026-03-11', cost: 1620, meetsRequest: true },
    ]);
  });
});

describe('keepable check on substitutes (S15, S17)', () => {
  const header = [
    'product_code',
    'kind',
    'unit',
    'lot_multiple',
    'entry_days',
    'material_days',
    'qa_days',
    'transit_days',
    'substitutes',
  ];
  const sheet = (...limits: Tabs[string]): Tabs => ({
    ...busy,
    Products: [header, ['BRK', 'make', 'EA', 10, 1, 3, 1, 2, 'BRX'], ['BRX', 'make', 'EA', 10, 1, 3, 1, 2, null]],
    Routing: [
      ['product_code', 'step', 'resource', 'setup_hours', 'run_hours_per_unit'],
      ['BRK', 1, 'LINE1', 2, 0.2],
      ['BRX', 1, 'LINE2', 2, 0.2],
    ],
    Resources: [
      ['resource', 'capacity_per_week'],
      ['LINE1', 80],
      ['LINE2', 80],
    ],
    'Scope limits': [['product_code', 'attribute', 'type', 'min', 'max', 'required', 'severity', 'meaning'], ...limits],
  });
  const substitutes = async (tabs: Tabs, attributes = {}): Promise<(string | undefined)[]> => {
    const result = await checkedByCli(wanted('2026-03-17', { attributes }), { sheet: tabs });
    return result.alternatives.filter(({ kind }) => kind === 'substitute').map((one) => one.substitute?.product);
  };

  it('offers one that its own limits allow, and none that they stop or leave open', async () => {
    const limit = (min: number, required: string): Tabs[string][number] => [
      'BRX',
      'length_mm',
      'number',
      min,
      600,
      required,
      'stop',
      'The press',
    ];
    expect(await substitutes(sheet(limit(100, 'n')), { length_mm: 400 })).toEqual(['BRX']);
    expect(await substitutes(sheet(limit(500, 'n')), { length_mm: 400 })).toEqual([]);
    expect(await substitutes(sheet(limit(100, 'y')))).toEqual([]);
  });
});

describe('keepable check at the edges (S14, S16, S21 and rulings)', () => {
  it('promises by lead time or at ready without looking at capacity', async () => {
    const [header = []] = productsOf();
    const sheet: Tabs = {
      ...busy,
      Products: [
        [...header, 'fidelity', 'standard_lead_days'],
        ['BRK', 'make', 'EA', 10, 1, 3, 1, 2, 'lead_time', 10],
        ['INF', 'make', 'EA', 10, 1, 3, 1, 2, 'infinite', null],
      ],
    };
    // 2 Mar + 10 working days = 16 Mar; quality 17, transit to 19 Mar. Infinite: ready 6 Mar; quality 9, transit to 11 Mar.
    const lines = [{ requestedDate: '2026-03-20' }, { product: 'INF', requestedDate: '2026-03-20' }];
    const result = await checkedByCli(ordered(lines), { sheet });
    expect(result.lines.map(({ finish, promise }) => [finish, promise])).toEqual([
      ['2026-03-16', '2026-03-19'],
      ['2026-03-06', '2026-03-11'],
    ]);
  });

  it('uses the capacity of the last day of the horizon and none after it; quality and transit may pass it', async () => {
    const until = (date: string): Tabs => ({
      Settings: settingsWith().map((row) => (row[0] === 'horizon_end' ? ['horizon_end', date] : row)),
    });
    expect(only(await checkedByCli(wanted('2026-03-20'), { sheet: until('2026-03-10') }))).toMatchObject({
      finish: '2026-03-10',
      promise: '2026-03-13',
    });
    // 960 min on 9 Mar: 120 + 70 x 12.
    expect(only(await checkedByCli(wanted('2026-03-20'), { sheet: until('2026-03-09') }))).toMatchObject({
      verdict: 'not_feasible',
      promise: null,
      quantityByHorizon: 70,
      reasons: ['HORIZON'],
    });
  });

  it('plans the lines of a deal in the order of their dates, blank ones last, and holds nothing for those', async () => {
    // L3 (12 Mar): 9 and 10 Mar. L1 (13 Mar) takes 600 of 10 Mar and 720 of 11 Mar. L2 and L4 are blank: each finds 240
    // left on 11 Mar, 960 on 12 Mar and takes 120 of 13 Mar, for neither holds anything.
    const lines = [
      { requestedDate: '2026-03-13' },
      { requestedDate: null },
      { requestedDate: '2026-03-12' },
      { requestedDate: null },
    ];
    const result = await checkedByCli(ordered(lines));
    expect(result.planOrder).toEqual(['L3', 'L1', 'L2', 'L4']);
    expect(result.lines.map(({ finish }) => finish)).toEqual(['2026-03-11', '2026-03-13', '2026-03-10', '2026-03-13']);
    expect(result.lines.map(({ verdict }) => verdict)).toEqual(['late', 'cannot_tell', 'late', 'cannot_tell']);
  });

  it('gives 0 where the least that may be sold does not fit by the date', async () => {
    const [header = []] = productsOf();
    const sheet = {
      Products: [
        [...header, 'min_qty'],
        ['BRK', 'make', 'EA', 10, 1, 3, 1, 2, 80],
      ],
    };
    // By 12 Mar 960 min: 70 pieces, below 80.
    expect(only(await checkedByCli(wanted('2026-03-12'), { sheet }))?.quantityByRequested).toBe(0);
    expect(only(await checkedByCli(wanted('2026-03-12')))?.quantityByRequested).toBe(70);
  });
});
