import path from 'node:path';
import express from 'express';
import type { Router } from 'express';

/** Serves the built pages; addresses without a file get index.html, where the pages find their own way. */
export const pagesRouter = (pagesDir: string): Router => {
  const router = express.Router();
  router.use(express.static(pagesDir));
  router.get('/{*any}', (_req, res) => res.sendFile(path.resolve(pagesDir, 'index.html')));
  return router;
};
