/** The CRM objects that the pretend portal knows, under the names their paths use. */
export type ObjectType = 'deals' | 'line_items' | 'companies' | 'contacts' | 'tasks' | 'notes' | 'products';

type Names = { singular: string; typeId: string };

const NAMES: Record<ObjectType, Names> = {
  contacts: { singular: 'contact', typeId: '0-1' },
  companies: { singular: 'company', typeId: '0-2' },
  deals: { singular: 'deal', typeId: '0-3' },
  products: { singular: 'product', typeId: '0-7' },
  line_items: { singular: 'line_item', typeId: '0-8' },
  tasks: { singular: 'task', typeId: '0-27' },
  notes: { singular: 'note', typeId: '0-46' },
};

/** All object types of the portal. */
export const OBJECT_TYPES = Object.keys(NAMES) as ObjectType[];

const BY_ANY_NAME = new Map<string, ObjectType>(
  OBJECT_TYPES.flatMap((type) => [type, NAMES[type].singular, NAMES[type].typeId].map((name) => [name, type] as const)),
);

/** The object type behind a path segment: plural, singular or type id ("0-3"); undefined for what the portal has not. */
export const toObjectType = (name: string): ObjectType | undefined => BY_ANY_NAME.get(name.toLowerCase());

/** The singular name, as webhooks subscriptions and messages spell it. */
export const singularOf = (type: ObjectType): string => NAMES[type].singular;

/** The type id of HubSpot, for example 0-3 for deals. */
export const typeIdOf = (type: ObjectType): string => NAMES[type].typeId;

/** The property that carries the time of the last change; contacts spell it differently. */
export const lastModifiedName = (type: ObjectType): string =>
  type === 'contacts' ? 'lastmodifieddate' : 'hs_lastmodifieddate';

/** The property that carries the time of creation; activities spell it differently. */
export const createdName = (type: ObjectType): string =>
  type === 'tasks' || type === 'notes' ? 'hs_createdate' : 'createdate';
