import type { FieldDefinition, FieldValue } from './field-definition.ts';
import { linesOf, tasksOf } from './org-people.ts';
import type { Org } from './org.ts';
import type { SObject } from './org-store.ts';

type Shown = { id: string; fields: SObject['fields'] };
type StageView = { id: string; label: string; closed: boolean };
type DealView = {
  id: string;
  href: string;
  name: string;
  amount: FieldValue;
  currency: FieldValue;
  stage: FieldValue;
  owner: FieldValue;
  company: FieldValue;
  verdict: FieldValue;
  requestedDate: FieldValue;
  promiseDate: FieldValue;
};

/** What the board of the org's pages shows. */
export const boardOf = (org: Org): { org: { id: string; name: string }; stages: StageView[]; deals: DealView[] } => ({
  org: { id: org.id, name: org.name },
  stages: stagesOf(org),
  deals: org.store.list('Opportunity').map((opportunity) => dealView(org, opportunity)),
});

const stagesOf = (org: Org): StageView[] =>
  org.store.list('OpportunityStage').map(({ fields }) => ({
    id: String(fields['ApiName']),
    label: String(fields['MasterLabel']),
    closed: fields['IsClosed'] === true,
  }));

const nameOf = (org: Org, type: string, id: FieldValue | undefined): FieldValue =>
  org.store.live(type, id)?.fields['Name'] ?? null;

const currencyOf = (fields: SObject['fields']): FieldValue => fields['CurrencyIsoCode'] ?? 'USD';

const dealView = (org: Org, { id, fields }: SObject): DealView => ({
  id,
  href: `/lightning/r/Opportunity/${id}/view`,
  name: String(fields['Name']),
  amount: fields['Amount'] ?? null,
  currency: currencyOf(fields),
  stage: fields['StageName'] ?? null,
  owner: nameOf(org, 'User', fields['OwnerId']),
  company: nameOf(org, 'Account', fields['AccountId']),
  verdict: fields['Keepable_Verdict__c'] ?? null,
  requestedDate: fields['Keepable_Requested_Date__c'] ?? null,
  promiseDate: fields['Keepable_Promise_Date__c'] ?? null,
});

/** What the record page of one opportunity shows. */
export const opportunityPageOf = (org: Org, opportunity: SObject): Record<string, unknown> => ({
  opportunity: shown(opportunity),
  stages: stagesOf(org),
  currency: currencyOf(opportunity.fields),
  account: { name: nameOf(org, 'Account', opportunity.fields['AccountId']) },
  owner: { name: nameOf(org, 'User', opportunity.fields['OwnerId']) },
  lines: linesOf(org, opportunity.id).map((line) => ({
    ...shown(line),
    product: nameOf(org, 'Product2', line.fields['Product2Id']),
  })),
  tasks: tasksOf(org, opportunity.id).map((task) => ({
    ...shown(task),
    owner: nameOf(org, 'User', task.fields['OwnerId']),
  })),
  fields: customFields(org, 'Opportunity'),
  lineFields: customFields(org, 'OpportunityLineItem'),
});

const shown = ({ id, fields }: SObject): Shown => ({ id, fields });

type FieldView = Pick<FieldDefinition, 'name' | 'label' | 'type' | 'html' | 'picklist'>;

const customFields = (org: Org, objectName: string): FieldView[] => {
  const object = org.schema.object(objectName);
  return (object ? org.schema.fields(object) : [])
    .filter(({ custom }) => custom)
    .map(({ name, label, type, html, picklist }) => ({ name, label, type, html, picklist }));
};
