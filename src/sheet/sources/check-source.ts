import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { markKnownDealsDirty } from '../../db/deal-work.ts';
import { asInstall } from '../../db/roles.ts';
import type { Schema } from '../../db/schema.ts';
import type { KeyRing } from '../../db/secret-box.ts';
import { keepDraft } from '../../db/sheet-drafts.ts';
import { publishVersion } from '../../db/sheet-publish.ts';
import type { SheetSource, SourceLook } from '../../db/sheet-sources.ts';
import { readSource, recordLook } from '../../db/sheet-sources.ts';
import { activeSheet } from '../../db/sheet-versions.ts';
import { AppError } from '../../errors.ts';
import { openCount } from '../read-draft.ts';
import type { DraftReading } from '../read-draft.ts';
import { factsToPublish, readRemembered } from '../read-remembered.ts';
import type { LayoutMemory } from '../read-remembered.ts';
import type { Reach } from './fetch-workbook.ts';
import { fetchWorkbook } from './fetch-workbook.ts';

export type SourceOptions = { db: Kysely<Schema>; keys: KeyRing; now: () => Date; wake: () => void; reach?: Reach };

/** What one look led to. `turned`: it failed before and not now, or the other way round. */
export type SourceOutcome = { state: SourceLook['state']; reason: string | null; published: boolean; turned: boolean };

/**
 * Looks at the address of an install's workbook and publishes what is new. Whatever goes wrong, the sheet in force stays:
 * a file that is gone, no promise from it, or rows that cannot be used (then the upload waits on the planner's page).
 * Returns null when the install has no source.
 */
export const checkSource = async (options: SourceOptions, installId: number): Promise<SourceOutcome | null> => {
  const { db, keys, now, wake } = options;
  const source = await asInstall(db, installId, (tx) => readSource(tx, installId, keys));
  if (!source) return null;
  const { look, published } = await lookAt(source, options, installId);
  const turned = await asInstall(db, installId, async (tx) => {
    const hasTurned = await recordLook(tx, look, now());
    if (hasTurned) await markKnownDealsDirty(tx, now());
    return hasTurned;
  });
  if (published || turned) wake();
  return { state: look.state, reason: look.reason, published, turned };
};

type Looked = { look: SourceLook; published: boolean };

const lookAt = async (source: SheetSource, options: SourceOptions, installId: number): Promise<Looked> => {
  const { etag, contentHash, changedAt, url } = source;
  const known = { etag, contentHash, changedAt };
  try {
    const { reach } = options;
    const fetched = await fetchWorkbook(url, { etag: source.state === 'fine' ? etag : null, ...(reach && { reach }) });
    if (fetched.state === 'same') return { look: { ...known, state: 'fine', reason: null }, published: false };
    const hash = createHash('sha256').update(fetched.bytes).digest('hex');
    if (hash === contentHash && source.state === 'fine')
      return { look: { ...known, etag: fetched.etag, state: 'fine', reason: null }, published: false };
    const seen = { etag: fetched.etag, contentHash: hash, changedAt: hash === contentHash ? changedAt : options.now() };
    return await publishIfSound({ ...fetched, seen, isNew: hash !== contentHash }, options, installId);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const state = error.code === 'SHEET_UNREADABLE' ? 'unusable' : 'gone';
    return { look: { ...known, state, reason: error.message }, published: false };
  }
};

type NewFile = {
  /** False when these very bytes were looked at before. */
  isNew: boolean;
  bytes: Uint8Array;
  fileName: string;
  seen: Pick<SourceLook, 'etag' | 'contentHash' | 'changedAt'>;
};

const publishIfSound = async (
  { bytes, fileName, seen, isNew }: NewFile,
  { db, now }: SourceOptions,
  installId: number,
): Promise<Looked> => {
  const { choices, reading, memory } = await readRemembered(db, installId, { bytes, fileName });
  const draft = { bytes, fileName, choices, createdAt: now() };
  const why = reasonToWait(reading, { memory, open: openCount(reading.inspection, choices) });
  if (why !== null) {
    if (isNew) await asInstall(db, installId, (tx) => keepDraft(tx, installId, draft));
    return { look: { ...seen, state: 'unusable', reason: why }, published: false };
  }
  const look = { ...seen, state: 'fine' as const, reason: null };
  const active = await asInstall(db, installId, activeSheet);
  const settings = active?.facts.settings ?? null;
  const sheet = factsToPublish(reading, { ...draft, settings, now: now() });
  if (active?.hash === sheet.hash) return { look, published: false };
  const about = {
    fileName,
    author: null,
    note: 'Fetched from its address',
    origin: 'url' as const,
    publishedAt: now(),
  };
  await publishVersion(db, installId, { sheet: { ...sheet, ...about } });
  return { look, published: true };
};

/** Why a planner must look before this is published; null when nothing speaks against it. */
const reasonToWait = (
  { reading, inspection }: DraftReading,
  { memory, open }: { memory: LayoutMemory; open: number },
): string | null => {
  if (reading.sheet === null) return inspection.refusal ?? 'No promise can be made from the new workbook as it stands.';
  if (open > 0) return 'The new workbook raises questions that wait on the planner’s page.';
  if (memory === 'changed') return 'The layout of the new workbook is another one; it waits on the planner’s page.';
  const count = reading.problems.filter(({ severity }) => severity === 'error').length;
  if (count === 0) return null;
  const cells = count === 1 ? 'One cell of the new workbook cannot' : `${count} cells of the new workbook cannot`;
  return `${cells} be read; it waits on the planner’s page.`;
};
