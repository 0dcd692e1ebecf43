import type { Command } from 'commander';
import type { PublishOptions } from './publish-sheet.ts';
import type { ExportOptions, HistoryOptions, RestoreOptions } from './sheet-history.ts';
import type { LinkOptions } from './sheet-link.ts';
import type { Finish, Terminal } from './terminal.ts';

const ACCOUNT = ['--account <id>', 'the portal or org, when more than one is connected'] as const;
const JSON_OPTION = ['--json', 'print one JSON document'] as const;

/** Adds what works on the service's database: `keepable sheet publish | history | export | restore | link`. */
export const addPublishedSheetCommands = (sheet: Command, terminal: Terminal, finish: Finish): void => {
  sheet
    .command('publish <file>')
    .description('make a workbook the sheet in force, and check every open deal against it')
    .option(...ACCOUNT)
    .option('--mapping <file>', 'how a workbook of another shape is read (keepable sheet inspect --save-mapping)')
    .option('--note <text>', 'what changed, in your words (default: the name of the file)')
    .option('--author <name>', 'who publishes it')
    .option('--dry-run', 'only say what it would change')
    .option(...JSON_OPTION)
    .action(async (file: string, options: PublishOptions) => {
      const { publishSheetFile } = await import('./publish-sheet.ts');
      finish(await publishSheetFile(file, options, terminal));
    });
  sheet
    .command('history')
    .description('list what was published: number, time, author, note; a star marks the one in force')
    .option(...ACCOUNT)
    .option(...JSON_OPTION)
    .action(async (options: HistoryOptions) => {
      const { sheetHistory } = await import('./sheet-history.ts');
      finish(await sheetHistory(options, terminal));
    });
  sheet
    .command('export <file>')
    .description('write the sheet in force, or an earlier one, as a workbook')
    .option('--number <version>', 'the number in the history (default: the one in force)')
    .option(...ACCOUNT)
    .option(...JSON_OPTION)
    .action(async (file: string, options: ExportOptions) => {
      const { exportSheet } = await import('./sheet-history.ts');
      finish(await exportSheet(file, options, terminal));
    });
  addRestoreAndLink(sheet, terminal, finish);
};

const addRestoreAndLink = (sheet: Command, terminal: Terminal, finish: Finish): void => {
  sheet
    .command('restore <number>')
    .description('publish an earlier version again, as it was')
    .option(...ACCOUNT)
    .option('--note <text>', 'why')
    .option('--author <name>', 'who restores it')
    .option(...JSON_OPTION)
    .action(async (number: string, options: RestoreOptions) => {
      const { restoreSheet } = await import('./sheet-history.ts');
      finish(await restoreSheet(number, options, terminal));
    });
  sheet
    .command('link')
    .description('a new link to the planner’s page of an account; earlier links end')
    .option('--read-only', 'a link to the lead times, for sales')
    .option(...ACCOUNT)
    .option(...JSON_OPTION)
    .action(async (options: LinkOptions) => {
      const { printSheetLink } = await import('./sheet-link.ts');
      finish(await printSheetLink(options, terminal));
    });
};
