import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { unlimitedCalls } from '../../crm/call-budget.ts';
import { deployDoor, removeDoor } from '../../crm/salesforce/deploy.ts';
import type { SalesforceApp, SalesforceGrant } from '../../crm/salesforce/oauth.ts';
import { exchangeCode, grantForUser, revokeTokens } from '../../crm/salesforce/oauth.ts';
import { readUsername, requirePackage } from '../../crm/salesforce/org-facts.ts';
import type { SalesforceCall } from '../../crm/salesforce/salesforce-client.ts';
import { createSalesforceCall } from '../../crm/salesforce/salesforce-client.ts';
import type { SalesforceTokens } from '../../crm/salesforce/tokens.ts';
import { addSecret, dropSecret, endOtherSecrets, hasSecret } from '../../db/install-secrets.ts';
import type { Install } from '../../db/installs.ts';
import { connectInstall, findInstall, reserveInstall, sealedTokens, setInstallStatus } from '../../db/installs.ts';
import type { Schema } from '../../db/schema.ts';
import type { KeyRing } from '../../db/secret-box.ts';
import { AppError } from '../../errors.ts';

export type SalesforceConnector = {
  db: Kysely<Schema>;
  app: SalesforceApp;
  keys: KeyRing;
  /** Under which Salesforce reaches us; its outbound messages go there. */
  publicUrl: string;
  now: () => Date;
  /** Waits between looks at a deployment. */
  pause?: (ms: number) => Promise<void>;
};

/** How somebody proves to be of the org: the code of the web-server flow, or our signature for an integration user. */
export type GrantRequest = { code: string; verifier: string } | { username: string };

const TIMEOUT_MS = 60_000;
/** Messages wait in the org's queue for a day: the address before this one stays good for longer than that. */
const OLD_ADDRESS_MS = 48 * 60 * 60 * 1000;

const grantOf = ({ app }: SalesforceConnector, request: GrantRequest): Promise<SalesforceGrant> =>
  'username' in request ? grantForUser(app, request.username) : exchangeCode(app, request);

/** Calls in the name of who has just agreed; these tokens are never renewed. */
const callAs = (tokens: SalesforceTokens): SalesforceCall =>
  createSalesforceCall({
    tokens: async () => tokens,
    budget: unlimitedCalls,
    onUsage: async () => undefined,
    timeoutMs: TIMEOUT_MS,
  });

const pauseOf = ({ pause }: SalesforceConnector) => ({
  pause: pause ?? ((ms: number) => sleep(ms).then(() => undefined)),
});

/** A new address for the org's messages, and the org told of it; a refusal leaves everything as it was. */
const openDoor = async (connector: SalesforceConnector, install: Install, grant: SalesforceGrant): Promise<string> => {
  const { db, publicUrl } = connector;
  const call = callAs(grant.tokens);
  await requirePackage(call);
  const username = await readUsername(call, grant.userId);
  const secret = await addSecret(db, install.id, 'door');
  const endpointUrl = `${publicUrl}/webhooks/salesforce/outbound/${secret}`;
  try {
    await deployDoor(call, { endpointUrl, username }, pauseOf(connector));
  } catch (error) {
    await dropSecret(db, install.id, secret);
    throw error;
  }
  return secret;
};

/**
 * Connects the org of who has just agreed. That Salesforce lets them deploy is what proves that they may: only then are
 * their tokens kept. `installKey`: the key of the org's Lightning component, told this once; null when it has one already.
 */
export const connectSalesforce = async (
  connector: SalesforceConnector,
  request: GrantRequest,
): Promise<{ install: Install; installKey: string | null }> => {
  const { db, keys, now } = connector;
  const grant = await grantOf(connector, request);
  const account = { crm: 'salesforce' as const, account: grant.organizationId };
  const reserved = await reserveInstall(db, account);
  const secret = await openDoor(connector, reserved, grant);
  await sealedTokens<SalesforceTokens>(db, reserved.id, keys).replace(grant.tokens);
  const install = await connectInstall(db, account);
  const endsAt = new Date(now().getTime() + OLD_ADDRESS_MS);
  await endOtherSecrets(db, install.id, { kind: 'door', keep: secret, endsAt });
  const hasKey = await hasSecret(db, install.id, { kind: 'card', now: now() });
  return { install, installKey: hasKey ? null : await addSecret(db, install.id, 'card') };
};

/** A new key for the org's Lightning component; the one before stays good for an hour. */
export const renewInstallKey = async (connector: SalesforceConnector, install: Install): Promise<string> => {
  const { db, now } = connector;
  const key = await addSecret(db, install.id, 'card');
  const endsAt = new Date(now().getTime() + 60 * 60 * 1000);
  await endOtherSecrets(db, install.id, { kind: 'card', keep: key, endsAt });
  return key;
};

/**
 * Disconnects the org of who has just agreed: our message and flows are removed there, the grant is revoked, secrets end.
 * Salesforce lets only those remove them who may; what it refuses leaves the org connected.
 */
export const disconnectSalesforce = async (connector: SalesforceConnector, request: GrantRequest): Promise<Install> => {
  const { db, app, keys, now } = connector;
  const grant = await grantOf(connector, request);
  const install = await findInstall(db, { crm: 'salesforce', account: grant.organizationId });
  if (!install) throw new AppError('USAGE', 'This org was not connected. Nothing was changed.');
  await removeDoor(callAs(grant.tokens), pauseOf(connector));
  await setInstallStatus(db, install.id, { status: 'disconnected', reason: 'Disconnected by an admin of the org.' });
  for (const kind of ['door', 'card'] as const) {
    await endOtherSecrets(db, install.id, { kind, keep: null, endsAt: now() });
  }
  const stored = await sealedTokens<SalesforceTokens>(db, install.id, keys).read();
  if (stored !== null) await revokeTokens(app, stored);
  await revokeTokens(app, grant.tokens);
  return { ...install, status: 'disconnected' };
};
