import { describe, expect, it } from '@jest/globals';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { strFromU8, unzipSync } from 'fflate';
import { doorFiles, removedDoorFiles, stoppedDoorFiles, zipped } from '../../../src/crm/salesforce/door-metadata.ts';
import { DEAL_FIELDS } from '../../../src/crm/salesforce/field-names.ts';

const PLACE = {
  endpointUrl: 'https://keepable.example.com/webhooks/salesforce/outbound/secret?a=1&b=<2>',
  username: `o'brien"@plant.example.com`,
};

const parser = new XMLParser({
  parseTagValue: false,
  isArray: (name) => ['types', 'members', 'filters'].includes(name),
});

type PackageXml = { Package: { types?: { name: string; members: string[] }[] } };
type Flow = {
  Flow: {
    status: string;
    start: { recordTriggerType: string; filterLogic?: string; filters?: { field: string; operator: string }[] };
    actionCalls: { actionName: string; actionType: string };
  };
};

const parsed = <T>(text: string | undefined): T => parser.parse(text ?? '') as T;
const membersOf = (text: string | undefined): string[] =>
  (parsed<PackageXml>(text).Package.types ?? []).flatMap(({ name, members }) => members.map((one) => `${name} ${one}`));

describe('what is deployed into an org', () => {
  const files = doorFiles(PLACE);

  it('is one message and two flows that send it, and the package lists just these', () => {
    expect(membersOf(files['package.xml'])).toEqual([
      'WorkflowOutboundMessage Opportunity.Keepable_Deal_Changed',
      'Flow Keepable_Deal_Created',
      'Flow Keepable_Deal_Changed',
    ]);
    for (const name of ['Keepable_Deal_Created', 'Keepable_Deal_Changed']) {
      const { Flow: flow } = parsed<Flow>(files[`flows/${name}.flow`]);
      expect([flow.status, flow.actionCalls.actionType, flow.actionCalls.actionName]).toEqual([
        'Active',
        'outboundMessage',
        'Opportunity.Keepable_Deal_Changed',
      ]);
    }
  });

  it('is told of new opportunities, and of changes of stage, amount or requested date', () => {
    const triggers = ['Keepable_Deal_Created', 'Keepable_Deal_Changed'].map(
      (name) => parsed<Flow>(files[`flows/${name}.flow`]).Flow.start,
    );
    expect(triggers.map(({ recordTriggerType }) => recordTriggerType)).toEqual(['Create', 'Update']);
    expect(triggers[0]?.filters).toBeUndefined();
    expect(triggers[1]?.filterLogic).toBe('or');
    expect(triggers[1]?.filters?.map(({ field, operator }) => `${field} ${operator}`)).toEqual([
      'StageName IsChanged',
      'Amount IsChanged',
      'Keepable_Requested_Date__c IsChanged',
    ]);
  });

  it('never listens for what we write ourselves', () => {
    const heard = Object.values(files).join('\n');
    for (const field of Object.values(DEAL_FIELDS)) expect(heard).not.toContain(`<field>${field}</field>`);
  });

  it('asks for no session, and takes address and user as text, whatever is in them', () => {
    const workflow = files['workflows/Opportunity.workflow'] ?? '';
    expect(XMLValidator.validate(workflow)).toBe(true);
    expect(
      parsed<{ Workflow: { outboundMessages: Record<string, string> } }>(workflow).Workflow.outboundMessages,
    ).toMatchObject({
      endpointUrl: PLACE.endpointUrl,
      integrationUser: PLACE.username,
      includeSessionId: 'false',
    });
  });

  it('is removed in two steps: what runs is stopped, then flows go before the message that they send', () => {
    expect(membersOf(stoppedDoorFiles()['package.xml'])).toEqual([
      'FlowDefinition Keepable_Deal_Created',
      'FlowDefinition Keepable_Deal_Changed',
    ]);
    const removed = removedDoorFiles(['Keepable_Deal_Changed-1', 'Keepable_Deal_Changed-2']);
    expect(membersOf(removed['package.xml'])).toEqual([]);
    expect(membersOf(removed['destructiveChanges.xml'])).toEqual([
      'Flow Keepable_Deal_Changed-1',
      'Flow Keepable_Deal_Changed-2',
    ]);
    expect(membersOf(removed['destructiveChangesPost.xml'])).toEqual([
      'WorkflowOutboundMessage Opportunity.Keepable_Deal_Changed',
    ]);
  });

  it.each([files, stoppedDoorFiles(), removedDoorFiles(['Keepable_Deal_Changed-1'])])(
    'travels as a zip of well-formed files (%#)',
    (package_) => {
      const entries = Object.entries(unzipSync(zipped(package_)));
      expect(entries.map(([name]) => name).sort()).toEqual(Object.keys(package_).sort());
      for (const [, bytes] of entries) expect(XMLValidator.validate(strFromU8(bytes))).toBe(true);
    },
  );
});
