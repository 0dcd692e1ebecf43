import { putOpportunity } from '../../src/sandbox/salesforce/org-people.ts';
import type { Org } from '../../src/sandbox/salesforce/org.ts';
import { putUser, setStages } from '../../src/sandbox/salesforce/org.ts';
import type { SalesforceSandbox } from '../../src/sandbox/salesforce/sandbox.ts';

export type OpportunityFacts = { name?: string; requestedDate?: string; quantity?: number; product?: string };

/** The people and stages of the portal of the tests, in an org. */
export const seedOrg = ({ org }: SalesforceSandbox): void => {
  setStages(org, [
    { name: 'qualified', label: 'Qualified', probability: 20 },
    { name: 'proposal', label: 'Proposal', probability: 60 },
    { name: 'won', label: 'Closed won', probability: 100, isWon: true },
  ]);
  org.pageUserId = putUser(org, { email: 'rep@example.com', firstName: 'R.', lastName: 'Rep' }).id;
  putUser(org, { email: 'line1@example.com', firstName: 'L.', lastName: 'Liaison' });
};

/** An opportunity with one line: 100 BRK, wanted on 17 Mar 2026 unless told otherwise. Returns its id; the org tells nobody. */
export const putOpportunityQuietly = (org: Org, facts: OpportunityFacts = {}): string =>
  org.store.quietly(() =>
    putOpportunity(org, {
      name: facts.name ?? 'Acme brackets',
      stage: 'qualified',
      fields: { Keepable_Requested_Date__c: facts.requestedDate ?? '2026-03-17' },
      lines: [
        { product: facts.product ?? 'BRK', productName: 'Bracket', quantity: facts.quantity ?? 100, unitPrice: 12 },
      ],
    }),
  );
