import type { RequestHandler } from 'express';
import { ping } from '../db/database.ts';
import { storeEvents } from '../db/inbox.ts';
import { readStatus } from '../db/status.ts';
import { AppError } from '../errors.ts';
import { createCrashPoint } from '../inbox/crash-point.ts';
import type { StoreEvents } from '../inbox/event.ts';
import { groupCommit } from '../inbox/group-commit.ts';
import { installTools } from '../inbox/install-tools.ts';
import { startReconciler } from '../inbox/reconcile.ts';
import type { Worker } from '../inbox/worker.ts';
import { startWorker } from '../inbox/worker.ts';
import { cardStore } from '../web/api/card-store.ts';
import { hubspotCardRouter } from '../web/api/hubspot-card.ts';
import { createApp } from '../web/app.ts';
import type { Mount } from '../web/app.ts';
import { healthRouter } from '../web/health.ts';
import type { Listening } from '../web/listen.ts';
import { listen } from '../web/listen.ts';
import type { AnswerCounter } from '../web/metrics.ts';
import { createAnswerCounter } from '../web/metrics.ts';
import { operatorRouter } from '../web/operator-routes.ts';
import { hubspotOauthRouter } from '../web/oauth/hubspot-routes.ts';
import { isSignedV3 } from '../../webhooks/hubspot/signature.ts';
import { adminMounts, startSheetSources } from './admin-pages.ts';
import { hubspotApp } from './open-hubspot.ts';
import { askTools, signoffMounts, startAskClock } from './signoff-parts.ts';
import { salesforceMounts } from './salesforce-mounts.ts';
import type { DoorParts, Doors, HubspotDoorOptions, ServiceParts } from './service-parts.ts';

/** Starts the door, the card's API, the OAuth pages and the health checks on one port; `toParts` gets the address. */
export const startWeb = (
  { config, logger }: Pick<ServiceParts, 'config' | 'logger'>,
  doors: Doors,
  toParts: (url: string) => ServiceParts,
): Promise<Listening> =>
  listen((url) => createApp(mountsOf(toParts(url), doors), logger), {
    host: config.HOST,
    port: config.PORT,
    variable: 'PORT',
  });

/** Every address that the service answers, with what stands behind it. */
export const mountsOf = (parts: ServiceParts, doors: Doors, answers = createAnswerCounter()): Mount[] => {
  const store = storeOf(parts);
  return [
    ...hubspotMounts(parts, doors, { store, answers }),
    ...salesforceMounts(parts, doors.salesforce, { store, answers }),
    ...adminMounts(parts),
    ...signoffMounts(parts),
    { path: '/', handler: healthRouter(() => ping(parts.database.kysely)) },
    { path: '/', handler: operatorPages(parts, answers) },
  ];
};

const hubspotMounts = (parts: ServiceParts, doors: Doors, shared: DoorParts): Mount[] =>
  parts.settings.clientSecrets.length === 0
    ? []
    : [
        { path: '/webhooks/hubspot', handler: doors.hubspot(doorOptions(parts, shared)) },
        { path: '/api/hubspot', handler: cardRouter(parts) },
        { path: '/oauth/hubspot', handler: oauthRouter(parts) },
      ];

/** Starts working on what changed, and looking for changes that nobody told us. */
export const startChecking = (parts: ServiceParts): Worker => {
  const { config, database, openCrm, logger, now } = parts;
  const db = database.kysely;
  const toolsFor = installTools({
    db,
    openCrm,
    dealUrl: openCrm.dealUrl,
    now,
    crashPoint: createCrashPoint(config.CRASH_AT),
    ...askTools(parts),
  });
  const reconciler = startReconciler({ db, openCrm, now, wake: () => database.workSignal.send(), logger });
  const worker = startWorker({
    db,
    toolsFor,
    now,
    chance: Math.random,
    leaseMs: config.LEASE_SECONDS * 1000,
    logger,
    workSignal: database.workSignal,
    slots: config.WORKER_SLOTS,
  });
  const sources = startSheetSources(parts);
  const askClock = startAskClock(parts);
  return {
    stop: async () => void (await Promise.all([reconciler.stop(), worker.stop(), sources.stop(), askClock.stop()])),
  };
};

/** Stores what the doors hear, in groups; a worker is told. */
const storeOf = ({ config, database, now }: ServiceParts): StoreEvents => {
  const crashPoint = createCrashPoint(config.CRASH_AT);
  return groupCommit(
    async (events) => {
      const counts = await storeEvents(database.door, events, now());
      crashPoint('after-commit-before-ack');
      if (counts.stored > 0) database.workSignal.send();
    },
    () => new AppError('DATABASE_UNAVAILABLE', 'Too many events are waiting to be stored.'),
  );
};

const doorOptions = ({ settings, logger, now }: ServiceParts, { store, answers }: DoorParts): HubspotDoorOptions => ({
  publicUrl: settings.publicUrl,
  clientSecrets: settings.clientSecrets,
  appId: settings.appId,
  now: () => now().getTime(),
  logger,
  onAnswer: ({ status }) => answers.count(status),
  store,
});

const operatorPages = ({ config, database, now }: ServiceParts, answers: AnswerCounter): RequestHandler =>
  operatorRouter({
    adminToken: config.ADMIN_TOKEN ?? null,
    readStatus: () => readStatus(database.kysely, now()),
    answers,
    now,
  });

const cardRouter = ({ settings, database, now }: ServiceParts): RequestHandler => {
  const cards = cardStore(database.kysely, { crm: 'hubspot', now, wake: () => database.workSignal.send() });
  return hubspotCardRouter({
    publicUrl: settings.publicUrl,
    isSigned: (request) => isSignedV3(request, settings.clientSecrets, now().getTime()),
    loadCard: ({ portalId, dealId }) => cards.loadCard({ account: portalId, dealId }),
    requestCheck: ({ portalId, dealId }) => cards.requestCheck({ account: portalId, dealId }),
    now,
  });
};

const oauthRouter = ({ settings, database, openCrm, now }: ServiceParts): RequestHandler =>
  hubspotOauthRouter({
    db: database.kysely,
    app: hubspotApp(settings, now),
    keys: settings.encryptionKeys,
    openCrm,
    stateSecret: settings.clientSecrets[0] ?? '',
    isHttps: settings.publicUrl.startsWith('https:'),
    now,
  });
