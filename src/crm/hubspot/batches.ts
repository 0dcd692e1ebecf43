import type { HubspotCall } from './hubspot-client.ts';
import type { HubspotObject } from './to-deal.ts';

/** HubSpot's limits of one batch: 100 objects, 1000 records whose associations are read, 2000 associations written. */
export const OBJECTS_PER_BATCH = 100;
const ASSOCIATIONS_PER_READ = 1000;

/** The list cut into pieces of at most `size`. */
export const inPieces = <T>(items: T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, piece) => items.slice(piece * size, (piece + 1) * size));

/** One error of a 207 answer; the trace id or the ids say whose it is. */
export type BatchError = { category?: string; message?: string; context?: Record<string, string[]> };

/** The errors inside a successful batch answer; none when all went well. */
export const errorsIn = (answer: object): BatchError[] =>
  'errors' in answer && Array.isArray(answer.errors) ? (answer.errors as BatchError[]) : [];

/** Objects by id with the wanted properties; ids that HubSpot does not have are simply absent (207, OBJECT_NOT_FOUND). */
export const readObjects = async (
  call: HubspotCall,
  objectType: string,
  { ids, properties }: { ids: string[]; properties: string[] },
): Promise<HubspotObject[]> => {
  const pages = await Promise.all(
    inPieces([...new Set(ids)], OBJECTS_PER_BATCH).map((piece) =>
      call((crm) =>
        crm.objects.batchApi.read(objectType, {
          inputs: piece.map((id) => ({ id })),
          properties,
          propertiesWithHistory: [],
        }),
      ),
    ),
  );
  return pages.flatMap((page) => page.results.map(({ id, properties: values }) => ({ id, properties: values })));
};

type Associated = { ids: string[]; primaryId: string | null };

/** Ids of the objects associated with each record, paging where a record has many; `primaryId` where one is labelled so. */
export const readAssociations = async (
  call: HubspotCall,
  [fromType, toType]: [string, string],
  ids: string[],
): Promise<Map<string, Associated>> => {
  const found = new Map<string, Associated>(ids.map((id) => [id, { ids: [], primaryId: null }]));
  let inputs: { id: string; after?: string }[] = ids.map((id) => ({ id }));
  while (inputs.length > 0) {
    const piece = inputs.slice(0, ASSOCIATIONS_PER_READ);
    const rest = inputs.slice(ASSOCIATIONS_PER_READ);
    const answer = await call((crm) => crm.associations.v4.batchApi.getPage(fromType, toType, { inputs: piece }));
    for (const { _from, to, paging } of answer.results) {
      const entry = found.get(_from.id);
      if (!entry) continue;
      entry.ids.push(...to.map(({ toObjectId }) => toObjectId));
      entry.primaryId ??= to.find((one) => one.associationTypes.some(isPrimary))?.toObjectId ?? null;
      if (paging?.next?.after !== undefined) rest.push({ id: _from.id, after: paging.next.after });
    }
    inputs = rest;
  }
  return found;
};

/** Association type 5 is "primary company of the deal" (AssociationTypes of the SDK). */
const isPrimary = ({ typeId }: { typeId: number }): boolean => typeId === 5;
