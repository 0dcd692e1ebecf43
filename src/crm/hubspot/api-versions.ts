/** The dated version that each of HubSpot's APIs is called in, by the path that @hubspot/api-client 14 still uses. */
const VERSIONS: [legacyPath: RegExp, datedPath: string][] = [
  [/^\/crm\/v3\/objects\//, '/crm/objects/2026-09/'],
  [/^\/crm\/v4\/associations\//, '/crm/associations/2026-09/'],
  [/^\/crm\/v3\/properties\//, '/crm/properties/2026-09/'],
  [/^\/crm\/v3\/owners\/?$/, '/crm/owners/2026-09'],
];

/**
 * The same call in HubSpot's dated API (developers.hubspot.com/docs/developer-tooling/platform/versioning): versions 1-4
 * end in 2027. Throws for a path that has no version in the table, so that no undated call slips through.
 */
export const toDatedUrl = (legacyUrl: string): string => {
  const url = new URL(legacyUrl);
  const version = VERSIONS.find(([legacyPath]) => legacyPath.test(url.pathname));
  if (!version) throw new Error(`No dated version is listed for ${url.pathname}.`);
  url.pathname = url.pathname.replace(...version);
  return url.toString();
};
