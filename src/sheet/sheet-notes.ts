import type { Doubt } from '../capacity/capacity-sheet.ts';
import type { SheetProblem } from './sheet-problem.ts';

/** What is noticed while a workbook is read: problems for people, doubts for the engine. */
export type SheetNotes = { problems: SheetProblem[]; doubts: Doubt[] };

/** What is wrong with which cell of a row. */
export type RowNote = { ref: string; column: string; value: string | null; expected: string; howToFix: string };

const noteOf = (note: RowNote, severity: SheetProblem['severity']): SheetProblem => ({
  sheet: note.ref.slice(0, note.ref.lastIndexOf('!')),
  cell: null,
  row: note.ref,
  column: note.column,
  value: note.value,
  expected: note.expected,
  howToFix: note.howToFix,
  severity,
});

/** Reports a row that is not used. */
export const rejectRow = (notes: SheetNotes, note: RowNote): void => {
  notes.problems.push(noteOf(note, 'error'));
};

/** Reports something that somebody should look at; the row is used. */
export const warnRow = (notes: SheetNotes, note: RowNote): void => {
  notes.problems.push(noteOf(note, 'warn'));
};

/** What depends on this row cannot be answered for sure; without a name the whole plant is in doubt (S17). */
export const doubt = (
  notes: SheetNotes,
  about: 'product' | 'resource' | 'customer',
  named: { name: string | null | undefined; row: string },
): void => {
  const { name, row } = named;
  const known = name !== null && name !== undefined && name !== '*';
  notes.doubts.push(known ? { about, name, row } : { about: 'plant', name: null, row });
};
