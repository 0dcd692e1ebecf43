import path from 'node:path';
import express from 'express';
import type { Router } from 'express';

/** The pages run nothing but their own files and talk to nobody but us. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The planner's page, the lead times and the rules: one bundle, no data in it. Mount at the root. */
export const adminPagesRouter = (pagesDir: string): Router => {
  const router = express.Router();
  router.use('/sheet/assets', express.static(path.join(pagesDir, 'assets'), { immutable: true, maxAge: '1y' }));
  router.get(['/sheet', '/lead-times', '/rules'], (_request, response) => {
    response.set({ 'content-security-policy': POLICY, 'cache-control': 'no-cache' });
    response.sendFile(path.resolve(pagesDir, 'index.html'));
  });
  return router;
};
