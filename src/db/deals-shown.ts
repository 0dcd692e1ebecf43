import { sql } from 'kysely';
import type { PreviouslyShown } from '../write-back/previously-shown.ts';
import type { Tx } from './roles.ts';

/** What these deals show by our hand, by deal id; deals that we never wrote to are absent. */
export const shownBy = async (tx: Tx, dealIds: string[]): Promise<Map<string, PreviouslyShown>> => {
  if (dealIds.length === 0) return new Map();
  const rows = await tx
    .selectFrom('deals_shown')
    .select(['deal_id', 'shown'])
    .where('deal_id', 'in', dealIds)
    .execute();
  return new Map(rows.map((row) => [row.deal_id, row.shown]));
};

/** Remembers what deals show once their stored intents are written. */
export const rememberShown = async (
  tx: Tx,
  installId: number,
  deals: { dealId: string; shown: PreviouslyShown }[],
): Promise<void> => {
  if (deals.length === 0) return;
  const rows = deals.map(({ dealId, shown }) => ({
    install_id: installId,
    deal_id: dealId,
    shown: JSON.stringify(shown),
  }));
  await tx
    .insertInto('deals_shown')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['install_id', 'deal_id']).doUpdateSet((row) => ({ shown: row.ref('excluded.shown') })),
    )
    .execute();
};

/**
 * After a merge the survivor carries the tasks and notes of the deals that ceased: what we know of them goes with them,
 * so that the same question is not asked twice. What the survivor already has under a key stays.
 */
export const adoptMerged = async (tx: Tx, survivorIds: string[]): Promise<void> => {
  const heirs = sql`select distinct on (new_id, key) w.deal_id as old_id, new_id, key
    from write_backs w join deal_aliases a on a.old_id = w.deal_id
    where a.new_id = any(${survivorIds}) and w.key like any (array['task/%', 'note/%'])
    order by new_id, key, w.deal_id`;
  await sql`
    update write_backs w set deal_id = h.new_id from (${heirs}) h
    where w.deal_id = h.old_id and w.key = h.key
      and not exists (select from write_backs n where n.deal_id = h.new_id and n.key = h.key)`.execute(tx);
  await sql`
    insert into deals_shown (install_id, deal_id, shown)
    select distinct on (a.new_id) s.install_id, a.new_id, s.shown
    from deals_shown s join deal_aliases a on a.old_id = s.deal_id
    where a.new_id = any(${survivorIds}) order by a.new_id, a.old_id
    on conflict (install_id, deal_id) do nothing`.execute(tx);
};
