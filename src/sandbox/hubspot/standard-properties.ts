import type { ObjectType } from './object-types.ts';
import { createdName, lastModifiedName, OBJECT_TYPES } from './object-types.ts';

/** A property definition in the few words that matter; the rest of HubSpot's shape is filled in. */
export type StandardProperty = {
  name: string;
  label: string;
  type: 'string' | 'number' | 'date' | 'datetime' | 'enumeration' | 'bool';
  readOnly?: boolean;
  options?: string[];
};

const text = (name: string, label: string): StandardProperty => ({ name, label, type: 'string' });
const number = (name: string, label: string): StandardProperty => ({ name, label, type: 'number' });
const date = (name: string, label: string): StandardProperty => ({ name, label, type: 'datetime' });
const choice = (name: string, label: string, options: string[]): StandardProperty => ({
  name,
  label,
  type: 'enumeration',
  options,
});
const readOnly = (property: StandardProperty): StandardProperty => ({ ...property, readOnly: true });

const OWNER = text('hubspot_owner_id', 'Owner');

const OWN: Record<ObjectType, StandardProperty[]> = {
  deals: [
    text('dealname', 'Deal name'),
    number('amount', 'Amount'),
    text('deal_currency_code', 'Currency'),
    text('dealstage', 'Deal stage'),
    text('pipeline', 'Pipeline'),
    date('closedate', 'Close date'),
    text('description', 'Deal description'),
    choice('dealtype', 'Deal type', ['newbusiness', 'existingbusiness']),
    choice('hs_priority', 'Priority', ['low', 'medium', 'high']),
    text('hs_next_step', 'Next step'),
    readOnly(number('hs_deal_stage_probability', 'Deal probability')),
    readOnly({ name: 'hs_is_closed', label: 'Is closed', type: 'bool' }),
    readOnly({ name: 'hs_is_closed_won', label: 'Is closed won', type: 'bool' }),
    OWNER,
  ],
  line_items: [
    text('name', 'Name'),
    text('hs_sku', 'SKU'),
    number('quantity', 'Quantity'),
    number('price', 'Unit price'),
    readOnly(number('amount', 'Net price')),
    text('hs_product_id', 'Product ID'),
    text('description', 'Description'),
    text('hs_line_item_currency_code', 'Currency'),
    number('hs_position_on_quote', 'Position'),
    OWNER,
  ],
  companies: [
    text('name', 'Company name'),
    text('domain', 'Company domain name'),
    text('city', 'City'),
    text('country', 'Country'),
    text('industry', 'Industry'),
    OWNER,
  ],
  contacts: [
    text('email', 'Email'),
    text('firstname', 'First name'),
    text('lastname', 'Last name'),
    text('jobtitle', 'Job title'),
    text('phone', 'Phone number'),
    OWNER,
  ],
  tasks: [
    date('hs_timestamp', 'Due date'),
    text('hs_task_subject', 'Task title'),
    text('hs_task_body', 'Notes'),
    choice('hs_task_status', 'Task status', ['NOT_STARTED', 'IN_PROGRESS', 'WAITING', 'COMPLETED', 'DEFERRED']),
    choice('hs_task_priority', 'Priority', ['NONE', 'LOW', 'MEDIUM', 'HIGH']),
    choice('hs_task_type', 'Task type', ['TODO', 'CALL', 'EMAIL', 'LINKED_IN']),
    text('hs_task_reminders', 'Reminders'),
    readOnly(date('hs_task_completion_date', 'Completed at')),
    OWNER,
  ],
  notes: [
    date('hs_timestamp', 'Activity date'),
    text('hs_note_body', 'Note body'),
    text('hs_attachment_ids', 'Attached file IDs'),
    OWNER,
  ],
  products: [
    text('name', 'Name'),
    text('hs_sku', 'SKU'),
    number('price', 'Unit price'),
    text('description', 'Description'),
  ],
};

const everywhere = (type: ObjectType): StandardProperty[] => [
  readOnly(date(createdName(type), 'Create date')),
  readOnly(date(lastModifiedName(type), 'Last modified date')),
  readOnly(number('hs_object_id', 'Record ID')),
  readOnly(text('hs_merged_object_ids', 'Merged record IDs')),
];

/** The properties that every portal has before any app or admin defines more. */
export const STANDARD_PROPERTIES = Object.fromEntries(
  OBJECT_TYPES.map((type) => [type, [...OWN[type], ...everywhere(type)]]),
) as Record<ObjectType, StandardProperty[]>;

/** The properties an answer carries when the caller names none (observed on the real API). */
export const DEFAULT_PROPERTIES: Record<ObjectType, string[]> = {
  deals: ['amount', 'closedate', 'dealname', 'dealstage', 'pipeline'],
  line_items: ['amount', 'quantity', 'price', 'hs_product_id'],
  companies: ['name', 'domain'],
  contacts: ['email', 'firstname', 'lastname'],
  tasks: [],
  notes: [],
  products: ['name', 'price', 'description'],
};
