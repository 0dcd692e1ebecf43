import type { Inspection } from '../understand/inspect-workbook.ts';
import { describeMapped, layoutChanges, openQuestions } from './apply-mapping.ts';
import type { SheetMapping } from './sheet-mapping.ts';

/** What was recognised, as a saved mapping says it is to be read; what it does not answer is still asked. */
export const inspectBy = (inspection: Inspection, mapping: SheetMapping): Inspection => ({
  ...inspection,
  tables: describeMapped(inspection.tables, mapping),
  questions: openQuestions(inspection.questions, mapping),
  mapping,
  layoutChange: layoutChanges(
    inspection.tables.map((inspected) => ({ inspected })),
    mapping,
  ),
});
