import { AppError } from '../../errors.ts';
import type { FieldBook } from './field-book.ts';
import { DEAL_FIELDS, INPUT_FIELDS, KEY_FIELD } from './field-names.ts';

/**
 * Makes sure that the package is there and that our user may see its fields: in Salesforce an admin installs them, we do
 * not. Repeatable. Throws CRM_FORBIDDEN with the names that are missing.
 */
export const provision = async (fields: FieldBook): Promise<void> => {
  fields.forget();
  const org = await fields.read();
  const missing = [
    ...[...Object.values(DEAL_FIELDS), INPUT_FIELDS.requestedDate]
      .filter((field) => !org.has('Opportunity', field))
      .map((field) => `Opportunity.${field}`),
    ...(org.has('Task', KEY_FIELD) ? [] : [`Task.${KEY_FIELD}`]),
  ];
  if (missing.length === 0) return;
  throw new AppError(
    'CRM_FORBIDDEN',
    `The integration user does not see ${missing.join(', ')}. Install the Keepable package and give the user its permission set "Keepable Integration", then connect again.`,
  );
};
