import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Tx } from './roles.ts';
import { asRole } from './roles.ts';
import type { Schema } from './schema.ts';

/** What a mail is about; its text is written when it is sent. */
const MAIL_KINDS = [
  'asked',
  'changed',
  'recalled',
  'information_given',
  'reminder',
  'sales_reminder',
  'escalation',
  'information_needed',
  'decided',
  'undone',
  'expired',
  'carried_over',
] as const;
export type MailKind = (typeof MAIL_KINDS)[number];

/** A mail that is due. `detail`: the percentage of a reminder. */
export type AskMail = {
  id: string;
  installId: number;
  dealId: string;
  key: string;
  recipient: string;
  what: MailKind;
  detail: string | null;
  attempts: number;
};

export type NewMail = Omit<AskMail, 'id' | 'installId' | 'attempts'>;

const LEASE_MS = 2 * 60_000;
const MOST_ATTEMPTS = 8;

/** Puts mails on their way with the change that they tell of. */
export const queueMails = async (
  tx: Tx,
  installId: number,
  { mails, now }: { mails: NewMail[]; now: Date },
): Promise<void> => {
  if (mails.length === 0) return;
  await tx
    .insertInto('ask_mails')
    .values(
      mails.map(({ dealId, key, recipient, what, detail }) => ({
        install_id: installId,
        deal_id: dealId,
        key,
        recipient,
        what,
        detail,
        written_at: now,
        send_at: now,
        sent_at: null,
        failed: null,
      })),
    )
    .execute();
};

/** Installs that have a mail to send. */
export const installsWithMail = (db: Kysely<Schema>, now: Date): Promise<number[]> =>
  asRole(db, 'keepable_claimer', async (tx) => {
    const { rows } = await sql<{ install_id: number }>`
      select distinct install_id from ask_mails
      where sent_at is null and failed is null and send_at <= ${now} order by install_id`.execute(tx);
    return rows.map((row) => row.install_id);
  });

/** Takes the next due mail of an install for this process alone; one that is not reported back comes again after two minutes. */
export const claimMail = async (tx: Tx, now: Date): Promise<AskMail | null> => {
  const { rows } = await sql<{ id: string }>`
    select id from ask_mails where sent_at is null and failed is null and send_at <= ${now}
    order by send_at, id limit 1 for update skip locked`.execute(tx);
  const [due] = rows;
  if (!due) return null;
  const row = await tx
    .updateTable('ask_mails')
    .set((mail) => ({
      send_at: new Date(now.getTime() + LEASE_MS),
      attempts: sql<number>`${mail.ref('attempts')} + 1`,
    }))
    .where('id', '=', due.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  const what = MAIL_KINDS.find((kind) => kind === row.what) ?? 'asked';
  const { id, recipient, key, detail, attempts } = row;
  return { id, installId: row.install_id, dealId: row.deal_id, key, recipient, what, detail, attempts };
};

/** Records that a mail went out, or why it did not; after eight attempts it is given up, visibly. */
export const settleMail = async (
  tx: Tx,
  { id, attempts }: AskMail,
  outcome: { now: Date; fault: string | null; isFinal?: boolean },
): Promise<void> => {
  const { now, fault } = outcome;
  const isOver = (outcome.isFinal ?? false) || attempts >= MOST_ATTEMPTS;
  const change =
    fault === null
      ? { sent_at: now }
      : isOver
        ? { failed: fault }
        : { send_at: new Date(now.getTime() + 60_000 * 2 ** attempts) };
  await tx.updateTable('ask_mails').set(change).where('id', '=', id).execute();
};

/** How many mails of this install were given up. */
export const failedMails = async (tx: Tx): Promise<number> => {
  const { count } = await tx
    .selectFrom('ask_mails')
    .select((row) => row.fn.countAll<string>().as('count'))
    .where('failed', 'is not', null)
    .executeTakeFirstOrThrow();
  return Number(count);
};
