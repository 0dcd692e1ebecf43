import type { Command } from 'commander';
import type { Finish, Terminal } from './terminal.ts';

type BenchOptions = { deals?: string; seed?: string; json?: true };

/** Adds `keepable bench`: how fast the promise engine is, as ratios against a plain scan on the same plant. */
export const addBenchCommand = (program: Command, terminal: Terminal, finish: Finish): void => {
  program
    .command('bench')
    .description('the benchmarks of the promise engine, with ratios')
    .option('--deals <number>', 'deals for the full verdicts (default 10000; the figure for 100,000 is worked out)')
    .option('--seed <number>', 'another plant')
    .option('--json', 'print one JSON document')
    .action(async (options: BenchOptions) => {
      const { runBench } = await import('./bench/run-bench.ts');
      finish(
        runBench(
          { deals: Number(options.deals ?? 10_000), seed: Number(options.seed ?? 11), json: options.json },
          terminal,
        ),
      );
    });
};
