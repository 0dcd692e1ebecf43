import { AppError } from '../../errors.ts';
import { createFieldBook } from './field-book.ts';
import { provision } from './provision.ts';
import { readRecords, textOf } from './query.ts';
import type { SalesforceCall } from './salesforce-client.ts';
import { idCondition } from './soql.ts';

/** Throws CRM_FORBIDDEN with the missing names unless the package is installed and this user may see its fields. */
export const requirePackage = (call: SalesforceCall): Promise<void> => provision(createFieldBook(call, () => 0));

/** The name under which a user signs in. */
export const readUsername = async (call: SalesforceCall, userId: string): Promise<string> => {
  const where = [idCondition('Id', [userId])];
  const [user] = await readRecords(call, { select: ['Id', 'Username'], from: 'User', where });
  const username = textOf(user ?? null, 'Username');
  if (username !== null) return username;
  throw new AppError('CRM_FORBIDDEN', 'The user who agreed may not read its own name in this org.');
};
