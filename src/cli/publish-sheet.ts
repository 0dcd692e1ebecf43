import path from 'node:path';
import { readConfig } from '../config.ts';
import { openDealRuns } from '../db/check-runs.ts';
import type { Database } from '../db/database.ts';
import { asInstall } from '../db/roles.ts';
import { activeSheet, settingsInForce } from '../db/sheet-versions.ts';
import { readMappingFile } from '../sheet/mapping/mapping-file.ts';
import { draftInChild } from '../sheet/parse-in-child.ts';
import { NO_CHOICES } from '../sheet/read-draft.ts';
import { factsToPublish } from '../sheet/read-remembered.ts';
import { readSheetBytes } from '../sheet/read-sheet-file.ts';
import type { Consequences } from '../sheet/sheet-consequences.ts';
import { consequencesOf, describeDealChange } from '../sheet/sheet-consequences.ts';
import { chooseInstall } from './choose-install.ts';
import { EXIT } from './exit-code.ts';
import { openDatabase } from './open-database.ts';
import type { UsableSheet } from './publish-workbook.ts';
import { publishWorkbook, readSheetFile } from './publish-workbook.ts';
import type { Terminal } from './terminal.ts';

export type PublishOptions = {
  account?: string;
  mapping?: string;
  note?: string;
  author?: string;
  dryRun?: true;
  json?: true;
};

/**
 * `keepable sheet publish FILE`: a workbook becomes the sheet in force, as a whole or not at all, and every open deal is
 * checked against it; `--dry-run` only says what it would change. Throws USAGE when it is not clear for which account.
 */
export const publishSheetFile = async (file: string, options: PublishOptions, terminal: Terminal): Promise<number> => {
  const own = options.mapping === undefined ? await readSheetFile(file) : null;
  const database = await openDatabase(readConfig());
  try {
    const install = await chooseInstall(database, options.account);
    const now = new Date();
    const sheet = own ?? (await readByMapping(database, install.id, { file, mapping: options.mapping ?? '', now }));
    const consequences = await preview(database, install.id, { sheet, now });
    const deals = options.dryRun === true ? null : await publish(database, install.id, { sheet, now, options });
    const { account, crm } = install;
    const told = { account, crm, sheetVersion: sheet.hash, ...consequences, dealsToCheck: deals };
    terminal.out(
      options.json ? JSON.stringify(told) : describe(sheet.fileName, `${crm} ${account}`, { consequences, deals }),
    );
    return EXIT.done;
  } finally {
    await database.close();
  }
};

/** A workbook of another shape, with the settings in force where it has none. Throws SHEET_UNREADABLE while questions are open. */
const readByMapping = async (
  { kysely }: Database,
  installId: number,
  given: { file: string; mapping: string; now: Date },
): Promise<UsableSheet> => {
  const choices = { ...NO_CHOICES, mapping: await readMappingFile(given.mapping) };
  const draft = { bytes: await readSheetBytes(given.file), fileName: path.basename(given.file), choices };
  const settings = await asInstall(kysely, installId, settingsInForce);
  const facts = factsToPublish(await draftInChild(draft), { ...draft, settings, now: given.now });
  return { ...facts, fileName: draft.fileName };
};

type Looked = { sheet: UsableSheet; now: Date };

const preview = async ({ kysely }: Database, installId: number, { sheet, now }: Looked): Promise<Consequences> => {
  const { active, deals } = await asInstall(kysely, installId, async (tx) => ({
    active: await activeSheet(tx),
    deals: await openDealRuns(tx),
  }));
  const before = active && { sheet: active.facts, hash: active.hash };
  return consequencesOf({ before, after: { sheet: sheet.facts, hash: sheet.hash } }, deals, now);
};

const publish = async (
  database: Database,
  installId: number,
  { sheet, now, options }: Looked & { options: PublishOptions },
): Promise<number> => {
  const deals = await publishWorkbook(database.kysely, installId, {
    sheet,
    publishedAt: now,
    note: options.note ?? sheet.fileName,
    author: options.author ?? null,
    origin: 'command line',
  });
  database.workSignal.send();
  return deals;
};

type Told = { consequences: Consequences; deals: number | null };

const describe = (fileName: string, account: string, { consequences, deals }: Told): string => {
  const { changes, deals: moved } = consequences;
  const count = `${moved.length} open deal${moved.length === 1 ? '' : 's'}`;
  const end =
    deals === null
      ? `Nothing was published. ${fileName} would change the answer of ${count}.`
      : `${fileName} is in force for ${account}. ${sayDeals(deals)}`;
  return [...changes.map(({ tab, words }) => `${tab}: ${words}`), ...moved.map(describeDealChange), end].join('\n');
};

const sayDeals = (count: number): string =>
  count === 1 ? '1 deal is checked against it.' : `${count} deals are checked against it.`;
