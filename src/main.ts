#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Doors } from './cli/service-parts.ts';

const NEEDED = 24;

/** The only place that wires: doors into processes, processes into the command line. Each command loads what it needs. */
const loadDoors = async (): Promise<Doors> => ({
  hubspot: (await import('../webhooks/hubspot/route.ts')).hubspotRoute,
  salesforce: (await import('../webhooks/salesforce/route.ts')).salesforceRoute,
});

const major = Number(process.versions.node.split('.')[0]);
if (major < NEEDED) {
  console.error(
    `Keepable needs Node ${NEEDED}; this is ${process.version}. Run it as \`npm start\` or \`npx keepable\`, which bring their own.`,
  );
  process.exitCode = 3;
} else {
  // Types are stripped once, not at every start: halves the time that a command takes to begin.
  enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/keepable/', import.meta.url)));
  const { runCommandLine } = await import('./cli/command-line.ts');
  process.exitCode = await runCommandLine(process.argv.slice(2), {
    demo: async (options) => (await import('./cli/demo.ts')).demo(options, await loadDoors()),
    serve: async () => (await import('./cli/serve.ts')).serve(await loadDoors()),
    worker: async () => (await import('./cli/serve.ts')).work(),
    migrate: async () => (await import('./cli/migrate.ts')).migrateDatabase(),
    deadLetters: async (options) => (await import('./cli/dead-letters.ts')).showDeadLetters(options),
    connectSalesforce: async (username) => (await import('./cli/salesforce-command.ts')).connectByUser(username),
    newSalesforceKey: async (organization) => (await import('./cli/salesforce-command.ts')).newInstallKey(organization),
    doctor: async (options) => (await import('./cli/doctor.ts')).doctor(options),
  });
}
