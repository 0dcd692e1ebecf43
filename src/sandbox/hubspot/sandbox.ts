import type { AddressInfo } from 'node:net';
import { createServer } from 'node:http';
import express from 'express';
import { apiRouter } from './api-server.ts';
import { Grants } from './grants.ts';
import type { Tokens } from './grants.ts';
import { Journal } from './journal.ts';
import { createPortal } from './portal.ts';
import type { Portal } from './portal.ts';
import { MARKETPLACE_LIMITS } from './rate-limits.ts';
import type { Limits } from './rate-limits.ts';
import { DEFAULT_SUBSCRIPTIONS } from './subscriptions.ts';
import type { Subscription } from './subscriptions.ts';
import { WebhooksSender } from './webhooks-sender.ts';

/** What a pretend HubSpot needs to know. Times in milliseconds. */
export type HubspotSandboxOptions = {
  /** 0 or absent = any free port. */
  port?: number;
  portalId: number;
  portalName: string;
  clientId: string;
  clientSecret: string;
  appId: number;
  /** Where webhooks go; may be set later with `setWebhookUrl`. */
  webhookUrl?: string;
  /** File for the journal of every API request, as JSON lines. */
  journalPath?: string;
  clock?: () => number;
  /** Built pages to serve under /. */
  pagesDir?: string;
  limits?: Limits;
  subscriptions?: Subscription[];
  batchWindowMs?: number;
  retryDelayMs?: (retry: number) => number;
  webhookTimeoutMs?: number;
};

/** A running pretend HubSpot with one portal or more. */
export type HubspotSandbox = {
  url: string;
  portal: Portal;
  grants: Grants;
  journal: Journal;
  sender: WebhooksSender;
  setWebhookUrl: (url: string) => void;
  /** Installs the app in the portal without the pages of OAuth and gives its tokens. */
  install: () => Tokens;
  close: () => Promise<void>;
};

/** Starts a pretend HubSpot on 127.0.0.1. */
export const startHubspotSandbox = async (options: HubspotSandboxOptions): Promise<HubspotSandbox> => {
  const { clock = Date.now, limits = MARKETPLACE_LIMITS, appId } = options;
  const portal = createPortal({ id: options.portalId, name: options.portalName, appId, clock, limits });
  const grants = new Grants();
  const journal = new Journal(options.journalPath);
  const webhook = { url: options.webhookUrl ?? null };
  const sender = senderOf(options, portal, () => webhook.url);
  portal.store.onChange((change) => sender.note(change));

  const app = express();
  app.disable('x-powered-by');
  app.use(apiRouter({ app: options, grants, journal, portals: () => [portal] }));
  const { url, close } = await listen(app, options.port ?? 0);
  return {
    url,
    portal,
    grants,
    journal,
    sender,
    setWebhookUrl: (target) => {
      webhook.url = target;
    },
    install: () => grants.install(portal),
    close: async () => {
      sender.close();
      await close();
    },
  };
};

const senderOf = (options: HubspotSandboxOptions, portal: Portal, url: () => string | null): WebhooksSender =>
  new WebhooksSender({
    url,
    clientSecret: options.clientSecret,
    appId: options.appId,
    portalId: portal.id,
    clock: portal.clock,
    subscriptions: options.subscriptions ?? DEFAULT_SUBSCRIPTIONS,
    batchWindowMs: options.batchWindowMs ?? 20,
    retryDelayMs: options.retryDelayMs ?? ((retry) => Math.min(250 * 2 ** retry, 30_000)),
    timeoutMs: options.webhookTimeoutMs ?? 5000,
  });

const listen = async (app: express.Express, port: number): Promise<{ url: string; close: () => Promise<void> }> => {
  const server = createServer(app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: actual } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${actual}`, close };
};
