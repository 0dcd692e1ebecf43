import { writeFile } from 'node:fs/promises';
import { asInstall } from '../db/roles.ts';
import { restoreVersion } from '../db/sheet-publish.ts';
import type { PublishedVersion } from '../db/sheet-versions.ts';
import { activeSheet, listSheetVersions, readSheetVersion } from '../db/sheet-versions.ts';
import { formatIsoDate } from '../deal/day.ts';
import { AppError, systemCode } from '../errors.ts';
import { writeWorkbook } from '../sheet/write-workbook.ts';
import { EXIT } from './exit-code.ts';
import type { Terminal } from './terminal.ts';
import { withInstall } from './with-install.ts';

export type HistoryOptions = { account?: string; json?: true };
export type ExportOptions = HistoryOptions & { number?: string };
export type RestoreOptions = HistoryOptions & { note?: string; author?: string };

const when = (moment: Date): string => {
  const iso = moment.toISOString();
  return `${formatIsoDate(iso.slice(0, 10))} ${iso.slice(11, 16)} UTC`;
};

const describeVersion = (version: PublishedVersion): string =>
  [
    version.isActive ? '*' : ' ',
    version.id,
    when(version.publishedAt),
    version.author ?? 'nobody named',
    version.hash.slice(0, 14),
    version.note ?? '',
  ].join('  ');

/** `keepable sheet history`: every publication, newest first; the one in force carries a star. */
export const sheetHistory = (options: HistoryOptions, terminal: Terminal): Promise<number> =>
  withInstall(options.account, async ({ kysely }, install) => {
    const versions = await asInstall(kysely, install.id, (tx) => listSheetVersions(tx));
    const lines = versions.map(describeVersion).join('\n');
    if (options.json) terminal.out(JSON.stringify({ account: install.account, versions }));
    else terminal.out(versions.length === 0 ? 'Nothing is published yet.' : lines);
    return EXIT.done;
  });

/** `keepable sheet export FILE`: the sheet in force, or the one of that number, as a workbook. Never writes over a file. */
export const exportSheet = (file: string, options: ExportOptions, terminal: Terminal): Promise<number> =>
  withInstall(options.account, async ({ kysely }, install) => {
    const { number } = options;
    const version = await asInstall(kysely, install.id, (tx) =>
      number === undefined ? activeSheet(tx) : readSheetVersion(tx, number),
    );
    if (!version) {
      const which = number === undefined ? 'No sheet is published yet.' : `There is no version ${number}.`;
      throw new AppError('SHEET_MISSING', `${which} See keepable sheet history.`);
    }
    await writeNew(file, await writeWorkbook(version.facts));
    const { id, hash } = version;
    terminal.out(
      options.json ? JSON.stringify({ file, version: id, sheetVersion: hash }) : `${file} holds version ${id}.`,
    );
    return EXIT.done;
  });

const writeNew = async (file: string, bytes: Uint8Array): Promise<void> => {
  try {
    await writeFile(file, bytes, { flag: 'wx' });
  } catch (cause) {
    const code = systemCode(cause);
    const why = code === 'EEXIST' ? 'there is a file of that name already' : `it cannot be written (${code ?? '?'})`;
    throw new AppError('INPUT_UNREADABLE', `${file}: ${why}. Choose another name.`, { cause });
  }
};

/** `keepable sheet restore NUMBER`: an earlier version is published again as it was, and every open deal is checked against it. */
export const restoreSheet = (number: string, options: RestoreOptions, terminal: Terminal): Promise<number> =>
  withInstall(options.account, async (database, install) => {
    const note = options.note ?? `Version ${number} again`;
    const { versionId, deals } = await restoreVersion(database.kysely, install.id, {
      versionId: number,
      author: options.author ?? null,
      note,
      now: new Date(),
    });
    database.workSignal.send();
    const told = { account: install.account, restored: number, version: versionId, dealsToCheck: deals };
    terminal.out(
      options.json
        ? JSON.stringify(told)
        : `Version ${number} is in force again, as version ${versionId}. Deals that are checked against it: ${deals}.`,
    );
    return EXIT.done;
  });
