import type { Command } from 'commander';
import type { DiffOptions } from './diff-sheet-files.ts';
import type { PublishOptions } from './publish-sheet.ts';
import type { Finish, Terminal } from './terminal.ts';

type JsonOption = { json?: true };

/** Adds `keepable sheet ...`: what a workbook says, what is wrong with it, what another one would change. */
export const addSheetCommand = (program: Command, terminal: Terminal, finish: Finish): void => {
  const sheet = program.command('sheet').description('look at capacity sheets');
  sheet
    .command('inspect <file>')
    .description('what is recognised in a workbook: tables, headers, columns, questions, problems')
    .option('--json', 'print one JSON document')
    .action(async (file: string, options: JsonOption) => {
      const { inspectSheet } = await import('./inspect-sheet.ts');
      finish(await inspectSheet(file, options, terminal));
    });
  sheet
    .command('validate <file>')
    .description('whether promises can be made from a workbook, and which rows cannot be used')
    .option('--json', 'print one JSON document')
    .action(async (file: string, options: JsonOption) => {
      const { validateSheet } = await import('./validate-sheet.ts');
      finish(await validateSheet(file, options, terminal));
    });
  sheet
    .command('diff <old> <new>')
    .description('what changed between two workbooks, and which promises move')
    .option('--deals <file>', 'open deals, one JSON document per line')
    .option('--today <date>', 'the clock, e.g. 2026-03-02 (default: today at the plant)')
    .option('--json', 'print one JSON document')
    .action(async (before: string, after: string, options: DiffOptions) => {
      const { diffSheetFiles } = await import('./diff-sheet-files.ts');
      finish(await diffSheetFiles([before, after], options, terminal));
    });
  sheet
    .command('publish <file>')
    .description('make a workbook the sheet in force, and check every open deal against it')
    .option('--account <id>', 'the portal, when more than one is connected')
    .option('--note <text>', 'what changed, in your words (default: the name of the file)')
    .option('--json', 'print one JSON document')
    .action(async (file: string, options: PublishOptions) => {
      const { publishSheetFile } = await import('./publish-sheet.ts');
      finish(await publishSheetFile(file, options, terminal));
    });
  sheet
    .command('template <file>')
    .description('write an empty workbook to fill in, with instructions and drop-downs')
    .action(async (file: string) => {
      const { writeTemplateFile } = await import('./write-template-file.ts');
      finish(await writeTemplateFile(file, terminal));
    });
};
