import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const TOOL = '../shared/tools/hubspot-conformance.mjs';

/** Throws when a recorded request is not as HubSpot's published specifications ask; says nothing where they are not at hand. */
export const mustConform = (journalPath: string): void => {
  if (existsSync(TOOL)) execFileSync(process.execPath, [TOOL, journalPath], { encoding: 'utf8' });
};
