import express from 'express';
import { Journal } from '../http/journal.ts';
import { listen } from '../http/listen.ts';
import { pagesRouter } from '../http/pages-router.ts';
import type { CardService } from './apex-stand-in.ts';
import { apiRouter } from './api-server.ts';
import type { ApiDesk } from './api-server.ts';
import { Grants } from './grants.ts';
import type { Tokens } from './grants.ts';
import type { ClientApp } from './oauth-routes.ts';
import { createOrg } from './org.ts';
import type { Org } from './org.ts';
import { orgApiRouter } from './org-pages-routes.ts';
import { OutboundSender } from './outbound-sender.ts';
import type { OrgFeatures } from './schema.ts';

/** What a pretend Salesforce needs to know. Times in milliseconds. */
export type SalesforceSandboxOptions = {
  /** 0 or absent = any free port. */
  port?: number;
  organizationId: string;
  organizationName: string;
  clientId: string;
  clientSecret: string;
  /** Certificate or public key (PEM) for the JWT bearer flow; absent = the flow is off. */
  jwtPublicKey?: string;
  clock?: () => number;
  features?: OrgFeatures;
  /** The source folder (app-manifest/salesforce/force-app) whose fields the org has, as after the package's installation. */
  metadataDir?: string;
  /** File for the journal of every API request, as JSON lines. */
  journalPath?: string;
  /** Built pages to serve under /. */
  pagesDir?: string;
  /** Seed of the faults that are left to chance. */
  seed?: number;
  batchWindowMs?: number;
  retryDelayMs?: (retry: number) => number;
  outboundTimeoutMs?: number;
};

/** An org together with what sends its outbound messages and who may call it. */
export type HostedOrg = { org: Org; sender: OutboundSender; grants: Grants; app: ClientApp };

/** A running pretend Salesforce. Its pages show the first org; further ones share the API, told apart by their tokens. */
export type SalesforceSandbox = HostedOrg & {
  /** Login and instance address in one. */
  url: string;
  journal: Journal;
  faults: Org['faults'];
  /** A session and refresh token for a user without the pages of OAuth; absent = the pages' user. */
  install: (userId?: string) => Tokens;
  /** Tells the org's Apex where the app's card answers, as the admin does in the named credential. */
  setCardService: (service: CardService) => void;
  /** One more org on the same Salesforce. */
  addOrg: (organizationId: string, organizationName: string) => HostedOrg;
  close: () => Promise<void>;
};

/** Starts a pretend Salesforce on 127.0.0.1. */
export const startSalesforceSandbox = async (options: SalesforceSandboxOptions): Promise<SalesforceSandbox> => {
  const journal = new Journal(options.journalPath);
  const at = { url: '' };
  const hosted: HostedOrg[] = [];
  const addOrg = (id: string, name: string): HostedOrg => {
    const one = hostOrg(options, { id, name, url: () => at.url });
    hosted.push(one);
    return one;
  };
  const first = addOrg(options.organizationId, options.organizationName);
  const app = express();
  app.disable('x-powered-by');
  const card: { service: CardService | null } = { service: null };
  app.use(
    '/org',
    orgApiRouter(first.org, () => card.service),
  );
  app.use(apiRouter(() => hosted.map((one): ApiDesk => ({ ...one, journal, url: () => at.url }))));
  if (options.pagesDir !== undefined) app.use(pagesRouter(options.pagesDir));
  const { url, close } = await listen(app, options.port ?? 0);
  at.url = url;
  return {
    ...first,
    url,
    journal,
    faults: first.org.faults,
    addOrg,
    setCardService: (service) => {
      card.service = service;
    },
    install: (userId = first.org.pageUserId) => first.grants.grant(userId),
    close: async () => {
      for (const { sender } of hosted) sender.close();
      await close();
    },
  };
};

type Host = { id: string; name: string; url: () => string };

const hostOrg = (options: SalesforceSandboxOptions, { id, name, url }: Host): HostedOrg => {
  const { clock = Date.now, features = {}, metadataDir, seed } = options;
  const org = createOrg({ id, name, clock, features, metadataDir, seed });
  const sender = new OutboundSender({
    org,
    url,
    batchWindowMs: options.batchWindowMs ?? 20,
    retryDelayMs: options.retryDelayMs ?? ((retry) => Math.min(250 * 2 ** retry, 30_000)),
    timeoutMs: options.outboundTimeoutMs ?? 5000,
  });
  org.store.onChange((changes) => sender.note(changes));
  const { clientId, clientSecret, jwtPublicKey = null } = options;
  const app: ClientApp = { clientId, clientSecret, jwtPublicKey, requirePkce: true, consentRefusal: null };
  return { org, sender, grants: new Grants(org), app };
};
