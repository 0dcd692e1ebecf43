import { readFileSync } from 'node:fs';
import type { PortalChange } from './changes.ts';
import { singularOf, typeIdOf } from './object-types.ts';

/** A webhook subscription as the app's manifest spells it (webhooks-hsmeta.json, crmObjects). */
export type Subscription = {
  subscriptionType: string;
  objectType: string;
  propertyName?: string;
  active: boolean;
};

const MANIFEST = new URL('../../../app-manifest/hubspot/src/app/webhooks/webhooks-hsmeta.json', import.meta.url);

type WebhooksManifest = { config: { subscriptions: { crmObjects: Subscription[] } } };

/** What the app listens to, from the very file that HubSpot would read when the app is installed. */
export const manifestSubscriptions = (): Subscription[] =>
  (JSON.parse(readFileSync(MANIFEST, 'utf8')) as WebhooksManifest).config.subscriptions.crmObjects;

/** One webhook event as HubSpot sends it; ids are numbers. */
export type WebhookEvent = Record<string, unknown> & { subscriptionType: string; objectId: number; occurredAt: number };

type Sender = { portalId: number; appId: number; nextEventId: () => number };

/** The events that the subscriptions make of one change. */
export const toEvents = (subscriptions: Subscription[], change: PortalChange, sender: Sender): WebhookEvent[] =>
  subscriptions.flatMap((subscription, index) =>
    isSubscribed(subscription, change) ? [toEvent(change, sender, { subscription, subscriptionId: 1000 + index })] : [],
  );

const isSubscribed = (subscription: Subscription, change: PortalChange): boolean =>
  subscription.active &&
  subscription.subscriptionType === `object.${change.kind}` &&
  subscription.objectType === singularOf(change.type) &&
  (change.kind !== 'propertyChange' || subscription.propertyName === change.propertyName);

const toEvent = (
  change: PortalChange,
  { portalId, appId, nextEventId }: Sender,
  { subscription, subscriptionId }: { subscription: Subscription; subscriptionId: number },
): WebhookEvent => ({
  eventId: nextEventId(),
  subscriptionId,
  portalId,
  appId,
  occurredAt: change.at,
  subscriptionType: subscription.subscriptionType,
  attemptNumber: 0,
  objectId: Number(change.id),
  objectTypeId: typeIdOf(change.type),
  ...sourceOf(change),
  ...detailsOf(change),
});

const sourceOf = ({ actor }: PortalChange): Record<string, unknown> =>
  actor.source === 'CRM_UI'
    ? { changeSource: 'CRM_UI', sourceId: `userId:${actor.userId}` }
    : { changeSource: 'INTEGRATION', sourceId: String(actor.appId) };

const FLAGS: Partial<Record<PortalChange['kind'], string>> = {
  creation: 'CREATED',
  deletion: 'DELETED',
  restore: 'RESTORED',
};

const detailsOf = (change: PortalChange): Record<string, unknown> => {
  if (change.kind === 'propertyChange') {
    return { propertyName: change.propertyName, propertyValue: change.propertyValue, isSensitive: false };
  }
  if (change.kind === 'merge') {
    return {
      primaryObjectId: Number(change.primaryId),
      mergedObjectIds: change.mergedIds.map(Number),
      newObjectId: Number(change.id),
      numberOfPropertiesMoved: change.propertiesMoved,
    };
  }
  return { changeFlag: FLAGS[change.kind] };
};
