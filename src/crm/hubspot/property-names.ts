/** The property group that holds everything Keepable adds to a portal. */
export const PROPERTY_GROUP = 'keepable';

/** The deal properties that show the verdict. Lists, reports and workflows filter by them. */
export const DEAL_PROPERTIES = {
  verdict: 'keepable_verdict',
  promiseDate: 'keepable_promise_date',
  slackDays: 'keepable_slack_days',
  signoffStatus: 'keepable_signoff_status',
  possibleQuantity: 'keepable_possible_quantity',
  summary: 'keepable_summary',
  warnings: 'keepable_warnings',
  checkKey: 'keepable_check_key',
} as const;

/** The deal property in which the card keeps what HubSpot has no property for: requirements, needs, estimate, as JSON. */
export const FACTS_PROPERTY = 'keepable_facts';

/** The property on tasks and notes that carries our key, unique where the portal allows it. */
export const KEY_PROPERTY = 'keepable_key';

/** The internal name that HubSpot gives a property: "Length mm" in a sheet is length_mm in a portal. */
export const toPropertyName = (attribute: string): string =>
  attribute
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '_');

/** Which properties of the portal hold the facts that HubSpot has no standard property for. */
export type FieldMapping = {
  /** The date the customer wants the goods, on the deal and, where the portal has it, on the line item. */
  requestedDate: string;
  /** When a service starts, on the line item. */
  startDate: string;
  productCode: string;
  unit: string;
  /** The customer's tier, on the company. */
  companyTier: string;
};

/** The mapping of a portal whose admin has changed nothing. */
export const DEFAULT_MAPPING: FieldMapping = {
  requestedDate: 'keepable_requested_date',
  startDate: 'keepable_start_date',
  productCode: 'hs_sku',
  unit: 'keepable_unit',
  companyTier: 'keepable_tier',
};
