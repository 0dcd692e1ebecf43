import type { Command } from 'commander';
import { AppError } from '../errors.ts';
import type { ReplayOptions } from './replay-deals.ts';
import type { Finish, Terminal } from './terminal.ts';

/** Adds `keepable replay`: what rules would have done with past deals, or a stored check once more. */
export const addReplayCommand = (program: Command, terminal: Terminal, finish: Finish): void => {
  program
    .command('replay')
    .description('what rules would have done with past deals; or a stored check again, byte for byte')
    .option('--deals <file>', 'past deals with their outcome, one JSON document per line')
    .option('--sheet <file>', 'the capacity sheet')
    .option('--rules <file>', 'the rules to try (default: those of a new account)')
    .option('--today <date>', 'the clock for deals that do not say when they were asked')
    .option('--run <id>', 'the number of a stored check')
    .option('--account <id>', 'the portal or org of the stored check, when more than one is connected')
    .option('--json', 'print one JSON document')
    .action(async (options: ReplayOptions & { run?: string; account?: string }) => {
      const { run } = options;
      if (run === undefined) return finish(await (await import('./replay-deals.ts')).replayDeals(options, terminal));
      if (options.deals !== undefined || options.sheet !== undefined)
        throw new AppError(
          'USAGE',
          'Name a stored check with --run, or past deals with --deals and --sheet, not both.',
        );
      return finish(await (await import('./replay-run.ts')).replayRun(run, options, terminal));
    });
};
