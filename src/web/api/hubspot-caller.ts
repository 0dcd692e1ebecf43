/** Who stands behind a `hubspot.fetch` call, as HubSpot's signed query says. */
export type HubspotCaller = { portalId: string; userId: string; userEmail: string | null };

const RESERVED = ['portalId', 'userId', 'appId'];

/**
 * Reads the parameters that HubSpot adds to a card's call; null when one is absent, repeated or no number. To be called
 * after the signature check only: before it they are anybody's claim.
 */
export const hubspotCaller = (query: URLSearchParams): HubspotCaller | null => {
  const isPlain = RESERVED.every((name) => {
    const values = query.getAll(name);
    return values.length === 1 && /^\d{1,20}$/.test(values[0] ?? '');
  });
  if (!isPlain) return null;
  const [portalId, userId] = [query.get('portalId') ?? '', query.get('userId') ?? ''];
  return { portalId, userId, userEmail: onlyOne(query.getAll('userEmail')) };
};

const onlyOne = (values: string[]): string | null => (values.length === 1 ? values[0]?.trim() || null : null);

/** The one dealId of the query (HubSpot object ids are numbers), or null. */
export const dealIdOf = (query: URLSearchParams): string | null => {
  const [dealId, ...others] = query.getAll('dealId');
  return dealId !== undefined && others.length === 0 && /^\d{1,20}$/.test(dealId) ? dealId : null;
};
