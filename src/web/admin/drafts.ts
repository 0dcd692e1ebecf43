import type { Kysely } from 'kysely';
import { z } from 'zod';
import { openDealRuns } from '../../db/check-runs.ts';
import { asInstall } from '../../db/roles.ts';
import type { Schema } from '../../db/schema.ts';
import type { SheetDraft } from '../../db/sheet-drafts.ts';
import { dropDraft, keepChoices, keepDraft, readDraftFile } from '../../db/sheet-drafts.ts';
import { rememberChoices } from '../../db/sheet-mappings.ts';
import type { Publication } from '../../db/sheet-publish.ts';
import { publishVersion } from '../../db/sheet-publish.ts';
import { activeSheet, settingsInForce } from '../../db/sheet-versions.ts';
import type { CapacitySheet, Settings } from '../../capacity/capacity-sheet.ts';
import { AppError } from '../../errors.ts';
import { SheetMapping } from '../../sheet/mapping/sheet-mapping.ts';
import { draftInChild, markInChild } from '../../sheet/parse-in-child.ts';
import type { DraftChoices } from '../../sheet/read-draft.ts';
import { factsToPublish, layoutKey, readRemembered } from '../../sheet/read-remembered.ts';
import type { Consequences } from '../../sheet/sheet-consequences.ts';
import { consequencesOf } from '../../sheet/sheet-consequences.ts';
import type { DraftView } from './draft-view.ts';
import { draftView } from './draft-view.ts';

/** What the page may decide about an upload. */
export const Choices = z.strictObject({
  fixes: z
    .record(z.string().max(120), z.string().max(300))
    .refine(
      (fixes) => Object.keys(fixes).length <= 500,
      'at most 500 cells are fixed here; correct the workbook instead',
    ),
  holidays: z.strictObject({ country: z.string().max(2), region: z.string().max(8).optional() }).nullable(),
  mapping: SheetMapping.nullable(),
});

/** What the page says when it publishes; `replaces` is the publication that its comparison was made with. */
export const Publish = z.strictObject({
  note: z.string().trim().min(1).max(500),
  author: z.string().trim().min(1).max(100),
  replaces: z.string().nullable(),
});

/** What would change, and the publication that it was compared with. */
export type PublishPreview = Consequences & { replaces: string | null };

type Drafts = { db: Kysely<Schema>; now: () => Date };

/** The uploads of the planner's page; each call works on the rows of one install only. */
export const sheetDrafts = ({ db, now }: Drafts) => {
  const find = async (installId: number, id: string): Promise<SheetDraft> => {
    const draft = await asInstall(db, installId, (tx) => readDraftFile(tx, id));
    if (draft) return draft;
    throw new AppError('SHEET_MISSING', 'This upload is not kept any more. Upload the workbook again.');
  };
  const settingsOf = (installId: number): Promise<Settings | null> => asInstall(db, installId, settingsInForce);

  return {
    /** Reads a file before it keeps it: what cannot be read at all is not kept. */
    add: async (installId: number, file: { fileName: string; bytes: Uint8Array }): Promise<DraftView> => {
      const { choices, reading, memory } = await readRemembered(db, installId, file);
      const draft = { ...file, choices, createdAt: now() };
      const id = await asInstall(db, installId, (tx) => keepDraft(tx, installId, draft));
      return { ...draftView({ ...draft, id }, reading, await settingsOf(installId)), memory };
    },
    show: async (installId: number, id: string): Promise<DraftView> => {
      const draft = await find(installId, id);
      return draftView(draft, await draftInChild(draft), await settingsOf(installId));
    },
    decide: async (installId: number, id: string, choices: DraftChoices): Promise<DraftView> => {
      const draft = { ...(await find(installId, id)), choices };
      const reading = await draftInChild(draft);
      await asInstall(db, installId, (tx) => keepChoices(tx, id, choices));
      return draftView(draft, reading, await settingsOf(installId));
    },
    /** The file with its problems marked, as it came: fixes of single cells are not in it. */
    marked: async (installId: number, id: string): Promise<{ fileName: string; bytes: Uint8Array }> => {
      const { bytes, fileName, choices } = await find(installId, id);
      const marked = await markInChild({ bytes, fileName, mapping: choices.mapping });
      return { fileName: `${fileName.replace(/\.\w+$/, '')} marked.xlsx`, bytes: marked };
    },
    preview: async (installId: number, id: string): Promise<PublishPreview> => {
      const draft = await find(installId, id);
      const settings = await settingsOf(installId);
      const after = factsToPublish(await draftInChild(draft), { ...draft, settings, now: now() });
      return previewOf({ db, now }, installId, after);
    },
    publish: async (installId: number, id: string, said: z.infer<typeof Publish>): Promise<Publication> => {
      const draft = await find(installId, id);
      const { fileName } = draft;
      const { replaces, author, note } = said;
      const reading = await draftInChild(draft);
      const sheet = {
        ...factsToPublish(reading, { ...draft, settings: await settingsOf(installId), now: now() }),
        author,
        note,
        fileName,
        origin: 'upload' as const,
        publishedAt: now(),
      };
      const publication = await publishVersion(db, installId, { sheet, replaces });
      const { fixes: _fixes, ...choices } = draft.choices;
      await asInstall(db, installId, async (tx) => {
        await rememberChoices(tx, installId, { layout: layoutKey(reading.inspection), choices, now: now() });
        await dropDraft(tx, id);
      });
      return publication;
    },
  };
};

/** What publishing these facts would change for an install. */
export const previewOf = async (
  { db, now }: Drafts,
  installId: number,
  after: { facts: CapacitySheet; hash: string },
): Promise<PublishPreview> => {
  const { active, runs } = await asInstall(db, installId, async (tx) => ({
    active: await activeSheet(tx),
    runs: await openDealRuns(tx),
  }));
  const before = active && { sheet: active.facts, hash: active.hash };
  const versions = { before, after: { sheet: after.facts, hash: after.hash } };
  return { ...(await consequencesOf(versions, runs, now())), replaces: active?.id ?? null };
};
