import type { FieldValues } from './field-definition.ts';
import type { FlowFilter, RecordFlow } from './metadata-xml.ts';
import type { Org } from './org.ts';
import type { OrgChange } from './org-store.ts';

/** The outbound messages (Object.Name) that the active flows of the org send for one change. */
export const messagesFor = (org: Org, { record, before }: OrgChange): string[] => {
  if (record.fields['IsDeleted'] === true) return [];
  return org.metadata
    .flows()
    .filter((flow) => flow.isActive && flow.object === record.type && isTriggered(flow, record.fields, before))
    .flatMap(({ messages }) => messages);
};

const isTriggered = (flow: RecordFlow, after: FieldValues, before: FieldValues | null): boolean => {
  if (flow.on !== 'CreateAndUpdate' && (before === null) !== (flow.on === 'Create')) return false;
  const hits = flow.filters.map((filter) => holds(filter, after, before));
  return flow.joint === 'or' && hits.length > 0 ? hits.some(Boolean) : hits.every(Boolean);
};

const holds = ({ field, operator, value }: FlowFilter, after: FieldValues, before: FieldValues | null): boolean => {
  const now = after[field] ?? null;
  if (operator === 'IsChanged') return ((before?.[field] ?? null) !== now) === (value !== 'false');
  if (operator === 'IsNull') return (now === null) === (value !== 'false');
  const isEqual = String(now ?? '') === String(value ?? '');
  return operator === 'EqualTo' ? isEqual : !isEqual;
};
