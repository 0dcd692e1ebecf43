import type { Request, Response } from 'express';
import type { PortalChange } from './changes.ts';
import type { Portal } from './portal.ts';

/** Server-Sent Events: one `changed` event for each deal that changed; dealId is null when it is not about a deal. */
export const streamChanges = (portal: Portal, req: Request, res: Response): void => {
  res.set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
  res.flushHeaders();
  res.write(': listening\n\n');
  const waiting = new Set<string | null>();
  const tell = (): void => {
    for (const dealId of waiting) res.write(`event: changed\ndata: ${JSON.stringify({ dealId })}\n\n`);
    waiting.clear();
  };
  const stop = portal.store.onChange((change) => {
    // A write of many properties is one change to those who look at the page.
    if (waiting.size === 0) setImmediate(tell);
    for (const dealId of dealsOf(portal, change)) waiting.add(dealId);
  });
  req.on('close', stop);
};

const dealsOf = (portal: Portal, change: PortalChange): (string | null)[] => {
  if (change.type === 'deals')
    return change.kind === 'merge' ? [change.id, change.primaryId, ...change.mergedIds] : [change.id];
  const deals = portal.store.associations.of(change, 'deals').map(({ id }) => id);
  return deals.length > 0 ? deals : [null];
};
