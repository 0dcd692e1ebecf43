import { describe, expect, it } from '@jest/globals';
import { DEAL_FIELDS, INPUT_FIELDS, KEY_FIELD } from '../../../src/crm/salesforce/field-names.ts';
import type { PermissionSet } from '../../support/salesforce-package.ts';
import { packageFields, permissionSets, readSource } from '../../support/salesforce-package.ts';

const fields = packageFields();
const sets = permissionSets();

const fieldNames = fields.map(({ name }) => name);

/** Fields of Activity are given to people as fields of tasks and of events: Salesforce takes both or none. */
const grantedAs = (name: string): string[] =>
  name.startsWith('Activity.') ? [name.replace('Activity', 'Task'), name.replace('Activity', 'Event')] : [name];

const editableIn = (set: PermissionSet): string[] =>
  set.fieldPermissions.filter(({ editable }) => editable === 'true').map(({ field }) => field);

const setNamed = (name: string): PermissionSet => {
  const set = sets.find((one) => one.name === name);
  if (!set) throw new Error(`The package has no permission set ${name}.`);
  return set;
};

describe('the fields of the Salesforce package', () => {
  it.each(Object.values(DEAL_FIELDS))('include Opportunity.%s, which the service writes', (field) => {
    expect(fieldNames).toContain(`Opportunity.${field}`);
  });

  it.each([
    `Opportunity.${INPUT_FIELDS.requestedDate}`,
    `Opportunity.${INPUT_FIELDS.facts}`,
    `OpportunityLineItem.${INPUT_FIELDS.requestedDate}`,
    `OpportunityLineItem.${INPUT_FIELDS.startDate}`,
    `OpportunityLineItem.${INPUT_FIELDS.unit}`,
    `Account.${INPUT_FIELDS.tier}`,
    `Activity.${KEY_FIELD}`,
  ])('include %s, which the service reads', (field) => {
    expect(fieldNames).toContain(field);
  });

  it('are no more than the service knows, and the decision of a sign-off', () => {
    const known: string[] = [...Object.values(DEAL_FIELDS), ...Object.values(INPUT_FIELDS), KEY_FIELD];
    const unknown = fieldNames.filter((name) => !known.includes(name.split('.')[1] ?? ''));
    expect(unknown).toEqual(['Activity.Keepable_Decision_Reason__c', 'Activity.Keepable_Decision__c']);
  });

  it('start as not checked, so that no gate takes a new opportunity for approved', () => {
    expect(fields.find(({ name }) => name === 'Opportunity.Keepable_Signoff_Status__c')?.initial).toBe('Not Checked');
  });

  it('have labels that fit into the 40 characters of Salesforce', () => {
    expect(fields.filter(({ label }) => label.length > 40)).toEqual([]);
  });
});

