import type { Environment } from '../config.ts';
import type { Database } from '../db/database.ts';
import type { Install } from '../db/installs.ts';
import { listInstalls } from '../db/installs.ts';
import { asInstall } from '../db/roles.ts';
import { openAsksByPerson } from '../db/signoff-asks.ts';
import { failedMails } from '../db/signoff-mails.ts';
import { auditInWords } from './audit-export.ts';
import type { Diagnosis } from './diagnosis.ts';

/** What doctor says of the sign-offs: the mail server, mails that did not go out, questions that nobody can answer, the audit log. */
export const lookAtSignoffs = async (config: Environment, database: Database): Promise<Diagnosis[]> => {
  const installs = await listInstalls(database.kysely);
  const each = [];
  for (const install of installs) each.push(...(await lookAtInstall(install, database)));
  return [lookAtMail(config), ...each];
};

const lookAtMail = ({ SMTP_URL }: Environment): Diagnosis =>
  SMTP_URL === undefined
    ? { what: 'mail', state: 'look', message: 'SMTP_URL is not set: questions and reminders are in the CRM only.' }
    : { what: 'mail', state: 'good', message: `goes out through ${new URL(SMTP_URL).host}.` };

const lookAtInstall = async ({ id, crm, account }: Install, database: Database): Promise<Diagnosis[]> => {
  const { kysely } = database;
  const { isWhole, message } = await auditInWords(database, id);
  const failed = await asInstall(kysely, id, failedMails);
  const open = await asInstall(kysely, id, openAsksByPerson);
  const nobodys = [...open].filter(([person]) => !person.includes('@')).reduce((sum, [, count]) => sum + count, 0);
  const what = `${crm} ${account}`;
  return [
    { what: `${what}, audit log`, state: isWhole ? 'good' : 'bad', message },
    ...(failed === 0
      ? []
      : [{ what: `${what}, mail`, state: 'look' as const, message: `${failed} mails did not go out.` }]),
    ...(nobodys === 0 ? [] : [{ what: `${what}, sign-offs`, state: 'bad' as const, message: unassigned(nobodys) }]),
  ];
};

const unassigned = (count: number): string =>
  `${count} questions have nobody who can answer. Name people in the People tab or a default liaison, or set ADMIN_EMAIL.`;
