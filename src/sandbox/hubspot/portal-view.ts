import { stageOf } from './portal.ts';
import type { Portal } from './portal.ts';
import { isClosedStage } from './pipelines.ts';
import type { ObjectType } from './object-types.ts';
import type { PortalObject } from './portal-object.ts';

type Shown = { id: string; properties: Record<string, string | null> };
type StageView = { id: string; label: string; closed: boolean };
type DealView = {
  id: string;
  name: string;
  amount: string | null;
  currency: string;
  stage: string | null;
  owner: string | null;
  company: string | null;
  verdict: string | null;
  requestedDate: string | null;
  promiseDate: string | null;
};

/** What the board of the portal's pages shows. */
export const boardOf = (
  portal: Portal,
): { portal: { id: number; name: string }; stages: StageView[]; deals: DealView[] } => ({
  portal: { id: portal.id, name: portal.name },
  stages: stagesOf(portal),
  deals: portal.store.list('deals').map((deal) => dealView(portal, deal)),
});

const stagesOf = (portal: Portal): StageView[] =>
  portal.pipelines
    .flatMap((pipeline) => pipeline.stages)
    .map((stage) => ({ id: stage.id, label: stage.label, closed: isClosedStage(stage) }));

const dealView = (portal: Portal, deal: PortalObject): DealView => {
  const read = (name: string): string | null => deal.properties[name] ?? null;
  return {
    id: deal.id,
    name: read('dealname') ?? '',
    amount: read('amount'),
    currency: read('deal_currency_code') ?? portal.currency,
    stage: stageOf(portal, read('dealstage'))?.id ?? null,
    owner: ownerOf(portal, deal)?.name ?? null,
    company: companyOf(portal, deal)?.properties['name'] ?? null,
    verdict: read('keepable_verdict'),
    requestedDate: read('keepable_requested_date'),
    promiseDate: read('keepable_promise_date'),
  };
};

/** What the page of one deal shows. */
export const dealPageOf = (portal: Portal, deal: PortalObject): Record<string, unknown> => ({
  deal: shown(deal),
  stages: stagesOf(portal),
  lineItems: linked(portal, deal, 'line_items'),
  company: companyOf(portal, deal),
  owner: ownerOf(portal, deal),
  tasks: linked(portal, deal, 'tasks'),
  notes: linked(portal, deal, 'notes'),
  propertyDefinitions: portal.properties.list('deals').map(({ name, label, type, groupName, options }) => ({
    name,
    label,
    type,
    groupName,
    options: options.map(({ value, label: text }) => ({ value, label: text })),
  })),
});

const shown = ({ id, properties }: PortalObject): Shown => ({ id, properties });

const linked = (portal: Portal, deal: PortalObject, type: ObjectType): Shown[] =>
  portal.store.associations.of(deal, type).flatMap(({ id }) => {
    const object = portal.store.find(type, id);
    return object?.archivedAt === null ? [shown(object)] : [];
  });

const companyOf = (portal: Portal, deal: PortalObject): (Shown & { name: string | null }) | null => {
  const company = linked(portal, deal, 'companies')[0];
  return company ? { ...company, name: company.properties['name'] ?? null } : null;
};

const ownerOf = (portal: Portal, deal: PortalObject): { id: string; name: string; email: string } | null => {
  const owner = portal.owners.find(({ id }) => id === deal.properties['hubspot_owner_id']);
  return owner ? { id: owner.id, name: `${owner.firstName} ${owner.lastName}`.trim(), email: owner.email } : null;
};
