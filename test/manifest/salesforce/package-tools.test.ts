import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { doorFiles, stoppedDoorFiles } from '../../../src/crm/salesforce/door-metadata.ts';
import { PACKAGE, runScript } from '../../support/salesforce-package.ts';

const VALIDATOR = '../shared/tools/salesforce-metadata.cjs';

/** What the validator of the shapes that Salesforce publishes says of a folder; content where it is not at hand. */
const validate = (folder: string): string =>
  existsSync(VALIDATOR)
    ? execFileSync(process.execPath, [VALIDATOR, folder], { encoding: 'utf8' })
    : 'not at hand: 0 findings';

describe('the Salesforce package', () => {
  it('has code that the linter of Lightning components likes', async () => {
    expect(await runScript('check:lint')).toEqual({ isContent: true, printed: '' });
  });

  it('has Apex that parses', async () => {
    expect(await runScript('check:apex')).toEqual({ isContent: true, printed: '2 Apex files, 0 complaints\n' });
  });

  it('converts to what is deployed, with every file in a component and no test among them', async () => {
    const { isContent, printed } = await runScript('check:convert');
    expect(printed).toContain(', 0 out of place');
    expect(printed).toContain('LightningComponentBundle: keepableCheck');
    expect(printed).toContain('CustomField: Opportunity.Keepable_Verdict__c');
    expect(isContent).toBe(true);
  });

  it('has metadata of the shape that Salesforce publishes, where its validator is at hand', () => {
    expect(validate(`${PACKAGE}force-app`)).toContain(' 0 findings');
  });
});

describe('what the service deploys when an org is connected', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'keepable-door-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const write = (files: Record<string, string>): void => {
    for (const [path, text] of Object.entries(files)) {
      if (path === 'package.xml') continue;
      mkdirSync(dirname(`${folder}/${path}`), { recursive: true });
      writeFileSync(`${folder}/${path}-meta.xml`, text);
    }
  };

  it('is an outbound message and two flows that Salesforce knows, whatever the address', async () => {
    write(doorFiles({ endpointUrl: `https://keepable.test/a?b=<&'"`, username: 'keepable@acme.example' }));
    expect(validate(folder)).toContain(' 0 findings');
    const { isContent, printed } = await runScript('check:convert', [folder]);
    expect(printed.split('\n').slice(0, 4).sort()).toEqual([
      'Flow: Keepable_Deal_Changed',
      'Flow: Keepable_Deal_Created',
      'Workflow: Opportunity',
      'WorkflowOutboundMessage: Opportunity.Keepable_Deal_Changed',
    ]);
    expect(isContent).toBe(true);
  });

  it('is stopped by files that Salesforce knows', () => {
    write(stoppedDoorFiles());
    expect(validate(folder)).toContain(' 0 findings');
  });
});

describe('the tools of the Salesforce package', () => {
  let copy: string;
  beforeEach(() => {
    copy = mkdtempSync(join(tmpdir(), 'keepable-package-'));
    cpSync(`${PACKAGE}force-app`, copy, { recursive: true });
  });
  afterEach(() => rmSync(copy, { recursive: true, force: true }));

  it('notice Apex that does not parse', async () => {
    writeFileSync(`${copy}/main/default/classes/KeepableController.cls`, 'public class KeepableController { void }');
    const { isContent, printed } = await runScript('check:apex', [copy]);
    expect(isContent).toBe(false);
    expect(printed).toContain('KeepableController.cls:1:');
  });

  it('notice a file that Salesforce would not deploy', async () => {
    writeFileSync(`${copy}/main/default/classes/notes.txt`, 'of no component');
    const { isContent, printed } = await runScript('check:convert', [copy]);
    expect(isContent).toBe(false);
    expect(printed).toContain('classes/notes.txt');
  });
});
