import type { Router } from 'express';
import type { Kysely } from 'kysely';
import { compileSheet } from '../../capacity/compile-sheet.ts';
import type { LeadTimeCard } from '../../capacity/lead-time-card.ts';
import { leadTimeCards } from '../../capacity/lead-time-card.ts';
import { asInstall } from '../../db/roles.ts';
import type { Schema } from '../../db/schema.ts';
import { activeSheet, activeSheetId } from '../../db/sheet-versions.ts';
import { parseIsoDate } from '../../deal/day.ts';
import { dayIn } from '../../inbox/published-sheet.ts';
import type { AdminGuard } from './admin-guard.ts';

/** Every product's lead time on the sheet in force; null before the first one is published. */
export type LeadTimesView = { plant: string; publishedAt: Date; today: string; cards: LeadTimeCard[] } | null;

type Kept = { key: string; view: LeadTimesView };

/** `GET /lead-times`: for sales, searched on the page. Worked out once a day and sheet. */
export const addLeadTimeRoutes = (
  router: Router,
  { guard, db, now }: { guard: AdminGuard; db: Kysely<Schema>; now: () => Date },
): void => {
  const kept = new Map<number, Kept>();
  router.get(
    '/lead-times',
    guard('reader', async ({ installId }, _request, response) => {
      const id = await asInstall(db, installId, activeSheetId);
      const key = `${id ?? ''} ${now().toISOString().slice(0, 13)}`;
      const known = kept.get(installId);
      const view = known?.key === key ? known.view : await workOut(db, installId, now());
      kept.set(installId, { key, view });
      response.json(view);
    }),
  );
};

const workOut = async (db: Kysely<Schema>, installId: number, now: Date): Promise<LeadTimesView> => {
  const version = await asInstall(db, installId, activeSheet);
  if (!version) return null;
  const plan = compileSheet(version.facts);
  const today = dayIn(plan.timeZone, now);
  const cards = leadTimeCards(plan, parseIsoDate(today) ?? 0);
  return { plant: version.facts.settings.plant, publishedAt: version.publishedAt, today, cards };
};
