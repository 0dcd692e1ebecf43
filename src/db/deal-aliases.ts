import type { Tx } from './roles.ts';

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
