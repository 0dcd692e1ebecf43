import type { Command } from 'commander';
import type { AuditExportOptions } from './audit-export.ts';
import type { Finish, Terminal } from './terminal.ts';

/** Adds `keepable audit export`. */
export const addAuditCommand = (program: Command, terminal: Terminal, finish: Finish): void => {
  const audit = program.command('audit').description('who asked, answered and took back what, and when');
  audit
    .command('export')
    .description('the audit log of the sign-offs; each entry carries the hash of the one before')
    .option('--account <id>', 'the portal or org, when more than one is connected')
    .option('--format <csv or jsonl>', 'how it is printed', 'csv')
    .action(async (options: AuditExportOptions) =>
      finish(await (await import('./audit-export.ts')).exportAudit(options, terminal)),
    );
};
