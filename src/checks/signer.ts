import type { CapacitySheet } from '../capacity/capacity-sheet.ts';
import { causeOf } from './cause.ts';
import type { LineResult } from './check-result.ts';

/** The role that answers for machines and lines when the People tab names none. */
export const PLANNER = 'Production planner';

/** Who is asked: a role, and the e-mail that the task goes to (null when the sheet names nobody). */
export type Signer = { role: string; email: string | null };

const sameText = (a: string | null, b: string | null): boolean =>
  a !== null && b !== null && a.trim().toLowerCase() === b.trim().toLowerCase();

/** The person who carries a role, else the default liaison (Settings.default_liaison). */
export const signerForRole = (sheet: CapacitySheet, role: string): Signer => ({
  role,
  email: sheet.people.find((person) => sameText(person.role, role))?.email ?? sheet.settings.defaultLiaison,
});

/** The liaison of a resource, with the role that the People tab gives them: who answers for what is promised on it. */
export const resourceSigner = (sheet: CapacitySheet, name: string): Signer => {
  const resource = sheet.resources.find((candidate) => candidate.name === name);
  const email = resource?.liaison ?? sheet.settings.defaultLiaison;
  const person = sheet.people.find((candidate) => sameText(candidate.email, email));
  return { role: person?.role ?? PLANNER, email };
};

/** Who signs for a line's date: the liaison of the resource that binds, else the product's owner (Products.owner_role), else the planner. */
export const signerOf = (sheet: CapacitySheet, line: LineResult): Signer => {
  const { binding, product } = line;
  const byCapacity = binding?.kind === 'capacity' || causeOf(line) === 'CAPACITY_SHORT';
  if (byCapacity && binding?.resource) return resourceSigner(sheet, binding.resource);
  if (causeOf(line) === 'HORIZON') return signerForRole(sheet, PLANNER);
  const owner = sheet.products.find((candidate) => sameText(candidate.code, product))?.ownerRole;
  return signerForRole(sheet, owner ?? PLANNER);
};
