import { readConfig } from '../config.ts';
import { deadLetters, replayDeadLetters } from '../db/deal-work.ts';
import { listInstalls } from '../db/installs.ts';
import { asInstall } from '../db/roles.ts';
import { openDatabase } from './open-database.ts';

/** Lists the work that was given up, with reasons; with `replay` all of it is tried again. */
export const showDeadLetters = async ({ replay, json }: { replay?: true; json?: true }): Promise<void> => {
  const database = await openDatabase(readConfig());
  try {
    const db = database.kysely;
    const found = [];
    for (const { id, crm, account } of await listInstalls(db)) {
      const letters = await asInstall(db, id, deadLetters);
      found.push(...letters.map((letter) => ({ crm, account, ...letter })));
      if (replay) await asInstall(db, id, (tx) => replayDeadLetters(tx, new Date()));
    }
    if (replay) database.workSignal.send();
    if (json) console.log(JSON.stringify({ deadLetters: found, replayed: replay ?? false }));
    else console.log(sayLetters(found, replay ?? false));
  } finally {
    await database.close();
  }
};

type Found = { crm: string; account: string; kind: string; objectId: string; reason: string };

const sayLetters = (found: Found[], isReplayed: boolean): string => {
  if (found.length === 0) return 'There are no dead letters.';
  const lines = found.map(
    ({ crm, account, kind, objectId, reason }) => `${crm} ${account}  ${kind} ${objectId}: ${reason}`,
  );
  return [...lines, ...(isReplayed ? [`${found.length} are tried again.`] : [])].join('\n');
};
