import express from 'express';
import { apiRouter } from './api-server.ts';
import { Grants } from './grants.ts';
import type { Tokens } from './grants.ts';
import { Journal } from '../http/journal.ts';
import { listen } from '../http/listen.ts';
import { pagesRouter } from '../http/pages-router.ts';
import { portalApiRouter } from './portal-pages-routes.ts';
import { createPortal } from './portal.ts';
import type { Portal } from './portal.ts';
import { MARKETPLACE_LIMITS } from './rate-limits.ts';
import type { Limits } from './rate-limits.ts';
import { manifestSubscriptions } from './subscriptions.ts';
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
  /** Seed of the faults that are left to chance. */
  seed?: number;
  /** What the app listens to; absent = what its manifest says. */
  subscriptions?: Subscription[];
  batchWindowMs?: number;
  retryDelayMs?: (retry: number) => number;
  webhookTimeoutMs?: number;
};

/** A portal together with what sends its webhooks. */
type HostedPortal = { portal: Portal; sender: WebhooksSender };

/** A running pretend HubSpot. Its pages show the first portal; further ones share the API, told apart by their tokens. */
export type HubspotSandbox = HostedPortal & {
  url: string;
  grants: Grants;
  journal: Journal;
  setWebhookUrl: (url: string) => void;
  /** Installs the app in the portal without the pages of OAuth and gives its tokens. */
  install: (portal?: Portal) => Tokens;
  /** One more portal on the same HubSpot. */
  addPortal: (portalId: number, portalName: string) => HostedPortal;
  close: () => Promise<void>;
};

/** Starts a pretend HubSpot on 127.0.0.1. */
export const startHubspotSandbox = async (options: HubspotSandboxOptions): Promise<HubspotSandbox> => {
  const webhook = { url: options.webhookUrl ?? null };
  const hosted: HostedPortal[] = [];
  const addPortal = (id: number, name: string): HostedPortal => {
    const one = hostPortal(options, { id, name, webhookUrl: () => webhook.url });
    hosted.push(one);
    return one;
  };
  const first = addPortal(options.portalId, options.portalName);
  const grants = new Grants();
  const journal = new Journal(options.journalPath);

  const app = express();
  app.disable('x-powered-by');
  const permittedOrigins = () => (webhook.url === null ? [] : [new URL(webhook.url).origin]);
  app.use('/portal/api', portalApiRouter(first.portal, { ...options, permittedOrigins }));
  app.use(apiRouter({ app: options, grants, journal, portals: () => hosted.map(({ portal }) => portal) }));
  if (options.pagesDir !== undefined) app.use(pagesRouter(options.pagesDir));
  const { url, close } = await listen(app, options.port ?? 0);
  return {
    ...first,
    url,
    grants,
    journal,
    addPortal,
    setWebhookUrl: (target) => {
      webhook.url = target;
    },
    install: (portal = first.portal) => grants.install(portal),
    close: async () => {
      for (const { sender } of hosted) sender.close();
      await close();
    },
  };
};

type HostOptions = { id: number; name: string; webhookUrl: () => string | null };

const hostPortal = (options: HubspotSandboxOptions, { id, name, webhookUrl }: HostOptions): HostedPortal => {
  const { clock = Date.now, limits = MARKETPLACE_LIMITS, appId } = options;
  const portal = createPortal({ id, name, appId, clock, limits, seed: options.seed });
  const sender = senderOf(options, portal, webhookUrl);
  portal.store.onChange((change) => sender.note(change));
  return { portal, sender };
};

const senderOf = (options: HubspotSandboxOptions, portal: Portal, url: () => string | null): WebhooksSender =>
  new WebhooksSender({
    url,
    clientSecret: options.clientSecret,
    appId: options.appId,
    portalId: portal.id,
    clock: portal.clock,
    subscriptions: options.subscriptions ?? manifestSubscriptions(),
    batchWindowMs: options.batchWindowMs ?? 20,
    retryDelayMs: options.retryDelayMs ?? ((retry) => Math.min(250 * 2 ** retry, 30_000)),
    timeoutMs: options.webhookTimeoutMs ?? 5000,
    faults: portal.webhookFaults,
  });
