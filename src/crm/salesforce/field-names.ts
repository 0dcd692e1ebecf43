/** The fields of the package in app-manifest/salesforce, by what they hold. */
export const DEAL_FIELDS = {
  verdict: 'Keepable_Verdict__c',
  promiseDate: 'Keepable_Promise_Date__c',
  slackDays: 'Keepable_Slack_Days__c',
  signoffStatus: 'Keepable_Signoff_Status__c',
  possibleQuantity: 'Keepable_Possible_Quantity__c',
  summary: 'Keepable_Summary__c',
  warnings: 'Keepable_Warnings__c',
  brief: 'Keepable_Brief__c',
  checkKey: 'Keepable_Check_Key__c',
  checkedAt: 'Keepable_Checked_At__c',
} as const;

/** The field that carries our key; it lives on Activity and is seen on tasks. */
export const KEY_FIELD = 'Keepable_Key__c';

/** Where a person states what the check needs. */
export const INPUT_FIELDS = {
  requestedDate: 'Keepable_Requested_Date__c',
  startDate: 'Keepable_Start_Date__c',
  unit: 'Keepable_Unit__c',
  tier: 'Keepable_Tier__c',
  /** Requirements, needs and estimate as JSON: what Salesforce has no field for. */
  facts: 'Keepable_Facts__c',
} as const;

/** The name of a field without the mark of custom ones, for comparing with the names of a sheet: "Surface-finish (RAL)" is Surface_finish_RAL__c. */
export const plainName = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replace(/__c$/, '')
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_|_$/g, '');