describe('the permission sets of the Salesforce package', () => {
  it.each(sets.map((set) => [set.name, set] as const))('%s sees every field of the package', (_, set) => {
    const readable = set.fieldPermissions.filter((one) => one.readable === 'true').map(({ field }) => field);
    expect(readable.sort()).toEqual(fieldNames.flatMap(grantedAs).sort());
  });

  it('let a rep say what the customer asks for, and never write a verdict', () => {
    expect(editableIn(setNamed('Keepable_Rep')).sort()).toEqual([
      'Opportunity.Keepable_Facts__c',
      'Opportunity.Keepable_Requested_Date__c',
      'OpportunityLineItem.Keepable_Requested_Date__c',
      'OpportunityLineItem.Keepable_Start_Date__c',
      'OpportunityLineItem.Keepable_Unit__c',
    ]);
  });

  it('let operations write its decision and nothing else', () => {
    expect(editableIn(setNamed('Keepable_Liaison')).sort()).toEqual(
      ['Activity.Keepable_Decision_Reason__c', 'Activity.Keepable_Decision__c'].flatMap(grantedAs).sort(),
    );
  });

  it('let the integration write what the service writes, and read what it reads', () => {
    const set = setNamed('Keepable_Integration');
    const written = [...Object.values(DEAL_FIELDS).map((field) => `Opportunity.${field}`), `Task.${KEY_FIELD}`];
    expect(editableIn(set)).toEqual(expect.arrayContaining(written));
    const objects = set.objectPermissions.map((one) => [one['object'], one['allowRead'], one['allowEdit']]);
    expect(objects).toEqual([
      ['Account', 'true', 'false'],
      ['Opportunity', 'true', 'true'],
      ['Pricebook2', 'true', 'false'],
      ['Product2', 'true', 'false'],
    ]);
    expect(set.userPermissions.map(({ name }) => name)).toEqual(['ActivitiesAccess', 'ApiEnabled', 'EditTask']);
  });

  it('give nobody all records or the right to delete', () => {
    const wide = ['allowDelete', 'viewAllRecords', 'modifyAllRecords'];
    const given = sets
      .flatMap(({ objectPermissions }) => objectPermissions)
      .flatMap((one) => wide.map((key) => one[key]));
    expect(new Set(given)).toEqual(new Set(['false']));
  });

  it.each(['Keepable_Rep', 'Keepable_Liaison', 'Keepable_Admin'])('let %s use the card', (name) => {
    const set = setNamed(name);
    expect(set.classAccesses).toEqual([{ apexClass: 'KeepableController' }]);
    expect(set.externalCredentialPrincipalAccesses?.externalCredentialPrincipal).toBe('Keepable-Service');
    expect(set.objectPermissions.map((one) => one['object'])).toEqual(['UserExternalCredential']);
  });
});

describe('the card of the Salesforce package', () => {
  const controller = readSource('classes/KeepableController.cls');
  const component = readSource('lwc/keepableCheck/keepableCheck.js');

  it('calls methods that the controller shows', () => {
    const called = [...component.matchAll(/@salesforce\/apex\/(\w+)\.(\w+)/g)].map((match) => match[2]);
    const shown = [...controller.matchAll(/@AuraEnabled\s+public static [\w<>, ]+ (\w+)\(/g)].map((match) => match[1]);
    expect(called.length).toBeGreaterThan(0);
    expect(called.sort()).toEqual(shown.sort());
  });

  it('has every method of the controller called by its Apex test, which runs in Salesforce only', () => {
    const shown = [...controller.matchAll(/@AuraEnabled\s+public static [\w<>, ]+ (\w+)\(/g)].map((match) => match[1]);
    const apexTest = readSource('classes/KeepableControllerTest.cls');
    for (const method of shown) expect(apexTest).toContain(`KeepableController.${method}(`);
  });

  it('listens to fields that exist', () => {
    const own = [...component.matchAll(/@salesforce\/schema\/([\w.]+__c)/g)].map((match) => match[1]);
    expect(own.length).toBeGreaterThan(0);
    expect(fieldNames).toEqual(expect.arrayContaining(own));
  });

  it('shows an opportunity only to those who may see it', () => {
    expect(controller).toContain('public with sharing class KeepableController');
    expect(controller.match(/\[SELECT [^\]]+\]/g)).toEqual([
      '[SELECT Id FROM Opportunity WHERE Id = :recordId WITH USER_MODE LIMIT 1]',
    ]);
  });

  it('is shown through the credentials of the package, which hold no secret', () => {
    expect(controller.match(/callout:(\w+)/g)).toEqual(['callout:Keepable_API']);
    const named = readSource('namedCredentials/Keepable_API.namedCredential-meta.xml');
    expect(named).toContain('<externalCredential>Keepable</externalCredential>');
    expect(named).toContain('<parameterValue>https://');
    const external = readSource('externalCredentials/Keepable.externalCredential-meta.xml');
    expect(external.match(/<parameterValue>[^<]*/g)).toEqual([
      '<parameterValue>{!&apos;Bearer &apos; &amp; $Credential.Keepable.InstallKey}',
    ]);
    expect(external).toMatch(/<parameterName>Service<\/parameterName>\s*<parameterType>NamedPrincipal/);
  });
});
