import express from 'express';
import type { Router } from 'express';

/** What `/ready` asks: resolves when events can be stored right now, else rejects. */
export type ReadyCheck = () => Promise<void>;

/** `/health`: the process answers. `/ready`: it can store events; a balancer sends nothing here while it cannot. */
export const healthRouter = (ready: ReadyCheck): Router => {
  const router = express.Router();
  router.get('/health', (_request, response) => void response.json({ status: 'ok' }));
  router.get('/ready', async (_request, response) => {
    const isReady = await ready().then(
      () => true,
      () => false,
    );
    response.status(isReady ? 200 : 503).json({ status: isReady ? 'ready' : 'not ready' });
  });
  return router;
};
