import express from 'express';
import type { Express, RequestHandler } from 'express';
import type { Logger } from '../logger.ts';
import { errorHandler } from './error-handler.ts';

/** Something to serve under a path. */
export type Mount = { path: string; handler: RequestHandler };

/** The web application: what is mounted, safe headers, and one place for faults. */
export const createApp = (mounts: readonly Mount[], logger: Logger): Express => {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.use((_request, response, next) => {
    response.set({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'x-frame-options': 'DENY' });
    next();
  });
  for (const { path, handler } of mounts) app.use(path, handler);
  app.use((_request, response) => void response.status(404).json({ error: 'There is nothing at this address.' }));
  app.use(errorHandler(logger));
  return app;
};
