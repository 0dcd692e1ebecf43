import type { Database } from '../db/database.ts';
import type { Install } from '../db/installs.ts';
import { listInstalls } from '../db/installs.ts';
import { AppError } from '../errors.ts';

/** The install that a command is meant for: the only one, or the one of this account. Throws USAGE when that is not clear. */
export const chooseInstall = async ({ kysely }: Database, account: string | undefined): Promise<Install> => {
  const installs = await listInstalls(kysely);
  const chosen = account === undefined ? installs : installs.filter((install) => install.account === account);
  const [only, ...others] = chosen;
  if (only !== undefined && others.length === 0) return only;
  const known = installs.map((install) => `${install.crm} ${install.account}`).join(', ');
  throw new AppError(
    'USAGE',
    installs.length === 0
      ? 'No account is connected yet: connect one first (docs/hubspot/connect.md, docs/salesforce/connect.md).'
      : `Say which account is meant, with --account. Connected: ${known}.`,
  );
};
