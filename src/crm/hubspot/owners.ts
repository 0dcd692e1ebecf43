import type { HubspotCall } from './hubspot-client.ts';
import type { HubspotOwner } from './to-deal.ts';

/** The owners of a portal, remembered: they change rarely and every deal names one. */
export type OwnerBook = {
  /** Reads the list when it is too old, so that it is there when the deals are. */
  freshen(): Promise<void>;
  byId(id: string): Promise<HubspotOwner | null>;
  byEmail(email: string): Promise<HubspotOwner | null>;
};

const PAGE_SIZE = 500;
const KEEP_MS = 10 * 60 * 1000;
/** An unknown owner may be new: look again, but not for every deal that names a deleted one. */
const KEEP_AFTER_MISS_MS = 60 * 1000;

type PublicOwner = {
  id: string;
  email?: string;
  firstName?: string;
  lastName?: string;
  teams?: { name: string; primary: boolean }[];
};

const toOwner = (owner: PublicOwner): HubspotOwner => ({
  id: owner.id,
  name: [owner.firstName, owner.lastName].filter(Boolean).join(' ') || (owner.email ?? owner.id),
  email: owner.email ?? null,
  team: (owner.teams?.find((team) => team.primary) ?? owner.teams?.[0])?.name ?? null,
});

const readOwners = async (call: HubspotCall): Promise<HubspotOwner[]> => {
  const owners: HubspotOwner[] = [];
  let after: string | undefined;
  do {
    const from = after;
    const page = await call((crm) => crm.owners.ownersApi.getPage(undefined, from, PAGE_SIZE, false));
    owners.push(...page.results.map(toOwner));
    after = page.paging?.next?.after;
  } while (after !== undefined);
  return owners;
};

/** Looks owners up in one list, read at most every ten minutes (every minute while an unknown one is asked for). */
export const createOwnerBook = (call: HubspotCall, now: () => number): OwnerBook => {
  let known: HubspotOwner[] = [];
  let readAtMs = -Infinity;
  let reading: Promise<void> | null = null;

  /** Callers that come while the list is on its way share it. */
  const read = (): Promise<void> => {
    reading ??= readOwners(call)
      .then((owners) => {
        known = owners;
        readAtMs = now();
      })
      .finally(() => (reading = null));
    return reading;
  };

  const find = async (isMeant: (owner: HubspotOwner) => boolean): Promise<HubspotOwner | null> => {
    const isOlderThan = (ms: number): boolean => now() - readAtMs >= ms;
    if (isOlderThan(known.some(isMeant) ? KEEP_MS : KEEP_AFTER_MISS_MS)) await read();
    return known.find(isMeant) ?? null;
  };

  return {
    freshen: async () => {
      if (now() - readAtMs >= KEEP_MS) await read();
    },
    byId: (id) => find((owner) => owner.id === id),
    byEmail: (email) => find((owner) => owner.email?.toLowerCase() === email.trim().toLowerCase()),
  };
};
