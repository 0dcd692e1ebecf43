import type { InstallState } from '../db/status.ts';

/** Answers of the doors since the process started, by status. */
export type AnswerCounter = { count(status: number): void; read(): ReadonlyMap<number, number> };

export const createAnswerCounter = (): AnswerCounter => {
  const counts = new Map<number, number>();
  return { count: (status) => void counts.set(status, (counts.get(status) ?? 0) + 1), read: () => counts };
};

const GAUGES: { name: string; help: string; of: (state: InstallState, now: Date) => number | null }[] = [
  { name: 'keepable_work_waiting', help: 'Deals that wait to be checked', of: (state) => state.waiting },
  { name: 'keepable_work_leased', help: 'Deals in work', of: (state) => state.inWork },
  { name: 'keepable_work_dead', help: 'Dead letters', of: (state) => state.dead },
  { name: 'keepable_events_open', help: 'Events whose deals were not checked yet', of: (state) => state.openEvents },
  {
    name: 'keepable_writes_unfinished',
    help: 'Write-backs without a known outcome',
    of: (state) => state.unfinishedWrites,
  },
  { name: 'keepable_writes_rejected', help: 'Write-backs that the CRM refuses', of: (state) => state.rejectedWrites },
  {
    name: 'keepable_install_active',
    help: '1 while the install is worked for',
    of: (state) => (state.status === 'active' ? 1 : 0),
  },
  { name: 'keepable_crm_calls_left', help: 'Calls left in the allowance', of: (state) => state.callsLeft },
  {
    name: 'keepable_work_lag_seconds',
    help: 'Age of the oldest due work',
    of: (state, now) => secondsSince(state.oldestDueAt, now) ?? 0,
  },
  {
    name: 'keepable_sheet_source_failing_seconds',
    help: 'For how long the address of the sheet has given none',
    of: (state, now) => secondsSince(state.sheetFailingSince, now) ?? 0,
  },
  {
    name: 'keepable_sheet_age_seconds',
    help: 'Age of the published sheet',
    of: (state, now) => secondsSince(state.sheetPublishedAt, now),
  },
];

/** The state in Prometheus' text format (0.0.4). */
export const metricsText = (
  states: readonly InstallState[],
  answers: ReadonlyMap<number, number>,
  now: Date,
): string => {
  const gauges = GAUGES.flatMap(({ name, help, of }) => [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} gauge`,
    ...states.flatMap((state) => {
      const value = of(state, now);
      return value === null ? [] : [`${name}{crm="${state.crm}",account="${state.account}"} ${value}`];
    }),
  ]);
  const deliveries = [...answers].map(([status, count]) => `keepable_deliveries_total{status="${status}"} ${count}`);
  const counter = ['# HELP keepable_deliveries_total Deliveries by answer', '# TYPE keepable_deliveries_total counter'];
  return [...gauges, ...counter, ...deliveries, ''].join('\n');
};

const secondsSince = (moment: Date | null, now: Date): number | null =>
  moment === null ? null : Math.max(0, Math.round((now.getTime() - moment.getTime()) / 1000));
