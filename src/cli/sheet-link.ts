import { readConfig } from '../config.ts';
import { replaceAdminToken } from '../db/admin-tokens.ts';
import { AppError } from '../errors.ts';
import { adminLink } from '../web/admin/admin-link.ts';
import { chooseInstall } from './choose-install.ts';
import { EXIT } from './exit-code.ts';
import { openDatabase } from './open-database.ts';
import type { Terminal } from './terminal.ts';

export type LinkOptions = { account?: string; readOnly?: true; json?: true };

/** `keepable sheet link`: a link to the planner's page of one account; earlier links to it, and their sessions, end. */
export const printSheetLink = async (options: LinkOptions, terminal: Terminal): Promise<number> => {
  const config = readConfig();
  const { PUBLIC_URL: publicUrl } = config;
  if (publicUrl === undefined)
    throw new AppError('CONFIG_INVALID', 'Set PUBLIC_URL (see .env.example): the link leads there.');
  const database = await openDatabase(config);
  try {
    const install = await chooseInstall(database, options.account);
    const role = options.readOnly ? 'reader' : 'planner';
    const link = adminLink(publicUrl, await replaceAdminToken(database.kysely, install.id, { role, now: new Date() }));
    terminal.out(options.json ? JSON.stringify({ account: install.account, role, link }) : link);
    return EXIT.done;
  } finally {
    await database.close();
  }
};
