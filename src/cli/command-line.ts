import { Command, CommanderError } from 'commander';
import { AppError } from '../errors.ts';
import { addAuditCommand } from './audit-command.ts';
import { addBenchCommand } from './bench-command.ts';
import { addCheckCommand } from './check-command.ts';
import { EXIT, exitCodeOf } from './exit-code.ts';
import { addReplayCommand } from './replay-command.ts';
import { addRulesCommand } from './rules-command.ts';
import { addSheetCommand } from './sheet-command.ts';
import { processTerminal } from './terminal.ts';
import type { Finish, Terminal } from './terminal.ts';

export type DemoOptions = { sheet?: string; port?: string };

/** The long-running processes; main.ts wires them and hands them in. Each may end with an exit code of its own. */
export type Processes = {
  demo: (options: DemoOptions) => Promise<number | void>;
  serve: () => Promise<number | void>;
  worker: () => Promise<number | void>;
  migrate: () => Promise<number | void>;
  doctor: (options: { json?: true }) => Promise<number | void>;
  deadLetters: (options: { replay?: true; json?: true }) => Promise<number | void>;
  connectSalesforce: (username: string) => Promise<number | void>;
  newSalesforceKey: (organization: string) => Promise<number | void>;
};

const ending =
  <A extends unknown[]>(finish: Finish, run: (...args: A) => Promise<number | void>) =>
  async (...args: A): Promise<void> =>
    finish((await run(...args)) ?? EXIT.done);

const addProcesses = (program: Command, processes: Processes, finish: Finish): void => {
  program
    .command('demo')
    .description('the whole product on this machine, without a CRM account')
    .option('--sheet <file>', 'your own v1 workbook instead of the sample')
    .option('--port <number>', 'the port of the first page')
    .action(ending(finish, (options: DemoOptions) => processes.demo(options)));
  program
    .command('serve')
    .description('receive webhooks, serve cards and pages')
    .action(ending(finish, () => processes.serve()));
  program
    .command('worker')
    .description('check the deals that changed')
    .action(ending(finish, () => processes.worker()));
  program
    .command('migrate')
    .description('bring the database to this version')
    .action(ending(finish, () => processes.migrate()));
  program
    .command('doctor')
    .description('look at configuration, scopes, clock, database and the age of the sheet')
    .option('--json', 'print one JSON document')
    .action(ending(finish, (options: { json?: true }) => processes.doctor(options)));
  program
    .command('dead-letters')
    .description('list the work that was given up, with reasons')
    .option('--replay', 'try all of it again')
    .option('--json', 'print one JSON document')
    .action(ending(finish, (options: { replay?: true; json?: true }) => processes.deadLetters(options)));
};

const addSalesforce = (program: Command, processes: Processes, finish: Finish): void => {
  const salesforce = program.command('salesforce').description('connect Salesforce orgs without a browser');
  salesforce
    .command('connect <username>')
    .description('connect the org of an integration user, signed with SALESFORCE_JWT_KEY')
    .action(ending(finish, (username: string) => processes.connectSalesforce(username)));
  salesforce
    .command('new-key <organization>')
    .description('a new install key for the card of a connected org; the old one ends within the hour')
    .action(ending(finish, (organization: string) => processes.newSalesforceKey(organization)));
};

/** The command tree of `keepable` (cli-contract). Each command loads its code only when it is called. */
const buildCommandLine = (processes: Processes, terminal: Terminal, finish: Finish): Command => {
  const program = new Command('keepable')
    .description('Can we deliver what this deal promises?')
    .showHelpAfterError('(keepable --help shows every command)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.err(text.trimEnd()),
    });
  addProcesses(program, processes, finish);
  addSalesforce(program, processes, finish);
  addCheckCommand(program, terminal, finish);
  addSheetCommand(program, terminal, finish);
  addRulesCommand(program, terminal, finish);
  addReplayCommand(program, terminal, finish);
  addAuditCommand(program, terminal, finish);
  addBenchCommand(program, terminal, finish);
  return program;
};

const wantsJson = (args: readonly string[]): boolean => args.includes('--json');

const report = (error: AppError, args: readonly string[], terminal: Terminal): void => {
  terminal.err(error.message);
  const { code, message, details } = error;
  if (wantsJson(args)) terminal.out(JSON.stringify({ error: { code, message, details } }));
};

/** Runs one command and returns its exit code; every fault is one sentence on the error channel. `args` are what the user typed. */
export const runCommandLine = async (
  args: readonly string[],
  processes: Processes,
  terminal: Terminal = processTerminal(),
): Promise<number> => {
  let exitCode: number = EXIT.done;
  const program = buildCommandLine(processes, terminal, (code) => (exitCode = code));
  if (args.length === 0) {
    program.outputHelp();
    return EXIT.done;
  }
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    if (!(error instanceof AppError)) throw error;
    report(error, args, terminal);
    return exitCodeOf(error);
  }
};
