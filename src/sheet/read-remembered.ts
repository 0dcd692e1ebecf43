import type { Kysely } from 'kysely';
import type { CapacitySheet, Settings } from '../capacity/capacity-sheet.ts';
import { asInstall } from '../db/roles.ts';
import type { Schema } from '../db/schema.ts';
import { recallChoices } from '../db/sheet-mappings.ts';
import { AppError } from '../errors.ts';
import { withHolidays } from './holidays.ts';
import { fingerprintOf } from './mapping/sheet-mapping.ts';
import { draftInChild } from './parse-in-child.ts';
import { mappingOf, NO_CHOICES, openCount } from './read-draft.ts';
import type { DraftChoices, DraftReading } from './read-draft.ts';
import { versionOf } from './sheet-version.ts';

/** same: the answers given for this layout before are used; changed: only another layout is known. */
export type LayoutMemory = 'same' | 'changed' | 'none';

type Publishing = { fileName: string; choices: DraftChoices; now: Date; settings: Settings | null };

type Remembered = { choices: DraftChoices; reading: DraftReading; memory: LayoutMemory };

/** Our own format is one layout; another one is known by where its tables begin and their headers. */
export const layoutKey = ({ layout, tables }: DraftReading['inspection']): string =>
  layout === 'v1' ? layout : fingerprintOf(tables);

/** Reads a workbook with what was decided for its layout before. */
export const readRemembered = async (
  db: Kysely<Schema>,
  installId: number,
  file: { fileName: string; bytes: Uint8Array },
): Promise<Remembered> => {
  const reading = await draftInChild({ ...file, choices: NO_CHOICES });
  const { inspection } = reading;
  const known = await asInstall(db, installId, (tx) => recallChoices(tx, layoutKey(inspection)));
  if (known.choices === null) {
    const memory = known.knowsOthers && inspection.layout === 'mapped' ? 'changed' : 'none';
    return { choices: NO_CHOICES, reading, memory };
  }
  const choices = { ...NO_CHOICES, ...known.choices };
  return { choices, reading: await draftInChild({ ...file, choices }), memory: 'same' };
};

/** True for a workbook of another shape without settings: it is published with those of the sheet in force. */
export const keepsSettings = (inspection: DraftReading['inspection'], choices: DraftChoices): boolean =>
  mappingOf(inspection, choices)?.tables.every(({ use }) => use !== 'Settings') ?? false;

/**
 * The facts that would be published, with holidays, and with the settings in force where the workbook has none of its own.
 * Throws SHEET_UNREADABLE while no promise can be made from them.
 */
export const factsToPublish = (
  { reading, inspection }: DraftReading,
  { fileName, choices, now, settings }: Publishing,
): { facts: CapacitySheet; hash: string } => {
  const { sheet, version } = reading;
  if (sheet === null)
    throw new AppError(
      'SHEET_UNREADABLE',
      inspection.refusal ?? `No promise can be made from ${fileName} yet: see what is to be fixed.`,
    );
  const open = openCount(inspection, choices);
  if (open > 0)
    throw new AppError('SHEET_UNREADABLE', open === 1 ? 'One question is open.' : `${open} questions are open.`);
  const { holidays } = choices;
  const keeps = settings !== null && keepsSettings(inspection, choices);
  const facts = keeps ? { ...sheet, settings } : sheet;
  if (holidays) return withHolidays(facts, holidays, now.toISOString());
  return { facts, hash: keeps ? versionOf(facts) : version };
};
