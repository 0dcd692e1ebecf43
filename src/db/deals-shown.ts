import { sql } from 'kysely';
import type { PreviouslyShown, ShownTask } from '../write-back/previously-shown.ts';
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
 * After a merge the survivor carries the tasks and notes of the deals that ceased: what we know of them goes with them.
 * A question that the survivor asks already is withdrawn under a name of its own, so that nobody is asked twice.
 */
export const adoptMerged = async (tx: Tx, survivorIds: string[]): Promise<void> => {
  const { rows } = await sql<{ newId: string; oldId: string; shown: PreviouslyShown; own: PreviouslyShown | null }>`
    select a.new_id as "newId", a.old_id as "oldId", s.shown, n.shown as own
    from deal_aliases a join deals_shown s on s.deal_id = a.old_id left join deals_shown n on n.deal_id = a.new_id
    where a.new_id = any(${survivorIds}) order by a.new_id, a.old_id for update of s`.execute(tx);
  const survivors = new Map<string, PreviouslyShown>();
  for (const { newId, oldId, shown, own } of rows) {
    survivors.set(newId, withMerged(survivors.get(newId) ?? own, { oldId, shown }));
    await moveWrites(tx, { oldId, newId });
    await moveAsks(tx, { oldId, newId });
  }
  for (const [newId, shown] of survivors) await moveShown(tx, newId, shown);
};

/** The survivor's own questions come last and keep their rounds: the next check looks there for the latest one. */
const withMerged = (
  own: PreviouslyShown | null,
  merged: { oldId: string; shown: PreviouslyShown },
): PreviouslyShown => {
  if (own === null) return merged.shown;
  const asked = new Set(own.tasks.map(({ key }) => key));
  const tasks = merged.shown.tasks.map((task) => (asked.has(task.key) ? askedTwice(task, merged.oldId) : task));
  return { ...own, tasks: [...tasks, ...own.tasks] };
};

const askedTwice = (task: ShownTask, oldId: string): ShownTask => ({
  ...task,
  key: mergedKey(task.key, oldId),
  round: 0,
  ...(task.state === 'open' || task.state === 'reopened' ? { state: 'withdrawn', paragraphs: [ASKED_ONCE] } : {}),
});

const ASKED_ONCE =
  'This question no longer stands here: the deal was merged with one that asks the same. Please answer the other task.';

const mergedKey = (key: string, oldId: string): string => `${key}/merged/${oldId}`;

/** A note that both have stays with the old id: it is told already, and notes are never changed. */
const moveWrites = async (tx: Tx, { oldId, newId }: { oldId: string; newId: string }): Promise<void> => {
  await sql`
    update write_backs w
    set deal_id = ${newId}, key = case when twin.key is null then w.key else w.key || ${mergedKey('', oldId)} end
    from write_backs o left join write_backs twin on twin.deal_id = ${newId} and twin.key = o.key
    where o.deal_id = ${oldId} and w.deal_id = o.deal_id and w.key = o.key
      and (o.key like 'task/%' or (o.key like 'note/%' and twin.key is null))`.execute(tx);
};

/** Questions go with their links; one that the survivor asks already is taken back under a name of its own. */
const moveAsks = async (tx: Tx, { oldId, newId }: { oldId: string; newId: string }): Promise<void> => {
  const suffix = mergedKey('', oldId);
  await sql`
    update asks a
    set deal_id = ${newId}, key = a.key || ${suffix}, state = 'recalled', next_clock_at = null, due_at = null,
        version = a.version + 1,
        ask = a.ask || jsonb_build_object('key', a.key || ${suffix}, 'state', 'recalled', 'round', 0)
    where a.deal_id = ${oldId} and exists (select from asks t where t.deal_id = ${newId} and t.key = a.key)`.execute(
    tx,
  );
  await sql`update ask_links set deal_id = ${newId}, key = key || ${suffix}
    where deal_id = ${oldId} and not exists (select from asks t where t.deal_id = ${oldId} and t.key = ask_links.key)`.execute(
    tx,
  );
  for (const table of ['asks', 'ask_links', 'ask_mails'])
    await sql`update ${sql.table(table)} set deal_id = ${newId} where deal_id = ${oldId}`.execute(tx);
};

/** The survivor's memory takes in that of the deals that ceased. */
const moveShown = async (tx: Tx, newId: string, shown: PreviouslyShown): Promise<void> => {
  await sql`
    with ceased as (
      delete from deals_shown s using deal_aliases a
      where a.new_id = ${newId} and a.old_id = s.deal_id returning s.install_id
    )
    insert into deals_shown (install_id, deal_id, shown)
    select distinct install_id, ${newId}, ${JSON.stringify(shown)}::jsonb from ceased
    on conflict (install_id, deal_id) do update set shown = excluded.shown`.execute(tx);
};
