import type { AuditEntry } from '../db/audit-log.ts';
import { appendAudit } from '../db/audit-log.ts';
import type { Tx } from '../db/roles.ts';
import { storeAsk } from '../db/signoff-asks.ts';
import type { AskToStore } from '../db/signoff-asks.ts';
import type { NewMail } from '../db/signoff-mails.ts';
import { queueMails } from '../db/signoff-mails.ts';
import type { Ask } from '../signoff/ask.ts';
import type { AskEffect } from '../signoff/ask-event.ts';

/** A question that changed: what it was, what it is, and what follows. */
export type AskChangeToStore = AskToStore & { before: Ask | null; effects: AskEffect[] };

const entriesOf = ({ dealId, before, ask }: AskChangeToStore): AuditEntry[] =>
  ask.history.slice(before?.history.length ?? 0).map(({ at, by, what }) => ({
    at,
    who: by,
    what,
    dealId,
    askKey: ask.key,
    revisionId: ask.revisionId,
  }));

const TO_ASSIGNEE = ['asked', 'changed', 'recalled', 'information_given'] as const;

type Told = Pick<NewMail, 'recipient' | 'what' | 'detail'>;

const tell = (recipient: string | null, what: NewMail['what'], detail: string | null = null): Told[] =>
  recipient?.includes('@') ? [{ recipient, what, detail }] : [];

const mailOf = (effect: AskEffect, { requester }: Ask): Told[] => {
  switch (effect.do) {
    case 'remind':
      return tell(effect.whom, 'reminder', String(effect.percent));
    case 'remind_sales':
      return tell(requester, 'sales_reminder', String(effect.percent));
    case 'escalate':
      return tell(effect.to, 'escalation');
    case 'tell_requester':
      return tell(requester, effect.what);
    case 'tell_assignee':
      return TO_ASSIGNEE.flatMap((what) => (what === effect.what ? tell(effect.whom, what) : []));
    case 'ask_again':
      return [];
  }
};

/**
 * Keeps changed questions with their audit entries and the mails that tell of them. A question that was changed by somebody
 * else meanwhile is left alone: nothing of the change is kept. Returns those that were kept.
 */
export const storeAsks = async (
  tx: Tx,
  { installId, now }: { installId: number; now: Date },
  changes: readonly AskChangeToStore[],
): Promise<AskChangeToStore[]> => {
  const kept: AskChangeToStore[] = [];
  for (const change of changes) if (await storeAsk(tx, installId, change)) kept.push(change);
  await appendAudit(tx, installId, kept.flatMap(entriesOf));
  const mails = kept.flatMap(({ dealId, ask, effects }) =>
    effects.flatMap((effect) => mailOf(effect, ask).map((mail) => ({ ...mail, dealId, key: ask.key }))),
  );
  await queueMails(tx, installId, { mails, now });
  return kept;
};
