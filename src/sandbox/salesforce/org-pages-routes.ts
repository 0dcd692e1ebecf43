import express from 'express';
import type { NextFunction, Request, Response, Router } from 'express';
import { z } from 'zod';
import { ApiRefusal, notFound } from './api-answer.ts';
import { callApex } from './apex-stand-in.ts';
import type { CardService } from './apex-stand-in.ts';
import type { Org } from './org.ts';
import type { OrgChange, SObject } from './org-store.ts';
import { boardOf, opportunityPageOf } from './org-view.ts';
import { updateRecord } from './record-writes.ts';

const Patch = z.object({ fields: z.record(z.string(), z.unknown()) });
const ApexCall = z.object({ recordId: z.string() });

const EDITABLE: Record<string, string> = { opportunities: 'Opportunity', lines: 'OpportunityLineItem', tasks: 'Task' };

/** The JSON behind the org's own pages: a person clicks there, so flows and rules run. */
export const orgApiRouter = (org: Org, cardService: () => CardService | null): Router => {
  const router = express.Router();
  router.use(express.json({ limit: '1mb' }));
  router.get('/api/board', (_req, res) => void res.json(boardOf(org)));
  router.get('/api/events', (req, res) => streamChanges(org, req, res));
  router.get('/api/opportunities/:id', (req, res) => {
    res.json(opportunityPageOf(org, liveRecord(org, 'Opportunity', req)));
  });
  for (const [name, type] of Object.entries(EDITABLE)) {
    router.patch(`/api/${name}/:id`, (req, res) => {
      const { fields } = Patch.parse(req.body);
      updateRecord(org, liveRecord(org, type, req), { sent: fields, userId: org.pageUserId });
      res.status(204).end();
    });
  }
  router.post('/apex/:method', async (req, res) => {
    const { recordId } = ApexCall.parse(req.body);
    const { status, body } = await callApex(org, cardService(), { method: req.params.method, recordId });
    res.status(status).json(body);
  });
  router.use((_req, res) => void res.status(404).json({ message: 'Not found' }));
  router.use(answerFault);
  return router;
};

const liveRecord = (org: Org, type: string, req: Request): SObject => {
  const record = org.store.live(type, String(req.params['id']));
  if (!record) throw notFound('This record is not there any more.');
  return record;
};

// eslint-disable-next-line max-params -- express knows an error handler by its four parameters
const answerFault = (error: unknown, _req: Request, res: Response, next: NextFunction): void => {
  if (error instanceof ApiRefusal) res.status(error.status).json(error.error);
  else if (error instanceof z.ZodError) res.status(400).json({ message: z.prettifyError(error) });
  else next(error);
};

/** Server-Sent Events: one `changed` event for each opportunity that changed, or whose lines or tasks did. */
const streamChanges = (org: Org, req: Request, res: Response): void => {
  res.set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
  res.flushHeaders();
  res.write(': listening\n\n');
  const stop = org.store.onChange((changes) => {
    const ids = new Set(changes.map(opportunityOf).filter((id) => id !== null));
    for (const dealId of ids) res.write(`event: changed\ndata: ${JSON.stringify({ dealId })}\n\n`);
  });
  req.on('close', stop);
};

const opportunityOf = ({ record: { type, id, fields } }: OrgChange): string | null => {
  if (type === 'Opportunity') return id;
  const parent = fields['OpportunityId'] ?? fields['WhatId'];
  return typeof parent === 'string' ? parent : null;
};
