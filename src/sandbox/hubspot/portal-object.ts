import type { PropertyValues } from './calculated.ts';
import type { Actor } from './changes.ts';
import type { ObjectType } from './object-types.ts';

/** One earlier or current value of a property. `at` in milliseconds. */
export type PropertyVersion = { value: string; at: number; actor: Actor };

/** A record of the portal. Times in milliseconds; `archivedAt` is null while it is live. */
export type PortalObject = {
  type: ObjectType;
  id: string;
  properties: PropertyValues;
  history: Map<string, PropertyVersion[]>;
  createdAt: number;
  updatedAt: number;
  archivedAt: number | null;
};
