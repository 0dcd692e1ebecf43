import { describe, expect, it } from '@jest/globals';
import { inspectWorkbook } from '../../src/sheet/understand/inspect-workbook.ts';
import type { Inspection } from '../../src/sheet/understand/inspect-workbook.ts';
import { aWorkbook, dateCell } from '../support/a-workbook.ts';
import type { Tabs } from '../support/a-workbook.ts';

const inspect = (tabs: Tabs): Inspection => inspectWorkbook(aWorkbook(tabs), 'plan.xlsx');
const asked = ({ questions }: Inspection): string[] => questions.map(({ about }) => about);
const fields = ({ tables }: Inspection): (string | null)[] => tables.at(-1)?.columns.map(({ field }) => field) ?? [];

describe('headers that are rates', () => {
  it.each([
    ['Std./Woche', 'capacity'],
    ['Uren per week', 'capacity'],
    ['Heures par semaine', 'capacity'],
    ['Dias/semana', 'days_per_week'],
    ['Giorni/settimana', 'days_per_week'],
    ['Horas/turno', 'hours_per_day'],
    ['Std./Schicht', 'hours_per_day'],
  ])('reads %s as %s', (header, field) => {
    const inspection = inspect({ Plan: [['Machine', header], ['M1', 5], ['M2', 6]] }); // prettier-ignore
    expect(fields(inspection)).toEqual(['resource', field]);
  });
});

describe('what planners export and draw', () => {
  it('takes a rough-cut plan whose sections are named in rows of their own, and asks for its year', () => {
    const inspection = inspect({
      RCCP: [
        ['Rough-cut capacity plan'],
        ['Resource', 'UoM', 'Jan', 'Feb', 'Mar'],
        ['Assembly', 'hrs', 1600, 1500, 1700],
        ['Test', 'hrs', 800, 780, 820],
        ['Demand', ''],
        ['Assembly', 'hrs', 1500, 1510, 1620],
      ],
    });
    expect(inspection.tables).toMatchObject([{ kind: 'Capacity', form: 'wide', unit: 'hours' }]);
    expect(asked(inspection)).toEqual(['year']);
  });

  it('asks in which unit machines are loaded: the word machines in a title is no unit', () => {
    const inspection = inspect({
      'Carico macchine': [
        ['Macchina', 'Sett. 10', 'Sett. 11', 'Sett. 12'],
        ['Tornio 1', 38, 40, 36],
        ['Pressa', 38, 40, 36],
      ],
    });
    expect(inspection.tables).toMatchObject([{ kind: 'Commitments', unit: null }]);
    expect(asked(inspection).toSorted()).toEqual(['unit', 'year']);
  });

  it('reads weeks written as 10.2026 under a header that says week, and the unit of a column that says it', () => {
    const inspection = inspect({
      CM01: [
        ['Week', 'AvailCap.', 'CapLoad', 'RemAvailCap', 'Unit'],
        ['10.2026', 40, '81 %', 7.5, 'H'],
        ['11.2026', 40, '90 %', 4, 'H'],
        ['12.2026', 40, '50 %', 20, 'H'],
      ],
    });
    expect(inspection.tables).toMatchObject([
      { kind: 'Capacity', unit: 'hours', periods: { granularity: 'week', first: '2026-03-02', yearKnown: true } },
    ]);
    expect(fields(inspection)).toEqual(['week', 'capacity', 'utilisation', 'free_capacity', 'unit']);
  });

  it('counts no minutes in a minimum order quantity', () => {
    const inspection = inspect({
      Levertijden: [
        ['Artikel', 'Levertijd (werkdagen)', 'Min. bestelhoeveelheid', 'Eenheid'],
        ['A1', 10, 5, 'st'],
        ['A2', 12, 5, 'st'],
      ],
    });
    expect(inspection.tables).toMatchObject([{ kind: 'Lead times', unit: 'days' }]);
    expect(fields(inspection)).toEqual(['product_code', 'lead_time', 'min_qty', 'unit']);
  });

  it('takes the unit from cells that all say per cent', () => {
    const inspection = inspect({
      'Resource allocation': [
        ['Name', 'Role', dateCell('2026-01-01'), dateCell('2026-02-01'), dateCell('2026-03-01')],
        ['Ann', 'Architect', '80 %', '100 %', '80 %'],
        ['Bob', 'Developer', '50 %', '100 %', '80 %'],
      ],
    });
    expect(inspection.tables).toMatchObject([{ kind: 'Commitments', unit: 'percent' }]);
    expect(asked(inspection)).toEqual([]);
  });
});
