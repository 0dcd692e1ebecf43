import type { Request, Router } from 'express';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { holidayPlaces, publicHolidays } from '../../sheet/holidays.ts';
import type { HolidayPlace } from '../../sheet/holidays.ts';
import { writeTemplate } from '../../sheet/write-workbook.ts';
import type { AdminGuard } from './admin-guard.ts';
import { sendWorkbook } from './sheet-answer.ts';

const Place = z.object({ country: z.string().length(2), region: z.string().max(8).optional() });

export type DownloadOptions = { guard: AdminGuard; now: () => Date; sampleWorkbook: (today: string) => Uint8Array };

/** Workbooks to start from: an empty one, with holidays where a place is named, and a filled one. */
export const addDownloadRoutes = (router: Router, { guard, now, sampleWorkbook }: DownloadOptions): void => {
  router.get(
    '/template',
    guard('planner', async (_identity, request, response) => {
      const place = placeOf(request);
      const holidays = place ? publicHolidays(place, now().toISOString()) : [];
      sendWorkbook(response, 'capacity-sheet.xlsx', await writeTemplate(holidays));
    }),
  );
  router.get(
    '/sample',
    guard('planner', async (_identity, _request, response) => {
      sendWorkbook(response, 'sample.xlsx', sampleWorkbook(now().toISOString().slice(0, 10)));
    }),
  );
  router.get(
    '/places',
    guard('planner', async (_identity, _request, response) => {
      response.json(holidayPlaces());
    }),
  );
};

const placeOf = ({ query }: Request): HolidayPlace | null => {
  if (query['country'] === undefined) return null;
  const parsed = Place.safeParse(query);
  if (parsed.success) return parsed.data;
  throw new AppError('USAGE', 'Name the country by its code of two letters, such as US.');
};
