import type { Command } from 'commander';
import type { ActivateOptions, ListOptions, RestoreRulesOptions, ValidateOptions } from './rules.ts';
import type { Finish, Terminal } from './terminal.ts';

const ACCOUNT = ['--account <id>', 'the portal or org, when more than one is connected'] as const;
const JSON_OPTION = ['--json', 'print one JSON document'] as const;

/** Adds `keepable rules list | validate | activate | restore | schema`. */
export const addRulesCommand = (program: Command, terminal: Terminal, finish: Finish): void => {
  const rules = program.command('rules').description("the admin's rules: what a finding leads to");
  rules
    .command('list')
    .description('the rules in force as sentences, and the versions before them')
    .option(...ACCOUNT)
    .option(...JSON_OPTION)
    .action(async (options: ListOptions) => finish(await (await import('./rules.ts')).listRules(options, terminal)));
  rules
    .command('validate <file>')
    .description('whether a document of rules can be used, and which rows can never apply')
    .option(...JSON_OPTION)
    .action(async (file: string, options: ValidateOptions) =>
      finish(await (await import('./rules.ts')).validateRules(file, options, terminal)),
    );
  rules
    .command('activate <file>')
    .description('put the rules of a file in force, and check every open deal under them')
    .option(...ACCOUNT)
    .option('--note <text>', 'what changed, in your words')
    .option('--author <name>', 'who changes them')
    .option(...JSON_OPTION)
    .action(async (file: string, options: ActivateOptions) =>
      finish(await (await import('./rules.ts')).activateRulesFile(file, options, terminal)),
    );
  rules
    .command('restore <number>')
    .description('put an earlier version in force again')
    .option(...ACCOUNT)
    .option('--author <name>', 'who changes them')
    .option(...JSON_OPTION)
    .action(async (number: string, options: RestoreRulesOptions) =>
      finish(await (await import('./rules.ts')).restoreRulesVersion(number, options, terminal)),
    );
  rules
    .command('schema')
    .description('the shape of a document of rules, as JSON Schema')
    .action(async () => finish(await (await import('./rules.ts')).printSchema(terminal)));
};
