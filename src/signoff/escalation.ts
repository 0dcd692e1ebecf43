import type { CapacitySheet } from '../capacity/capacity-sheet.ts';
import type { Ask } from './ask.ts';
import { isSamePerson } from './ask.ts';

/**
 * To whom an overdue question goes: the backup of whoever was asked, else the default liaison, else the admin; never to the
 * one who has it, the one who asks, or the maker of an estimate that is reviewed. Null: there is nobody else.
 */
export const escalationOf = (ask: Ask, { people, settings }: CapacitySheet, admin: string): string | null => {
  const asked = people.find(({ email }) => isSamePerson(email, ask.assignee));
  const backup = asked?.backup ?? null;
  const backupEmail = people.find(
    ({ name, email }) => isSamePerson(name, backup) || isSamePerson(email, backup),
  )?.email;
  const barred = [ask.assignee, ask.requester, ask.peerReview ? ask.estimator : null];
  const mayAnswer = (email: string | null | undefined): email is string =>
    typeof email === 'string' && email.includes('@') && !barred.some((each) => isSamePerson(each, email));
  return [backupEmail, settings.defaultLiaison, admin].find(mayAnswer) ?? null;
};
