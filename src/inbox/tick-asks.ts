import type { Kysely } from 'kysely';
import { markDirty } from '../db/deal-work.ts';
import { asInstall } from '../db/roles.ts';
import type { Tx } from '../db/roles.ts';
import type { Schema } from '../db/schema.ts';
import { claimDueAsk, dueAsks, readAsk } from '../db/signoff-asks.ts';
import type { DueAsk, StoredAsk } from '../db/signoff-asks.ts';
import { activeSheet } from '../db/sheet-versions.ts';
import type { CapacitySheet } from '../capacity/capacity-sheet.ts';
import type { AskEvent } from '../signoff/ask-event.ts';
import { escalationOf } from '../signoff/escalation.ts';
import { officesOf, plantOf } from '../signoff/offices.ts';
import { step } from '../signoff/step.ts';
import { changeAsk } from './change-ask.ts';

export type Ticking = { db: Kysely<Schema>; now: () => Date; wake: () => void; admin: string };

/** Lets time pass for every question that is due: reminders, escalation, expiry. Returns how many were looked at. */
export const tickAsks = async (ticking: Ticking): Promise<number> => {
  const { db, now, wake } = ticking;
  const due = await dueAsks(db, now());
  for (const one of due) await asInstall(db, one.installId, (tx) => tickOne(tx, one, ticking));
  if (due.length > 0) wake();
  return due.length;
};

const tickOne = async (tx: Tx, due: DueAsk, { now, admin }: Ticking): Promise<void> => {
  const sheet = await activeSheet(tx);
  const seen = await readAsk(tx, due);
  if (!sheet || !seen) return;
  const event: AskEvent = {
    is: 'clock',
    at: now().toISOString(),
    escalateTo: escalationOf(seen.ask, sheet.facts, admin),
  };
  // The deal before the question, as the worker and the answer page do: nobody waits for the other in a circle.
  if (isSeenInTheDeal(seen, event, sheet.facts)) await markDirty(tx, [{ kind: 'deal', objectId: due.dealId }], now());
  const stored = await claimDueAsk(tx, due, now());
  if (stored?.version !== seen.version) return;
  await changeAsk(tx, { installId: due.installId, stored, sheet: sheet.facts, event });
};

/** A reminder changes nothing in the CRM; another person, or an answer that ran out, does. */
const isSeenInTheDeal = ({ ask }: StoredAsk, event: AskEvent, sheet: CapacitySheet): boolean => {
  const stepped = step(ask, event, officesOf(plantOf(sheet), ask.assignee));
  return 'ask' in stepped && (stepped.ask.state !== ask.state || stepped.ask.assignee !== ask.assignee);
};
