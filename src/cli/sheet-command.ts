import type { Command } from 'commander';
import type { DiffOptions } from './diff-sheet-files.ts';
import type { InspectOptions } from './inspect-sheet.ts';
import { addPublishedSheetCommands } from './published-sheet-command.ts';
import type { Finish, Terminal } from './terminal.ts';
import type { ValidateOptions } from './validate-sheet.ts';
import type { TemplateOptions } from './write-template-file.ts';

/** Adds `keepable sheet ...`: what a workbook says, what is wrong with it, what another one would change. */
export const addSheetCommand = (program: Command, terminal: Terminal, finish: Finish): void => {
  const sheet = program.command('sheet').description('look at capacity sheets');
  sheet
    .command('inspect <file>')
    .description('what is recognised in a workbook: tables, headers, columns, questions, problems')
    .option('--mapping <file>', 'a saved mapping: which of its questions are open, whether the layout is the same')
    .option('--save-mapping <file>', 'save what was understood, to edit it and to answer the questions')
    .option('--json', 'print one JSON document')
    .action(async (file: string, options: InspectOptions) => {
      const { inspectSheet } = await import('./inspect-sheet.ts');
      finish(await inspectSheet(file, options, terminal));
    });
  sheet
    .command('validate <file>')
    .description('whether promises can be made from a workbook, and which rows cannot be used')
    .option('--mapping <file>', 'how a workbook of another shape is read (see inspect --save-mapping)')
    .option('--marked <file>', 'write a copy of the workbook with every problem marked')
    .option('--json', 'print one JSON document')
    .action(async (file: string, options: ValidateOptions) => {
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
    .command('template <file>')
    .description('write an empty workbook to fill in, with instructions and drop-downs')
    .option('--country <code>', 'fill the Calendar with the public holidays of a country, e.g. US')
    .option('--region <code>', 'and of a state or region in it, e.g. IL')
    .action(async (file: string, options: TemplateOptions) => {
      const { writeTemplateFile } = await import('./write-template-file.ts');
      finish(await writeTemplateFile(file, options, terminal));
    });
  addPublishedSheetCommands(sheet, terminal, finish);
};
