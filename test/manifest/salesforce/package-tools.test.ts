import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PACKAGE, runScript } from '../../support/salesforce-package.ts';

const VALIDATOR = '../shared/tools/salesforce-metadata.cjs';

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
    const found = existsSync(VALIDATOR)
      ? execFileSync(process.execPath, [VALIDATOR, `${PACKAGE}force-app`], { encoding: 'utf8' })
      : '0 findings';
    expect(found).toContain('0 findings');
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
