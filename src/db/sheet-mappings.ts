import type { DraftChoices } from '../sheet/read-draft.ts';
import type { Tx } from './roles.ts';

/** What was decided about workbooks of one layout: everything but the fixes of single cells. */
export type RememberedChoices = Omit<DraftChoices, 'fixes'>;

const MOST_LAYOUTS = 50;

/** What was decided about this layout, and whether anything was decided about another one. */
export const recallChoices = async (
  tx: Tx,
  layout: string,
): Promise<{ choices: RememberedChoices | null; knowsOthers: boolean }> => {
  const rows = await tx.selectFrom('sheet_mappings').select(['layout', 'mapping']).limit(MOST_LAYOUTS).execute();
  const own = rows.find((row) => row.layout === layout);
  // The choices were checked before they were kept.
  return { choices: own ? (own.mapping as RememberedChoices) : null, knowsOthers: rows.length > (own ? 1 : 0) };
};

/** Keeps what was decided for the next workbook of this layout. */
export const rememberChoices = async (
  tx: Tx,
  installId: number,
  { layout, choices, now }: { layout: string; choices: RememberedChoices; now: Date },
): Promise<void> => {
  const row = { mapping: JSON.stringify(choices), saved_at: now };
  await tx
    .insertInto('sheet_mappings')
    .values({ install_id: installId, layout, ...row })
    .onConflict((conflict) => conflict.columns(['install_id', 'layout']).doUpdateSet(row))
    .execute();
};
