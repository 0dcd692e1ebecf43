import type { CapacitySheet } from '../capacity/capacity-sheet.ts';
import type { Tx } from '../db/roles.ts';
import type { StoredAsk } from '../db/signoff-asks.ts';
import type { Ask } from '../signoff/ask.ts';
import type { AskEvent, RefusalCode } from '../signoff/ask-event.ts';
import { answerDueAt, nextClockAt } from '../signoff/next-clock.ts';
import { officesOf, plantOf } from '../signoff/offices.ts';
import { step } from '../signoff/step.ts';
import { storeAsks } from './store-asks.ts';

/** What became of something that happened to a question. */
export type ChangedAsk = { ask: Ask } | { refused: RefusalCode; message: string };

const AT_ONCE = 'The question changed at the same moment. Look at it again.';

type Happening = { installId: number; stored: StoredAsk; sheet: CapacitySheet; event: AskEvent };

/**
 * Lets an event happen to a locked question and keeps what follows: the next state, the audit entries, the mails. The caller
 * holds the row, so that of two events at the same time the second one sees what the first one did.
 */
export const changeAsk = async (tx: Tx, { installId, stored, sheet, event }: Happening): Promise<ChangedAsk> => {
  const before = stored.ask;
  const plant = plantOf(sheet);
  const stepped = step(before, event, officesOf(plant, before.assignee));
  if ('refused' in stepped) return stepped;
  const { ask, effects } = stepped;
  const offices = officesOf(plant, ask.assignee);
  const change = {
    ...stored,
    ask,
    before,
    effects,
    dueAt: answerDueAt(ask, offices),
    nextClockAt: nextClockAt(ask, offices, event.at),
  };
  const kept = await storeAsks(tx, { installId, now: new Date(event.at) }, [change]);
  return kept.length > 0 ? { ask } : { refused: 'CHANGED_SINCE', message: AT_ONCE };
};
