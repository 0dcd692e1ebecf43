import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { packageFields, permissionSets, readSource } from '../../support/salesforce-package.ts';

const page = readFileSync(new URL('../../../docs/salesforce/package.md', import.meta.url), 'utf8');

const messages = [
  ...readSource('classes/KeepableController.cls').matchAll(/'((?:Keepable|You cannot see this o)[^']*)/g),
]
  .map((match) => match[1] ?? '')
  .map((message) => message.split(/[.(]/)[0] ?? '');

describe('the page about the Salesforce package', () => {
  it.each(packageFields().map(({ name, label }) => [name, label]))('names the field %s as "%s"', (name, label) => {
    expect(page).toContain(`\`${name.split('.')[1]}\` `);
    expect(page).toContain(label);
  });

  it.each(permissionSets().map(({ name }) => name))('says whom %s is for', (name) => {
    expect(page).toContain(`| \`${name}\` |`);
  });

  it('names every answer of a sign-off as people pick it', () => {
    const decision = packageFields().find(({ name }) => name === 'Activity.Keepable_Decision__c');
    const status = packageFields().find(({ name }) => name === 'Opportunity.Keepable_Signoff_Status__c');
    for (const value of [...(decision?.values ?? []), ...(status?.values ?? [])]) expect(page).toContain(value);
  });

  it('says what to do about everything that the card may say', () => {
    expect(messages.length).toBeGreaterThan(4);
    for (const message of messages) expect(page).toContain(message);
  });
});
