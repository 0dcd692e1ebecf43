import { describe, expect, it } from '@jest/globals';
import { openWorkbook } from '../../src/sheet/open-workbook.ts';
import { readTables, readWorkbook } from '../../src/sheet/read-workbook.ts';
import type { WorkbookReading } from '../../src/sheet/read-workbook.ts';
import { aWorkbook, dateCell } from '../support/a-workbook.ts';
import { writeTemplate } from '../../src/sheet/write-workbook.ts';
import type { CellInput } from '../support/a-workbook.ts';

const read = (tabs: Record<string, CellInput[][]>): WorkbookReading =>
  readWorkbook(
    aWorkbook({
      Settings: [
        ['key', 'value'],
        ['plant', 'Plant 1'],
        ['time_zone', 'UTC'],
        ['margin_floor', '25%'],
      ],
      Products: [
        ['product_code', 'unit'],
        ['BRK', 'EA'],
        ['PNL', 'EA'],
      ],
      Resources: [
        ['resource', 'capacity_per_week'],
        ['LINE1', 80],
      ],
      ...tabs,
    }),
    'plant.xlsx',
  );

const told = ({ problems }: WorkbookReading) =>
  problems.map(({ row, column, severity }) => [row, column, severity].join(' '));

describe('the lists on which no date depends', () => {
  it('are absent when the workbook has no row of them', () => {
    const { sheet } = read({ 'Project history': [['project_id', 'class', 'estimated_hours', 'actual_hours']] });
    expect(sheet).not.toHaveProperty('history');
    expect(sheet).not.toHaveProperty('quotas');
    expect(sheet?.settings.marginFloor).toBe(0.25);
  });

  it('take a project of the past and leave out what nobody wrote down', () => {
    const { sheet, problems } = read({
      'Project history': [
        ['project_id', 'class', 'estimated_hours', 'actual_hours', 'delivered_date', 'in_full'],
        ['P-1', 'retrofit', 100, 120, dateCell('2026-01-30'), 'y'],
        ['P-2', 'retrofit', 0, 120, null, null],
      ],
    });
    expect(sheet?.history).toEqual([
      expect.objectContaining({
        project: 'P-1',
        actualHours: 120,
        deliveredDate: '2026-01-30',
        inFull: true,
        accepted: null,
      }),
    ]);
    expect(problems).toMatchObject([{ row: 'Project history!3', column: 'estimated_hours', severity: 'error' }]);
  });

  it('read the month of a period that Excel made a date of, and refuse a quota of an unknown product', () => {
    const reading = read({
      Quotas: [
        ['person', 'product_code', 'period', 'kind', 'target', 'attained'],
        ['R. Rep', 'BRK', dateCell('2026-03-01'), 'units', 100, 0],
        ['R. Rep', 'BRX', '2026-Q1', 'units', 100, 0],
      ],
    });
    expect(reading.sheet?.quotas?.map(({ period }) => period)).toEqual(['2026-03']);
    expect(told(reading)).toEqual(['Quotas!3 product_code error']);
  });

  it('refuse a tier that protects nothing, two things or something unknown', () => {
    const reading = read({
      Tiers: [
        ['tier', 'resource', 'product_code', 'protected_share'],
        ['A', 'LINE1', null, 0.2],
        ['A', null, null, 0.2],
        ['A', 'LINE1', 'BRK', 0.2],
        ['A', 'LINE9', null, 0.2],
      ],
    });
    expect(reading.sheet?.tiers?.map(({ row }) => row)).toEqual(['Tiers!2']);
    expect(told(reading)).toEqual(['Tiers!3 resource error', 'Tiers!4 resource error', 'Tiers!5 resource error']);
  });

  it('refuse a best product that is unknown and report a weaker one', () => {
    const reading = read({
      'Portfolio fit': [
        ['need_attribute', 'value', 'best_product', 'weaker_products'],
        ['corrosion', 'outdoor', 'PNL', 'BRK;BRX'],
        ['corrosion', 'indoor', 'BRX', 'BRK'],
      ],
    });
    expect(reading.sheet?.portfolioFit?.map(({ row }) => row)).toEqual(['Portfolio fit!2']);
    expect(told(reading)).toEqual(['Portfolio fit!3 best_product error', 'Portfolio fit!2 weaker_products warn']);
  });

  it('read when to remind, and report an escalation to somebody whom nobody knows', () => {
    const reading = read({
      'Service levels': [
        ['from_team', 'to_team', 'request', 'response_hours', 'remind_at', 'escalate_to'],
        ['sales', 'operations', 'sign-off', 8, '80;50', 'H. Head'],
        ['operations', 'sales', 'information', 16, null, 'Nobody'],
        ['operations', 'sales', 'question', 16, 'soon', 'H. Head'],
      ],
      People: [
        ['person', 'role'],
        ['H. Head', 'Plant manager'],
      ],
    });
    expect(reading.sheet?.serviceLevels?.map(({ remindAtPercent }) => remindAtPercent)).toEqual([
      [50, 80],
      [50, 80],
    ]);
    expect(told(reading)).toEqual(['Service levels!4 remind_at error', 'Service levels!3 escalate_to warn']);
  });
});

describe('the tab that Excel keeps for itself', () => {
  it('is read under its name from the format, and written under one that Excel opens', async () => {
    const csv = 'project_id,class,estimated_hours,actual_hours\nP-1,retrofit,100,120\n';
    const table = openWorkbook(Buffer.from(csv), 'History.csv').map((each) => ({ ...each, name: 'History' }));
    const plant = openWorkbook(
      aWorkbook({
        Products: [
          ['product_code', 'unit'],
          ['BRK', 'EA'],
        ],
      }),
      'plant.xlsx',
    );
    const { sheet } = readTables([...plant, ...table], 'plant.xlsx');
    expect(sheet?.history).toMatchObject([{ project: 'P-1', row: 'History!2' }]);
    const names = openWorkbook(await writeTemplate(), 'template.xlsx').map(({ name }) => name);
    expect(names).toContain('Project history');
    expect(names).not.toContain('History');
  });
});
