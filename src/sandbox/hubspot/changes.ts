import type { ObjectType } from './object-types.ts';

/** Who made a change: a person in the portal, or an app through the API. Webhooks tell it as changeSource and sourceId. */
export type Actor = { source: 'CRM_UI'; userId: number } | { source: 'INTEGRATION'; appId: number };

type ChangeBase = { type: ObjectType; id: string; at: number; actor: Actor };

/** One thing that happened in the portal, in the order in which it happened. `at` is in milliseconds. */
export type PortalChange = ChangeBase &
  (
    | { kind: 'creation' | 'deletion' | 'restore' | 'association' }
    | { kind: 'propertyChange'; propertyName: string; propertyValue: string }
    | { kind: 'merge'; primaryId: string; mergedIds: string[]; propertiesMoved: number }
  );

export type ChangeListener = (change: PortalChange) => void;
