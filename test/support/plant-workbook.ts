import type { CheckResult } from '../../src/checks/check-result.ts';
import { aWorkbook } from './a-workbook.ts';
import type { Tabs } from './a-workbook.ts';
import { runKeepable, withFiles } from './run-keepable.ts';

/**
 * A v1 workbook as a planner would keep it: LINE1 has 80 h a week (960 min a day); BRK comes in lots of 10 and takes
 * 1 day of entry, 3 of material, 2 h of setup, 12 min a piece, 1 day of quality and 2 calendar days of transit.
 */
const TABS: Tabs = {
  Settings: [
    ['key', 'value'],
    ['plant', 'Plant 1'],
    ['time_zone', 'UTC'],
    ['cutoff_time', '15:00'],
    ['working_days', 'Mon-Fri'],
    ['buffer_days', 2],
    ['horizon_end', '2026-08-31'],
  ],
  Products: [
    ['product_code', 'kind', 'unit', 'lot_multiple', 'entry_days', 'material_days', 'qa_days', 'transit_days'],
    ['BRK', 'make', 'EA', 10, 1, 3, 1, 2],
  ],
  Routing: [
    ['product_code', 'step', 'resource', 'setup_hours', 'run_hours_per_unit'],
    ['BRK', 1, 'LINE1', 2, 0.2],
  ],
  Resources: [
    ['resource', 'capacity_per_week'],
    ['LINE1', 80],
  ],
  Calendar: [['date', 'type']],
  Commitments: [['id', 'resource', 'week', 'hours', 'kind']],
};

/** The workbook with some of its tabs replaced or added. */
const plantWorkbook = (tabs: Tabs = {}): Uint8Array => aWorkbook({ ...TABS, ...tabs });

/** The rows of the Settings tab with more of them. */
export const settingsWith = (...rows: Tabs[string]): Tabs[string] => [...(TABS['Settings'] ?? []), ...rows];

/** The Products tab with other rows under the same header. */
export const productsOf = (...rows: Tabs[string]): Tabs[string] => [...(TABS['Products'] ?? []).slice(0, 1), ...rows];

type Line = { id?: string; product?: string; quantity?: number; requestedDate?: string | null } & Record<
  string,
  unknown
>;

/** A deal ordered on Monday 2 March 2026 in the morning: 100 BRK unless its lines say otherwise. */
export const ordered = (lines: Line[], facts: Record<string, unknown> = {}): Record<string, unknown> => ({
  id: 'D-1',
  eventAt: '2026-03-02T10:00:00Z',
  lines: lines.map((line, i) => ({ id: `L${i + 1}`, product: 'BRK', quantity: 100, unit: 'EA', ...line })),
  ...facts,
});

type Asked = { sheet?: Tabs; today?: string; pipeline?: unknown[] };

/** What `keepable check --json` answers for one deal on the plant's workbook, on 2 March 2026 unless named otherwise. */
export const checkedByCli = (
  deal: unknown,
  { sheet = {}, today = '2026-03-02', pipeline }: Asked = {},
): Promise<CheckResult> =>
  withFiles(
    {
      'deal.json': JSON.stringify(deal),
      'sheet.xlsx': plantWorkbook(sheet),
      'pipeline.jsonl': (pipeline ?? []).map((other) => JSON.stringify(other)).join('\n'),
    },
    async (path) => {
      const files = ['--deal', path('deal.json'), '--sheet', path('sheet.xlsx')];
      const others = pipeline ? ['--pipeline', path('pipeline.jsonl')] : [];
      const { out, err } = await runKeepable(['check', ...files, ...others, '--today', today, '--json']);
      if (out === '') throw new Error(err);
      return JSON.parse(out) as CheckResult;
    },
  );
