import { strToU8, zipSync } from 'fflate';
import { API_VERSION } from './api-version.ts';

/** Where the org's messages go and in whose name they are sent. */
export type DoorPlace = { endpointUrl: string; username: string };

const MESSAGE = 'Keepable_Deal_Changed';
export const FLOWS = ['Keepable_Deal_Created', 'Keepable_Deal_Changed'] as const;

/** What a person changes that a check needs to hear of at once; everything else is found by the sweep. We write none of them. */
const HEARD = ['StageName', 'Amount', 'Keepable_Requested_Date__c'] as const;

const NAMESPACE = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
const escapeXml = (text: string): string => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? '');

/** No session is ever asked for: the message only says that something changed. */
const workflow = ({ endpointUrl, username }: DoorPlace): string => `${HEAD}<Workflow ${NAMESPACE}>
    <outboundMessages>
        <fullName>${MESSAGE}</fullName>
        <apiVersion>${API_VERSION}</apiVersion>
        <description>Tells Keepable that an opportunity was made or changed. Made when Keepable was connected.</description>
        <endpointUrl>${escapeXml(endpointUrl)}</endpointUrl>
        <fields>Id</fields>
        <fields>StageName</fields>
        <fields>SystemModstamp</fields>
        <includeSessionId>false</includeSessionId>
        <integrationUser>${escapeXml(username)}</integrationUser>
        <name>Keepable Deal Changed</name>
        <protected>false</protected>
        <useDeadLetterQueue>false</useDeadLetterQueue>
    </outboundMessages>
</Workflow>
`;

type FlowFacts = { label: string; trigger: 'Create' | 'Update'; filters: readonly string[] };

const filterXml = (field: string): string => `
        <filters>
            <field>${field}</field>
            <operator>IsChanged</operator>
            <value>
                <booleanValue>true</booleanValue>
            </value>
        </filters>`;

/** Two flows, because "is changed" is not allowed in one that also runs for new records. */
const flow = ({ label, trigger, filters }: FlowFacts): string => `${HEAD}<Flow ${NAMESPACE}>
    <actionCalls>
        <name>Tell_Keepable</name>
        <label>Tell Keepable</label>
        <locationX>176</locationX>
        <locationY>287</locationY>
        <actionName>Opportunity.${MESSAGE}</actionName>
        <actionType>outboundMessage</actionType>
        <flowTransactionModel>CurrentTransaction</flowTransactionModel>
        <nameSegment>Opportunity.${MESSAGE}</nameSegment>
    </actionCalls>
    <apiVersion>${API_VERSION}</apiVersion>
    <description>Made when Keepable was connected; removed when it is disconnected.</description>
    <environments>Default</environments>
    <interviewLabel>${label} {!$Flow.CurrentDateTime}</interviewLabel>
    <label>${label}</label>
    <processType>AutoLaunchedFlow</processType>
    <start>
        <locationX>50</locationX>
        <locationY>0</locationY>
        <connector>
            <targetReference>Tell_Keepable</targetReference>
        </connector>${filters.length === 0 ? '' : `\n        <filterLogic>or</filterLogic>${filters.map(filterXml).join('')}`}
        <object>Opportunity</object>
        <recordTriggerType>${trigger}</recordTriggerType>
        <triggerType>RecordAfterSave</triggerType>
    </start>
    <status>Active</status>
</Flow>
`;

type Members = { type: string; members: readonly string[] };

const packageXml = (types: readonly Members[]): string => {
  const listed = types.map(
    ({ type, members }) =>
      `    <types>\n${members.map((name) => `        <members>${name}</members>\n`).join('')}        <name>${type}</name>\n    </types>\n`,
  );
  return `${HEAD}<Package ${NAMESPACE}>\n${listed.join('')}    <version>${API_VERSION}</version>\n</Package>\n`;
};

const MESSAGES: Members = { type: 'WorkflowOutboundMessage', members: [`Opportunity.${MESSAGE}`] };

/** The files that make an org tell us of its opportunities, by their paths in the package. */
export const doorFiles = (place: DoorPlace): Record<string, string> => ({
  'package.xml': packageXml([MESSAGES, { type: 'Flow', members: FLOWS }]),
  'workflows/Opportunity.workflow': workflow(place),
  'flows/Keepable_Deal_Created.flow': flow({ label: 'Keepable: deal created', trigger: 'Create', filters: [] }),
  'flows/Keepable_Deal_Changed.flow': flow({ label: 'Keepable: deal changed', trigger: 'Update', filters: HEARD }),
});

/** The files that stop the flows: only what does not run can be removed. */
export const stoppedDoorFiles = (): Record<string, string> => ({
  'package.xml': packageXml([{ type: 'FlowDefinition', members: FLOWS }]),
  ...Object.fromEntries(
    FLOWS.map((name) => [
      `flowDefinitions/${name}.flowDefinition`,
      `${HEAD}<FlowDefinition ${NAMESPACE}>\n    <activeVersionNumber>0</activeVersionNumber>\n</FlowDefinition>\n`,
    ]),
  ),
});

/** The files that remove all of it. `versions`: of each flow that the org keeps, e.g. "Keepable_Deal_Changed-2". */
export const removedDoorFiles = (versions: readonly string[]): Record<string, string> => ({
  'package.xml': packageXml([]),
  'destructiveChanges.xml': packageXml([{ type: 'Flow', members: versions }]),
  'destructiveChangesPost.xml': packageXml([MESSAGES]),
});

/** The files as one package (Metadata API guide, "Deploying and retrieving metadata with the zip file"). */
export const zipped = (files: Record<string, string>): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)])));
