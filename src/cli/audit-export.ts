import Papa from 'papaparse';
import type { Database } from '../db/database.ts';
import { checkAudit, readAudit } from '../db/audit-log.ts';
import type { AuditRow } from '../db/audit-log.ts';
import { asInstall } from '../db/roles.ts';
import { AppError } from '../errors.ts';
import { EXIT } from './exit-code.ts';
import type { Terminal } from './terminal.ts';
import { withInstall } from './with-install.ts';

export type AuditExportOptions = { account?: string; format: string };

const COLUMNS = ['seq', 'at', 'who', 'what', 'dealId', 'askKey', 'revisionId', 'previousHash', 'hash'] as const;
const PAGE = 1000;

/** Spreadsheets calculate what begins like a formula; a text that does gets an apostrophe in front. */
const toCell = (value: string | number | null): string | number =>
  typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : (value ?? '');

const toLine = (row: AuditRow, format: string): string =>
  format === 'jsonl' ? JSON.stringify(row) : Papa.unparse([COLUMNS.map((column) => toCell(row[column]))]);

/** Prints the audit log of one account, oldest entry first, as CSV or as one JSON document per line. Throws USAGE for another format. */
export const printAudit = async (
  { kysely }: Pick<Database, 'kysely'>,
  { installId, format }: { installId: number; format: string },
  terminal: Terminal,
): Promise<void> => {
  if (format !== 'csv' && format !== 'jsonl') throw new AppError('USAGE', `--format is csv or jsonl, not ${format}.`);
  if (format === 'csv') terminal.out(COLUMNS.join(','));
  for (let after = 0; ;) {
    const rows = await asInstall(kysely, installId, (tx) => readAudit(tx, { after, limit: PAGE }));
    for (const row of rows) terminal.out(toLine(row, format));
    after = rows.at(-1)?.seq ?? after;
    if (rows.length < PAGE) return;
  }
};

/** Prints the audit log of the account that a command is meant for. */
export const exportAudit = async ({ account, format }: AuditExportOptions, terminal: Terminal): Promise<number> => {
  await withInstall(account, (database, { id }) => printAudit(database, { installId: id, format }, terminal));
  return EXIT.done;
};

/** Whether the chain of an account is whole, as a sentence. */
export const auditInWords = async (
  { kysely }: Pick<Database, 'kysely'>,
  installId: number,
): Promise<{ isWhole: boolean; message: string }> => {
  const { entries, brokenAt } = await asInstall(kysely, installId, (tx) => checkAudit(tx, installId));
  return brokenAt === null
    ? { isWhole: true, message: `${entries} entries, the chain is whole.` }
    : { isWhole: false, message: `entry ${brokenAt} was changed, removed or added by hand: ask who had access.` };
};
