import type { Command } from 'commander';
import type { CheckOptions } from './check-options.ts';
import type { Finish, Terminal } from './terminal.ts';

/** Adds `keepable check`: one deal, or each deal of a file on its own, against a workbook. */
export const addCheckCommand = (program: Command, terminal: Terminal, finish: Finish): void => {
  program
    .command('check')
    .description('check deals against a capacity sheet')
    .option('--deal <file>', 'one deal as JSON')
    .option('--deals <file>', 'many deals, one JSON document per line, each checked on its own')
    .option('--sheet <file>', 'the capacity sheet (.xlsx .xlsm .xlsb .xls .ods .csv)')
    .option('--mapping <file>', 'how a sheet of another shape is read (see sheet inspect --save-mapping)')
    .option('--today <date>', 'the clock, e.g. 2026-03-02 (default: today at the plant)')
    .option('--rules <file>', 'the rules to apply')
    .option('--pipeline <file>', 'other open deals, one JSON document per line, for forecast and exposure')
    .option('--json', 'print JSON: one document, or one line per deal')
    .action(async (options: CheckOptions) => {
      const { checkDeals } = await import('./check-deals.ts');
      finish(await checkDeals(options, terminal));
    });
};
