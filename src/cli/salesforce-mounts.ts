import { createHmac } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { SalesforceSettings } from '../config.ts';
import type { SecretKind } from '../db/install-secrets.ts';
import { findSecretHolder, secretHashOf } from '../db/install-secrets.ts';
import { cardStore } from '../web/api/card-store.ts';
import { salesforceCardRouter } from '../web/api/salesforce-card.ts';
import type { Mount } from '../web/app.ts';
import type { SalesforceConnector } from '../web/oauth/connect-salesforce.ts';
import { salesforceOauthRouter } from '../web/oauth/salesforce-routes.ts';
import { salesforceApp } from './open-salesforce.ts';
import type { DoorParts, SalesforceDoorOptions, ServiceParts } from './service-parts.ts';

/** How orgs are connected with these settings. */
export const salesforceConnector = (
  { database, now }: Pick<ServiceParts, 'database' | 'now'>,
  settings: SalesforceSettings,
): SalesforceConnector => ({
  db: database.kysely,
  app: salesforceApp(settings, now),
  keys: settings.encryptionKeys,
  publicUrl: settings.publicUrl,
  now,
});

/** The connected org that a secret belongs to. */
const holders =
  ({ database, now }: ServiceParts, kind: SecretKind) =>
  async (hash: string): Promise<{ account: string; secretHash: string } | null> => {
    const holder = await findSecretHolder(database.kysely, { kind, hash, now: now() });
    return holder?.crm === 'salesforce' && holder.status !== 'disconnected' ? holder : null;
  };

/** The addresses for Salesforce, none when it is not configured. */
export const salesforceMounts = (
  parts: ServiceParts,
  door: (options: SalesforceDoorOptions) => RequestHandler,
  { store, answers }: DoorParts,
): Mount[] => {
  const { salesforce, database, openCrm, logger, now } = parts;
  if (salesforce === null) return [];
  const wake = (): void => database.workSignal.send();
  const options = {
    holderOf: holders(parts, 'door'),
    store,
    now: () => now().getTime(),
    logger,
    onAnswer: ({ status }: { status: number }) => answers.count(status),
  };
  const cards = salesforceCardRouter({
    hashOf: secretHashOf,
    holderOf: holders(parts, 'card'),
    ...cardStore(database.kysely, { crm: 'salesforce', now, wake }),
    now,
  });
  const oauth = salesforceOauthRouter({
    ...salesforceConnector(parts, salesforce),
    openCrm,
    wake,
    stateSecret: createHmac('sha256', salesforce.encryptionKeys[0]?.key ?? '')
      .update('oauth state')
      .digest('hex'),
  });
  return [
    { path: '/webhooks/salesforce/outbound', handler: door(options) },
    { path: '/api/salesforce', handler: cards },
    { path: '/oauth/salesforce', handler: oauth },
  ];
};
