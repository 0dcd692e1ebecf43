import express from 'express';
import type { Router } from 'express';
import { z } from 'zod';
import { asInstall } from '../../db/roles.ts';
import type { SheetSource } from '../../db/sheet-sources.ts';
import { dropSource, readSource, setSource } from '../../db/sheet-sources.ts';
import type { SourceOptions } from '../../sheet/sources/check-source.ts';
import { checkSource } from '../../sheet/sources/check-source.ts';
import { toSourceUrl } from '../../sheet/sources/fetch-workbook.ts';
import type { AdminGuard } from './admin-guard.ts';
import { parseBody } from './sheet-answer.ts';

const NewSource = z.strictObject({
  url: z.string().trim().max(2000),
  everyMinutes: z.number().int().min(5).max(10_080),
});

/** The source as the page shows it: the query of an address often carries a key, so it is not repeated. */
export type SourceView = Omit<SheetSource, 'etag' | 'contentHash' | 'url'> & { address: string };

const toView = (source: SheetSource): SourceView => {
  const { etag: _etag, contentHash: _hash, url, ...rest } = source;
  const { origin, pathname, search } = new URL(url);
  return { ...rest, address: `${origin}${pathname}${search === '' ? '' : '?…'}` };
};

/** The address of the workbook: set, look now, forget. */
export const addSourceRoutes = (router: Router, options: SourceOptions & { guard: AdminGuard }): void => {
  const { guard, db, keys, now, reach } = options;
  const show = async (installId: number): Promise<SourceView | null> => {
    const source = await asInstall(db, installId, (tx) => readSource(tx, installId, keys));
    return source && toView(source);
  };
  router.get(
    '/source',
    guard('planner', async ({ installId }, _request, response) => {
      response.json({ source: await show(installId) });
    }),
  );
  router.put(
    '/source',
    express.json({ limit: '10kb' }),
    guard('planner', async ({ installId }, request, response) => {
      const { url, everyMinutes } = parseBody(NewSource, request);
      const { href } = toSourceUrl(url, reach);
      await asInstall(db, installId, (tx) => setSource(tx, installId, { url: href, everyMinutes, keys, now: now() }));
      const outcome = await checkSource(options, installId);
      response.json({ source: await show(installId), outcome });
    }),
  );
  router.post(
    '/source/check',
    guard('planner', async ({ installId }, _request, response) => {
      const outcome = await checkSource(options, installId);
      response.json({ source: await show(installId), outcome });
    }),
  );
  router.delete(
    '/source',
    guard('planner', async ({ installId }, _request, response) => {
      await asInstall(db, installId, dropSource);
      response.json({ source: null });
    }),
  );
};
