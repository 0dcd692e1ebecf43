import type { Tx } from './roles.ts';

/** The surviving deals of those that were merged away, by old id. */
export const survivorsOf = async (tx: Tx, dealIds: string[]): Promise<Map<string, string>> => {
  if (dealIds.length === 0) return new Map();
  const rows = await tx
    .selectFrom('deal_aliases')
    .select(['old_id', 'new_id'])
    .where('old_id', 'in', dealIds)
    .execute();
  return new Map(rows.map((row) => [row.old_id, row.new_id]));
};

/** Remembers that a deal lives on under another id. */
export const linkSurvivor = async (
  tx: Tx,
  installId: number,
  link: { oldId: string; newId: string },
): Promise<void> => {
  await tx
    .insertInto('deal_aliases')
    .values({ install_id: installId, old_id: link.oldId, new_id: link.newId })
    .onConflict((conflict) => conflict.columns(['install_id', 'old_id']).doUpdateSet({ new_id: link.newId }))
    .execute();
};
