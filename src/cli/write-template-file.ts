import type { CalendarDay } from '../capacity/capacity-sheet.ts';
import { AppError } from '../errors.ts';
import { writeTemplate } from '../sheet/write-workbook.ts';
import { EXIT } from './exit-code.ts';
import type { Terminal } from './terminal.ts';
import { writeNewFile } from './write-new-file.ts';

export type TemplateOptions = { country?: string; region?: string };

const holidaysOf = async ({ country, region }: TemplateOptions): Promise<CalendarDay[]> => {
  if (country === undefined) return [];
  const { publicHolidays } = await import('../sheet/holidays.ts');
  return publicHolidays({ country, region }, new Date().toISOString());
};

/**
 * `keepable sheet template`: writes an empty workbook, its Calendar filled with the public holidays of a place where one is
 * named; a file that is there already is never overwritten.
 */
export const writeTemplateFile = async (
  path: string,
  options: TemplateOptions,
  terminal: Terminal,
): Promise<number> => {
  if (options.region !== undefined && options.country === undefined)
    throw new AppError('USAGE', '--region needs --country, such as --country US --region IL.');
  const holidays = await holidaysOf(options);
  await writeNewFile(path, await writeTemplate(holidays));
  terminal.out(`${path} is ready: fill in Products, Resources, Calendar and Commitments, then try`);
  terminal.out(`  npx keepable sheet validate ${path}`);
  return EXIT.done;
};
