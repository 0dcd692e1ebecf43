import { promisify } from 'node:util';
import express from 'express';
import type { Request, Router } from 'express';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { asInstall } from '../../db/roles.ts';
import type { Schema } from '../../db/schema.ts';
import { restoreVersion } from '../../db/sheet-publish.ts';
import type { SheetVersion } from '../../db/sheet-versions.ts';
import { listSheetVersions, readSheetVersion } from '../../db/sheet-versions.ts';
import { AppError } from '../../errors.ts';
import { writeWorkbook } from '../../sheet/write-workbook.ts';
import type { AdminGuard } from './admin-guard.ts';
import { Choices, previewOf, Publish, sheetDrafts } from './drafts.ts';
import { parseBody, sendWorkbook } from './sheet-answer.ts';

export type SheetRoutesOptions = { guard: AdminGuard; db: Kysely<Schema>; now: () => Date; wake: () => void };

/** A capacity sheet is far smaller; the parser's own limit is the same. */
const MOST_BYTES = '50mb';
const Restore = Publish.partial({ replaces: true });

/** Uploads: read, decide, compare, publish. */
export const addDraftRoutes = (router: Router, { guard, db, now, wake }: SheetRoutesOptions): void => {
  const drafts = sheetDrafts({ db, now });
  const json = express.json({ limit: '100kb' });
  router.post(
    '/drafts',
    guard('planner', async ({ installId }, request, response) => {
      const bytes = await bodyOf(request);
      response.status(201).json(await drafts.add(installId, { fileName: fileNameOf(request), bytes }));
    }),
  );
  router.get(
    '/drafts/:id',
    guard('planner', async ({ installId }, request, response) => {
      response.json(await drafts.show(installId, idOf(request)));
    }),
  );
  router.put(
    '/drafts/:id/choices',
    json,
    guard('planner', async ({ installId }, request, response) => {
      response.json(await drafts.decide(installId, idOf(request), parseBody(Choices, request)));
    }),
  );
  router.get(
    '/drafts/:id/preview',
    guard('planner', async ({ installId }, request, response) => {
      response.json(await drafts.preview(installId, idOf(request)));
    }),
  );
  router.get(
    '/drafts/:id/marked',
    guard('planner', async ({ installId }, request, response) => {
      const { fileName, bytes } = await drafts.marked(installId, idOf(request));
      sendWorkbook(response, fileName, bytes);
    }),
  );
  router.post(
    '/drafts/:id/publish',
    json,
    guard('planner', async ({ installId }, request, response) => {
      const published = await drafts.publish(installId, idOf(request), parseBody(Publish, request));
      wake();
      response.json(published);
    }),
  );
};

/** Publications: list, compare, restore, download. */
export const addVersionRoutes = (router: Router, { guard, db, now, wake }: SheetRoutesOptions): void => {
  const find = async (installId: number, request: Request): Promise<SheetVersion> => {
    const version = await asInstall(db, installId, (tx) => readSheetVersion(tx, idOf(request)));
    if (version) return version;
    throw new AppError('SHEET_MISSING', 'There is no such version of the capacity sheet.');
  };
  router.get(
    '/versions',
    guard('planner', async ({ installId }, _request, response) => {
      response.json(await asInstall(db, installId, (tx) => listSheetVersions(tx)));
    }),
  );
  router.get(
    '/versions/:id/preview',
    guard('planner', async ({ installId }, request, response) => {
      response.json(await previewOf({ db, now }, installId, await find(installId, request)));
    }),
  );
  router.get(
    '/versions/:id/workbook',
    guard('planner', async ({ installId }, request, response) => {
      const { id, facts } = await find(installId, request);
      sendWorkbook(response, `capacity-sheet-${id}.xlsx`, await writeWorkbook(facts));
    }),
  );
  router.post(
    '/versions/:id/restore',
    express.json({ limit: '10kb' }),
    guard('planner', async ({ installId }, request, response) => {
      const said = parseBody(Restore, request);
      response.json(await restoreVersion(db, installId, { versionId: idOf(request), ...said, now: now() }));
      wake();
    }),
  );
};

const idOf = (request: Request): string => z.string().parse(request.params['id']);

const readRaw = express.raw({ type: () => true, limit: MOST_BYTES });

/** The file, read only after the session was checked: strangers cannot fill our memory. Throws SHEET_UNREADABLE when it is empty. */
const bodyOf = async (request: Request): Promise<Uint8Array> => {
  if (request.res) await promisify(readRaw)(request, request.res);
  if (Buffer.isBuffer(request.body) && request.body.length > 0) return request.body;
  throw new AppError('SHEET_UNREADABLE', 'The file is empty.');
};

/** The last part of the name that the browser gives, for people to recognise; it names no file of ours. */
const fileNameOf = (request: Request): string => {
  const given = request.get('x-file-name') ?? '';
  const name = decode(given).split(/[/\\]/).at(-1) ?? '';

  return name.replace(/[\u0000-\u001f\u007f]/g, '').slice(-120) || 'workbook.xlsx';
};

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
};
