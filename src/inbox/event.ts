/** What a CRM told us, reduced to what we act on. Events say only "deal X may have changed"; the worker re-reads the deal. */
export type InboxEvent = {
  /** The CRM's account: a HubSpot portal id or a Salesforce organisation id, from signed parts only. */
  account: string;
  crm: 'hubspot' | 'salesforce';
  /** Same key = same event: a duplicate is stored once. */
  dedupeKey: string;
  kind:
    | 'deal_changed'
    | 'deal_deleted'
    | 'deal_restored'
    | 'deals_merged'
    | 'line_item_changed'
    | 'task_changed'
    | 'privacy_deletion'
    | 'ignored';
  /** Id of the object that changed (a deal, a line item or a task); for a merge, the surviving deal. */
  objectId: string;
  /** For a merge: the deals that ceased to exist. */
  mergedIds: string[];
  /** When the CRM says it happened, ISO timestamp. */
  occurredAt: string;
  /** The event as it came, for the record and for replay. */
  payload: unknown;
};

/** What became of events. Ignored: nothing of ours, or of an account that is not connected. */
export type StoredCounts = { stored: number; duplicate: number; ignored: number };

/** Stores the events of a delivery for good: resolves after the commit, and only then may a door answer. */
export type StoreEvents = (events: readonly InboxEvent[]) => Promise<void>;
