import { z } from 'zod';
import { badRequest } from './api-answer.ts';
import type { ApiAnswer } from './api-answer.ts';
import { bodyOf, objectTypeOf } from './api-call.ts';
import type { ApiCall, ApiRoute } from './api-call.ts';
import { toAnswer } from './object-answers.ts';
import type { ObjectType } from './object-types.ts';
import type { Portal } from './portal.ts';
import { compareValues, Filter, meets } from './search-filters.ts';
import type { Indexed } from './search-index.ts';

// Limits of the search API (developers.hubspot.com, "CRM search"; changelog 2024-08).
const LIMITS = { groups: 5, filtersPerGroup: 10, filters: 25, page: 200, total: 10_000 };

const Sort = z.union([z.string(), z.object({ propertyName: z.string(), direction: z.string().optional() })]);
const SearchRequest = z.object({
  filterGroups: z.array(z.object({ filters: z.array(Filter) })).default([]),
  sorts: z.array(Sort).default([]),
  query: z.string().optional(),
  properties: z.array(z.string()).default([]),
  limit: z.number().int().default(10),
  after: z.union([z.string(), z.number()]).transform(Number).default(0),
});
type SearchRequest = z.infer<typeof SearchRequest>;

const search = (call: ApiCall): ApiAnswer => {
  const type = objectTypeOf(call);
  const request = bodyOf(call, SearchRequest);
  checkLimits(request);
  checkNames(call, type, request);
  const typeOf: TypeOf = (name) => call.portal.properties.find(type, name)?.type ?? 'string';
  const found = call.portal.search.list(type).filter((one) => matches(one, request, typeOf));
  const end = request.after + request.limit;
  const page = sorted(found, request, typeOf).slice(request.after, end);
  const results = page.flatMap((one) => shown(call.portal, type, { ...one, properties: request.properties }));
  const next = found.length > end ? { paging: { next: { after: String(end) } } } : {};
  return { status: 200, body: { total: found.length, results, ...next } };
};

const checkLimits = ({ filterGroups, limit, after }: SearchRequest): void => {
  const filters = filterGroups.reduce((sum, group) => sum + group.filters.length, 0);
  const tooMany =
    filterGroups.length > LIMITS.groups ||
    filters > LIMITS.filters ||
    filterGroups.some((group) => group.filters.length > LIMITS.filtersPerGroup);
  if (tooMany) throw badRequest('There was a problem with the request: too many filters or filter groups.');
  if (limit < 0 || limit > LIMITS.page) throw badRequest(`limit must be at most ${LIMITS.page}, got ${limit}`);
  if (!Number.isInteger(after) || after < 0 || after + limit > LIMITS.total) {
    throw badRequest(`Paging beyond ${LIMITS.total} results is not supported.`);
  }
};

const checkNames = (call: ApiCall, type: ObjectType, { filterGroups }: SearchRequest): void => {
  for (const { propertyName } of filterGroups.flatMap((group) => group.filters)) {
    if (!call.portal.properties.find(type, propertyName)) {
      throw badRequest(`There was a problem with the request: property "${propertyName}" does not exist.`);
    }
  }
};

/** The type of a property by its name. */
type TypeOf = (name: string) => string;

const matches = ({ values }: Indexed, { filterGroups, query }: SearchRequest, typeOf: TypeOf): boolean => {
  const filtered =
    filterGroups.length === 0 ||
    filterGroups.some(({ filters }) => filters.every((one) => meets(values, one, typeOf(one.propertyName))));
  const wanted = query?.toLowerCase();
  return filtered && (!wanted || Object.values(values).some((value) => value?.toLowerCase().includes(wanted)));
};

const sorted = (found: Indexed[], { sorts }: SearchRequest, typeOf: TypeOf): Indexed[] => {
  const sort = sorts[0];
  if (sort === undefined) return found;
  const { name, sign } = sortOf(sort);
  const type = typeOf(name);
  const order = (a: Indexed, b: Indexed) => sign * compareValues(a.values[name] ?? '', b.values[name] ?? '', type);
  return found.toSorted((a, b) => order(a, b) || Number(a.id) - Number(b.id));
};

const sortOf = (sort: z.infer<typeof Sort>): { name: string; sign: 1 | -1 } => {
  if (typeof sort !== 'string') return { name: sort.propertyName, sign: sort.direction === 'DESCENDING' ? -1 : 1 };
  return sort.startsWith('-') ? { name: sort.slice(1), sign: -1 } : { name: sort, sign: 1 };
};

/** The record as the index knows it, which may be older than the record is. */
const shown = (portal: Portal, type: ObjectType, { id, values, properties }: Indexed & { properties: string[] }) => {
  const object = portal.store.find(type, id);
  return object ? [toAnswer(portal, { ...object, properties: values, archivedAt: null }, { properties })] : [];
};

/** Search over records (PublicObjectSearchRequest of objects.2026-09). */
export const SEARCH_ROUTES: ApiRoute[] = [
  { method: 'post', path: '/crm/objects/2026-09/:objectType/search', limit: 'search', answer: search },
];
