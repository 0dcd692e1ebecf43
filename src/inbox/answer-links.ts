import type { PlannedWrite } from '../crm/crm.ts';
import type { Tx } from '../db/roles.ts';
import { readAsk } from '../db/signoff-asks.ts';
import { ensureLink } from '../db/signoff-links.ts';
import type { LinkMaking } from '../db/signoff-links.ts';
import { ANSWER_LINK, askKeyOf } from '../write-back/signoff-tasks.ts';

type Linking = { installId: number; now: Date; links: LinkMaking | null };

const isMark = (paragraph: string): boolean => paragraph === ANSWER_LINK;

/** Null: nobody can be given a link (no address of ours is known, or the question is gone). */
const linkFor = async (tx: Tx, { installId, now, links }: Linking, write: PlannedWrite): Promise<string | null> => {
  const { dealId, writeBack } = write;
  const { key, isForSales } = askKeyOf(writeBack.key);
  const ask = links && (await readAsk(tx, { dealId, key }))?.ask;
  const person = isForSales ? ask?.requester : ask?.assignee;
  if (!links || !ask || !person) return null;
  const { revisionId } = ask;
  return ensureLink(tx, { installId, dealId, key, person, revisionId, now }, links);
};

/** The writes with the secret links filled in, which are never kept in readable form. */
export const withLinks = async (tx: Tx, linking: Linking, writes: readonly PlannedWrite[]): Promise<PlannedWrite[]> => {
  const filled: PlannedWrite[] = [];
  for (const write of writes) {
    const { writeBack } = write;
    if (writeBack.kind !== 'task' || !writeBack.paragraphs.some(isMark)) filled.push(write);
    else {
      const link = await linkFor(tx, linking, write);
      const paragraphs = writeBack.paragraphs.flatMap((text) =>
        isMark(text) ? (link === null ? [] : [`Answer here: ${link}`]) : [text],
      );
      filled.push({ ...write, writeBack: { ...writeBack, paragraphs } });
    }
  }
  return filled;
};
