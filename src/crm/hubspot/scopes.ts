/**
 * The scopes that every install grants, and no more than the calls need. The app manifest must list the same ones
 * (a test compares them), and the authorize URL must carry each, else HubSpot blocks the install.
 * Tasks and notes are guarded by the contacts scopes (CRM objects specification, 2026-09).
 */
export const HUBSPOT_SCOPES = [
  'oauth',
  'crm.objects.deals.read',
  'crm.objects.deals.write',
  'crm.objects.line_items.read',
  'crm.objects.companies.read',
  'crm.objects.contacts.read',
  'crm.objects.contacts.write',
  'crm.objects.owners.read',
  'crm.schemas.deals.read',
  'crm.schemas.deals.write',
  'crm.schemas.contacts.read',
  'crm.schemas.contacts.write',
] as const;
