/** Somebody of the sample company; the e-mail is what ties a CRM user to a row of the sheet. */
export type SamplePerson = { name: string; email: string; role: string; team: 'sales' | 'operations' };

const SITE = 'northfield-metal.example';

const person = (name: string, role: string, team: SamplePerson['team']): SamplePerson => ({
  name,
  email: `${name.toLowerCase().replace(/\W+/g, '.')}@${SITE}`,
  role,
  team,
});

/** Everybody in the sample who owns a deal or answers for operations. */
export const SAMPLE_PEOPLE = {
  priya: person('Priya Raman', 'Account executive', 'sales'),
  tom: person('Tom Keller', 'Account executive', 'sales'),
  lena: person('Lena Ortiz', 'Account executive', 'sales'),
  marcus: person('Marcus Webb', 'Key account manager', 'sales'),
  hana: person('Hana Novak', 'Production planner', 'operations'),
  dale: person('Dale Fischer', 'Cutting lead', 'operations'),
  rosa: person('Rosa Delgado', 'Welding lead', 'operations'),
  ivan: person('Ivan Petrov', 'Coating lead', 'operations'),
  mei: person('Mei Tanaka', 'Assembly lead', 'operations'),
  sam: person('Sam Okafor', 'Field service lead', 'operations'),
  greta: person('Greta Lindqvist', 'Product owner', 'operations'),
} as const satisfies Record<string, SamplePerson>;
