import { defaultAssociationType } from '../../src/sandbox/hubspot/association-types.ts';
import type { Actor } from '../../src/sandbox/hubspot/changes.ts';
import { makePipeline } from '../../src/sandbox/hubspot/pipelines.ts';
import type { Portal } from '../../src/sandbox/hubspot/portal.ts';

/** A person who clicks in the portal. */
export const REP: Actor = { source: 'CRM_UI', userId: 101 };

export type DealFacts = { name?: string; requestedDate?: string; quantity?: string; product?: string };

const STAGES = [
  { id: 'qualified', label: 'Qualified', probability: 0.2 },
  { id: 'proposal', label: 'Proposal', probability: 0.6 },
  { id: 'won', label: 'Closed won', probability: 1 },
];

/** One pipeline, a rep and the liaison of LINE1. */
export const seedPortal = (portal: Portal): void => {
  portal.pipelines = [makePipeline('default', 'Sales', STAGES)];
  portal.owners = [
    { id: '71', userId: 101, email: 'rep@example.com', firstName: 'R.', lastName: 'Rep' },
    { id: '72', userId: 102, email: 'line1@example.com', firstName: 'L.', lastName: 'Liaison' },
  ];
};

/** A deal with one line: 100 BRK, wanted on 17 Mar 2026 unless told otherwise. Returns its id. */
export const putDeal = ({ store }: Portal, facts: DealFacts = {}): string => {
  const deal = store.create(
    'deals',
    {
      dealname: facts.name ?? 'Acme brackets',
      dealstage: 'qualified',
      pipeline: 'default',
      deal_currency_code: 'USD',
      hubspot_owner_id: '71',
      keepable_requested_date: facts.requestedDate ?? '2026-03-17',
    },
    REP,
  );
  const line = store.create(
    'line_items',
    { hs_sku: facts.product ?? 'BRK', quantity: facts.quantity ?? '100', price: '12', name: 'Bracket' },
    REP,
  );
  const kind = defaultAssociationType('deals', 'line_items');
  if (kind) store.associations.add(deal, line, kind);
  return deal.id;
};
