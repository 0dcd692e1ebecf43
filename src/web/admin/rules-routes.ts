import express from 'express';
import type { Router } from 'express';
import { z } from 'zod';
import { putRulesInForce, restoreRules } from '../../db/rule-activate.ts';
import { AppError } from '../../errors.ts';
import { readRules } from '../../rules/validate-rules.ts';
import { versionOf } from '../../sheet/sheet-version.ts';
import { rulesDesk } from './rules-desk.ts';
import { parseBody } from './sheet-answer.ts';
import type { SheetRoutesOptions } from './sheet-routes.ts';

const Said = { note: z.string().trim().min(1).max(500), author: z.string().trim().min(1).max(100) };
const Save = z.strictObject({ ...Said, rules: z.unknown(), replaces: z.string().nullable() });
const Restore = z.strictObject(Said);
const Try = z.strictObject({ rules: z.unknown() });

/** The rules: read, tried while they are edited, put in force, restored. */
export const addRulesRoutes = (router: Router, { guard, db, now, wake }: SheetRoutesOptions): void => {
  const desk = rulesDesk(db);
  const json = express.json({ limit: '1mb' });
  router.get(
    '/rules',
    guard('planner', async ({ installId }, _request, response) => {
      response.json(await desk.view(installId));
    }),
  );
  router.post(
    '/rules/try',
    json,
    guard('planner', async ({ installId }, request, response) => {
      response.json(await desk.trial(installId, parseBody(Try, request).rules));
    }),
  );
  router.post(
    '/rules',
    json,
    guard('planner', async ({ installId }, request, response) => {
      const { rules: document, note, author, replaces } = parseBody(Save, request);
      const { rules, problems } = readRules(document);
      if (rules === null) throw new AppError('RULES_UNUSABLE', problems[0]?.message ?? 'These rules cannot be used.');
      const saved = { hash: versionOf(rules), document: rules, author, note, activatedAt: now() };
      response.json(await putRulesInForce(db, installId, { rules: saved, replaces }));
      wake();
    }),
  );
  router.post(
    '/rules/:id/restore',
    json,
    guard('planner', async ({ installId }, request, response) => {
      const versionId = z.string().parse(request.params['id']);
      const { deals } = await restoreRules(db, installId, { versionId, ...parseBody(Restore, request), now: now() });
      response.json({ deals });
      wake();
    }),
  );
};
