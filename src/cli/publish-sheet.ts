import { readConfig } from '../config.ts';
import type { Database } from '../db/database.ts';
import type { Install } from '../db/installs.ts';
import { listInstalls } from '../db/installs.ts';
import { AppError } from '../errors.ts';
import { EXIT } from './exit-code.ts';
import { openDatabase } from './open-database.ts';
import { publishWorkbook, readSheetFile } from './publish-workbook.ts';
import type { Terminal } from './terminal.ts';

export type PublishOptions = { account?: string; note?: string; json?: true };

/**
 * `keepable sheet publish FILE`: a workbook becomes the sheet in force, as a whole or not at all, and every open deal is
 * checked against it. Throws USAGE when it is not clear for which account.
 */
export const publishSheetFile = async (file: string, options: PublishOptions, terminal: Terminal): Promise<number> => {
  const sheet = await readSheetFile(file);
  const database = await openDatabase(readConfig());
  try {
    const install = await chooseInstall(database, options.account);
    const note = options.note ?? sheet.fileName;
    const deals = await publishWorkbook(database.kysely, install.id, { sheet, publishedAt: new Date(), note });
    database.workSignal.send();
    terminal.out(
      options.json
        ? JSON.stringify({ account: install.account, crm: install.crm, sheetVersion: sheet.hash, dealsToCheck: deals })
        : `${sheet.fileName} is in force for ${install.crm} ${install.account}. ${sayDeals(deals)}`,
    );
    return EXIT.done;
  } finally {
    await database.close();
  }
};

const sayDeals = (count: number): string =>
  count === 1 ? '1 deal is checked against it.' : `${count} deals are checked against it.`;

const chooseInstall = async ({ kysely }: Database, account: string | undefined): Promise<Install> => {
  const installs = await listInstalls(kysely);
  const chosen = account === undefined ? installs : installs.filter((install) => install.account === account);
  const [only, ...others] = chosen;
  if (only !== undefined && others.length === 0) return only;
  const known = installs.map((install) => `${install.crm} ${install.account}`).join(', ');
  throw new AppError(
    'USAGE',
    installs.length === 0
      ? 'No account is connected yet: connect one first (docs/hubspot/connect.md).'
      : `Say for which account the sheet is meant, with --account. Connected: ${known}.`,
  );
};
