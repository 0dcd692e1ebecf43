import type { Kysely } from 'kysely';
import { asInstall } from '../db/roles.ts';
import type { Tx } from '../db/roles.ts';
import type { Schema } from '../db/schema.ts';
import { readAsk } from '../db/signoff-asks.ts';
import { ensureLink } from '../db/signoff-links.ts';
import type { LinkMaking } from '../db/signoff-links.ts';
import { claimMail, installsWithMail, settleMail } from '../db/signoff-mails.ts';
import type { AskMail, MailKind } from '../db/signoff-mails.ts';
import { activeSheet } from '../db/sheet-versions.ts';
import type { Logger } from '../logger.ts';
import { isWaiting } from '../signoff/ask.ts';
import type { Ask } from '../signoff/ask.ts';
import { answerDueAt } from '../signoff/next-clock.ts';
import { officesOf, plantOf } from '../signoff/offices.ts';
import type { Mailer, OutgoingMail } from './mailer.ts';
import { mailText } from './mail-text.ts';

export type MailSending = {
  db: Kysely<Schema>;
  links: LinkMaking;
  /** Null: there is no mail server; what would be sent is logged without its text. */
  mailer: Mailer | null;
  now: () => Date;
  logger: Logger;
};

const NO_SERVER = 'no mail server is configured (SMTP_URL)';

/** Sends every mail that is due. One that fails is tried again later, at growing distances; the others go out. Returns how many went out. */
export const sendMails = async (sending: MailSending): Promise<number> => {
  let sent = 0;
  for (const installId of await installsWithMail(sending.db, sending.now())) {
    for (;;) {
      const mail = await asInstall(sending.db, installId, (tx) => claimMail(tx, sending.now()));
      if (!mail) break;
      const fault = await sendOne(mail, sending);
      await asInstall(sending.db, installId, (tx) =>
        settleMail(tx, mail, { now: sending.now(), fault, isFinal: sending.mailer === null }),
      );
      if (fault === null) sent += 1;
    }
  }
  return sent;
};

/** Null when it went out, else why not. */
const sendOne = async (mail: AskMail, { db, links, mailer, now, logger }: MailSending): Promise<string | null> => {
  const { installId, what, id } = mail;
  if (mailer === null) {
    logger.info({ installId, mail: id, what }, 'no mail server: a mail about a sign-off was not sent');
    return NO_SERVER;
  }
  try {
    const outgoing = await asInstall(db, installId, (tx) => compose(tx, mail, { links, now: now() }));
    if (outgoing !== null) await mailer.send(outgoing);
    return null;
  } catch (error) {
    logger.warn({ err: error, installId, mail: id, what }, 'a mail about a sign-off was not accepted');
    return error instanceof Error ? error.message.slice(0, 500) : 'unknown fault';
  }
};

const CALLS: readonly MailKind[] = ['asked', 'changed', 'reminder', 'escalation', 'information_given'];

/** Nobody is asked to answer what was answered, or taken back, before the mail went out. */
const isPast = (ask: Ask, what: MailKind): boolean => CALLS.includes(what) && !isWaiting(ask);

/** Null when the question is gone: there is nothing to tell. */
const compose = async (
  tx: Tx,
  { id, installId, dealId, key, recipient, what, detail }: AskMail,
  { links, now }: { links: LinkMaking; now: Date },
): Promise<OutgoingMail | null> => {
  const stored = await readAsk(tx, { dealId, key });
  const sheet = await activeSheet(tx);
  if (!stored || !sheet || isPast(stored.ask, what)) return null;
  const { revisionId, assignee } = stored.ask;
  const link = await ensureLink(tx, { installId, dealId, key, person: recipient, revisionId, now }, links);
  const due = answerDueAt(stored.ask, officesOf(plantOf(sheet.facts), assignee));
  const messageId = `<sign-off-${installId}-${id}@${new URL(links.publicUrl).hostname}>`;
  return {
    to: recipient,
    messageId,
    ...mailText({ stored, what, detail, link, dueAt: due === null ? null : new Date(due) }),
  };
};
