import {
  PropertyCreateFieldTypeEnum as FieldType,
  PropertyCreateTypeEnum as Type,
} from '@hubspot/api-client/lib/codegen/crm/properties/models/PropertyCreate.js';
import type { PropertyCreate } from '@hubspot/api-client/lib/codegen/crm/properties/models/PropertyCreate.js';
import { DEAL_PROPERTIES, DEFAULT_MAPPING, FACTS_PROPERTY, PROPERTY_GROUP } from './property-names.ts';

type Definition = Pick<PropertyCreate, 'name' | 'label' | 'description' | 'type' | 'fieldType'> & {
  options?: [string, string][];
};

/** Worded for lists and reports: a rep reads the label, a filter uses the value. */
const VERDICT_OPTIONS: [string, string][] = [
  ['ok', 'Can keep'],
  ['tight', 'Tight'],
  ['late', 'Late'],
  ['not_feasible', 'Not feasible'],
  ['cannot_tell', 'Cannot tell'],
  ['invalid', 'Input wrong'],
];

const SIGNOFF_OPTIONS: [string, string][] = [
  ['not_required', 'Not required'],
  ['waiting', 'Waiting'],
  ['approved', 'Approved'],
  ['refused', 'Refused'],
];

const DEFINITIONS: Definition[] = [
  {
    name: DEFAULT_MAPPING.requestedDate,
    label: 'Requested delivery date',
    description: 'The date the customer wants the goods or the service. Keepable checks against it.',
    type: Type.Date,
    fieldType: FieldType.Date,
  },
  {
    name: FACTS_PROPERTY,
    label: 'Requirements, needs and estimate',
    description: 'What the customer requires and needs, and what was estimated, as the Keepable card keeps it.',
    type: Type.String,
    fieldType: FieldType.Textarea,
  },
  {
    name: DEAL_PROPERTIES.verdict,
    label: 'Delivery verdict',
    description: 'Can we deliver what this deal promises? Set by Keepable.',
    type: Type.Enumeration,
    fieldType: FieldType.Select,
    options: VERDICT_OPTIONS,
  },
  {
    name: DEAL_PROPERTIES.promiseDate,
    label: 'Promise date',
    description: 'The earliest date on which everything can be with the customer. Set by Keepable.',
    type: Type.Date,
    fieldType: FieldType.Date,
  },
  {
    name: DEAL_PROPERTIES.slackDays,
    label: 'Delivery slack (working days)',
    description: 'Working days between the promise date and the requested date; negative = late. Set by Keepable.',
    type: Type.Number,
    fieldType: FieldType.Number,
  },
  {
    name: DEAL_PROPERTIES.signoffStatus,
    label: 'Delivery sign-off',
    description: 'Whether operations has agreed, where it must. Set by Keepable.',
    type: Type.Enumeration,
    fieldType: FieldType.Select,
    options: SIGNOFF_OPTIONS,
  },
  {
    name: DEAL_PROPERTIES.possibleQuantity,
    label: 'Possible quantity by the requested date',
    description: 'What could be delivered in time. Set by Keepable.',
    type: Type.String,
    fieldType: FieldType.Textarea,
  },
  {
    name: DEAL_PROPERTIES.summary,
    label: 'Delivery summary',
    description: 'The verdict in one sentence. Set by Keepable.',
    type: Type.String,
    fieldType: FieldType.Textarea,
  },
  {
    name: DEAL_PROPERTIES.warnings,
    label: 'Delivery warnings',
    description: 'What to change or to ask before promising. Set by Keepable.',
    type: Type.String,
    fieldType: FieldType.Textarea,
  },
  {
    name: DEAL_PROPERTIES.checkKey,
    label: 'Keepable check key',
    description: 'Which deal state, sheet and rules the verdict came from. Set by Keepable.',
    type: Type.String,
    fieldType: FieldType.Text,
  },
];

const toOption = (
  [value, label]: [string, string],
  displayOrder: number,
): NonNullable<PropertyCreate['options']>[number] => ({
  value,
  label,
  displayOrder,
  hidden: false,
});

/** The deal properties that Keepable adds to a portal. */
export const DEAL_PROPERTY_DEFINITIONS: PropertyCreate[] = DEFINITIONS.map(({ options, ...definition }) => ({
  ...definition,
  groupName: PROPERTY_GROUP,
  formField: false,
  ...(options ? { options: options.map(toOption) } : {}),
}));
