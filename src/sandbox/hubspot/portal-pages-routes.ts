import express from 'express';
import type { NextFunction, Request, Response, Router } from 'express';
import { z } from 'zod';
import { ApiRefusal, objectNotFound } from './api-answer.ts';
import { SentValues } from './api-call.ts';
import { FetchRequest, fetchAsHubspot } from './app-fetch.ts';
import type { AppCaller } from './app-fetch.ts';
import { streamChanges } from './change-stream.ts';
import type { Actor } from './changes.ts';
import { defaultAssociationType } from './association-types.ts';
import type { ObjectType } from './object-types.ts';
import type { Portal } from './portal.ts';
import { boardOf, dealPageOf } from './portal-view.ts';
import { liveRecord, prepareCreate, prepareUpdate } from './record-writes.ts';
import type { PortalObject } from './portal-object.ts';

const Patch = z.object({ properties: SentValues });
const NewDeal = Patch.extend({ lineItems: z.array(Patch).default([]), companyId: z.string().nullish() });

const EDITABLE: Record<string, ObjectType> = { deals: 'deals', 'line-items': 'line_items', tasks: 'tasks' };

/** The JSON behind the portal's own pages: a person clicks there, so every change counts as made in the CRM. */
export const portalApiRouter = (portal: Portal, caller: AppCaller): Router => {
  const router = express.Router();
  router.use(express.json({ limit: '1mb' }));
  router.get('/board', (_req, res) => void res.json(boardOf(portal)));
  router.get('/events', (req, res) => streamChanges(portal, req, res));
  router.get('/deals/:id', (req, res) => {
    const deal = recordOf(portal, 'deals', req);
    // HubSpot hands a card the profile variables of its project; ours names the address that cards may fetch from.
    res.json({ app: { url: caller.permittedOrigins()[0] ?? '' }, ...dealPageOf(portal, deal) });
  });
  router.post('/deals', (req, res) => void res.status(201).json({ id: createDeal(portal, req) }));
  router.delete('/deals/:id', (req, res) => {
    portal.store.archive(recordOf(portal, 'deals', req), userOf(portal));
    res.status(204).end();
  });
  for (const [name, type] of Object.entries(EDITABLE)) {
    router.patch(`/${name}/:id`, (req, res) => void res.json(patch(portal, type, req)));
  }
  router.post('/fetch', async (req, res) => {
    res.json(await fetchAsHubspot(portal, caller, FetchRequest.parse(req.body)));
  });
  router.use((_req, res) => void res.status(404).json({ status: 'error', message: 'Not found' }));
  router.use(answerFault);
  return router;
};

const userOf = (portal: Portal): Actor => ({ source: 'CRM_UI', userId: portal.user.id });

const recordOf = (portal: Portal, type: ObjectType, req: Request): PortalObject => {
  const id = String(req.params['id']);
  const object = liveRecord(portal, type, id);
  if (!object) throw objectNotFound(id);
  return object;
};

const patch = (
  portal: Portal,
  type: ObjectType,
  req: Request,
): { id: string; properties: PortalObject['properties'] } => {
  const { properties } = Patch.parse(req.body);
  const object = prepareUpdate(portal, recordOf(portal, type, req), { sent: properties, actor: userOf(portal) })();
  return { id: object.id, properties: object.properties };
};

const createDeal = (portal: Portal, req: Request): string => {
  const { properties, lineItems, companyId } = NewDeal.parse(req.body);
  const actor = userOf(portal);
  const prepare = (type: ObjectType, sent: SentValues) =>
    prepareCreate(portal, type, { input: { properties: sent, associations: [] }, actor });
  const defaults = { pipeline: portal.pipelines[0]?.id ?? null, dealstage: portal.pipelines[0]?.stages[0]?.id ?? null };
  const writes = lineItems.map((line) => prepare('line_items', line.properties));
  const deal = prepare('deals', { ...defaults, ...properties })();
  for (const write of writes) link(portal, deal, write());
  const company = companyId ? liveRecord(portal, 'companies', companyId) : undefined;
  if (company) link(portal, deal, company);
  portal.store.touchAssociations(deal, actor);
  return deal.id;
};

const link = (portal: Portal, deal: PortalObject, other: PortalObject): void => {
  const type = defaultAssociationType('deals', other.type);
  if (type) portal.store.associations.add(deal, other, type);
};

// eslint-disable-next-line max-params -- express knows an error handler by its four parameters
const answerFault = (error: unknown, _req: Request, res: Response, next: NextFunction): void => {
  if (error instanceof ApiRefusal) res.status(error.answer.status).json(error.answer.body);
  else if (error instanceof z.ZodError) res.status(400).json({ status: 'error', message: z.prettifyError(error) });
  else next(error);
};
