import type { CapacitySheet, Person } from '../capacity/capacity-sheet.ts';
import type { IsoDate } from '../deal/day.ts';

/** Whom a role is asked of, and why this person. `fallback`: nobody of the role could be reached. */
export type Assigned = {
  email: string;
  by: 'role' | 'pool' | 'backup' | 'liaison' | 'admin';
  /** True when an admin has to look: the People tab does not say who answers. */
  isFallback: boolean;
};

export type Routing = {
  sheet: CapacitySheet;
  role: string;
  /** The liaison of the binding resource, where there is one. */
  preferred: string | null;
  today: IsoDate;
  /** Open questions by e-mail. */
  load: ReadonlyMap<string, number>;
  /** People who may not answer this one: the asker, the estimator of a peer review. */
  barred: readonly string[];
  /** Who is asked when nobody else can be. */
  admin: string;
};

const same = (a: string | null, b: string | null): boolean =>
  a !== null && b !== null && a.trim().toLowerCase() === b.trim().toLowerCase();

const isAway = ({ awayFrom, awayTo }: Person, today: IsoDate): boolean =>
  awayFrom !== null && awayFrom <= today && (awayTo === null || today <= awayTo);

const openOf = (routing: Routing, { email }: Person): number => routing.load.get(email?.toLowerCase() ?? '') ?? 0;

const isBarred = ({ barred }: Routing, email: string | null): boolean => barred.some((each) => same(each, email));

const isReachable = (routing: Routing, person: Person): boolean =>
  person.email !== null &&
  !isAway(person, routing.today) &&
  !isBarred(routing, person.email) &&
  (person.maxOpen === null || openOf(routing, person) < person.maxOpen);

/** Fewest open questions first; of equals the first in the sheet, so that the same facts give the same person. */
const leastLoaded = (routing: Routing, people: readonly Person[]): Person | null =>
  people
    .filter((person) => isReachable(routing, person))
    .reduce<Person | null>(
      (best, person) => (best === null || openOf(routing, person) < openOf(routing, best) ? person : best),
      null,
    );

const named = ({ sheet }: Routing, name: string | null): Person | null =>
  sheet.people.find((person) => same(person.name, name) || same(person.email, name)) ?? null;

/** The backups of people in turn, without going round in circles. */
const backupOf = (routing: Routing, person: Person, seen: readonly Person[] = []): Person | null => {
  const backup = named(routing, person.backup);
  if (backup === null || seen.includes(backup)) return null;
  return isReachable(routing, backup) ? backup : backupOf(routing, backup, [...seen, person]);
};

const firstBackup = (routing: Routing, people: readonly Person[]): Person | null =>
  people.map((person) => backupOf(routing, person)).find((backup) => backup !== null) ?? null;

const assigned = (person: Person | null, by: Assigned['by']): Assigned | null =>
  person?.email ? { email: person.email, by, isFallback: false } : null;

const liaison = (routing: Routing): Assigned | null => {
  const email = routing.sheet.settings.defaultLiaison;
  const person = named(routing, email);
  const isThere = email !== null && !isBarred(routing, email) && (person === null || !isAway(person, routing.today));
  return isThere ? { email, by: 'liaison', isFallback: true } : null;
};

/** A liaison whom the People tab does not know is asked all the same: the Resources tab names them. */
const preferredOne = (routing: Routing, person: Person | null): Assigned | null => {
  const { preferred } = routing;
  if (person) return assigned(isReachable(routing, person) ? person : null, 'role');
  if (preferred === null || isBarred(routing, preferred)) return null;
  return { email: preferred, by: 'role', isFallback: false };
};

const poolOf = ({ sheet }: Routing, people: readonly Person[]): Person[] => {
  const pools = people.flatMap(({ pool }) => pool ?? []);
  return sheet.people.filter((person) => pools.some((name) => same(name, person.pool)));
};

/**
 * Who is asked: the liaison of the binding resource when they carry the role and can be reached, else the person of the role
 * with the fewest open questions, else the pool of that role, else a backup, else the default liaison, else the admin. Never
 * nobody; a fallback is shown to the admin.
 */
export const assign = (routing: Routing): Assigned => {
  const { sheet, role, preferred, admin } = routing;
  const ofRole = sheet.people.filter((person) => same(person.role, role));
  const first = named(routing, preferred);
  return (
    preferredOne(routing, first) ??
    assigned(leastLoaded(routing, ofRole), 'role') ??
    assigned(leastLoaded(routing, poolOf(routing, ofRole)), 'pool') ??
    assigned(firstBackup(routing, first ? [first, ...ofRole] : ofRole), 'backup') ??
    liaison(routing) ?? { email: admin, by: 'admin', isFallback: true }
  );
};
