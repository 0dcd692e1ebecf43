import { timingSafeEqual } from 'node:crypto';
import { Router, raw } from 'express';
import type { Request, Response } from 'express';
import { toRecordId } from '../../crm/salesforce/record-id.ts';
import { NOT_PERMITTED, cardView } from './card-view.ts';
import type { CardStore } from './card-store.ts';

/** An opportunity of the org whose Lightning component asks. */
type OrgDeal = { account: string; dealId: string };

/** The org that an install key belongs to, with the SHA-256 (hex) of that key. */
type KeyHolder = { account: string; secretHash: string };

/** What the component's door needs from the rest of the service. */
export type SalesforceCardDoor = CardStore & {
  hashOf: (key: string) => string;
  /** The connected org whose key has this hash, or null. */
  holderOf: (keyHash: string) => Promise<KeyHolder | null>;
  now: () => Date;
};

const MAX_BODY = '64kb';

type Verified = { deal: OrgDeal } | { status: 400 | 401; message: string };

const keyOf = (request: Request): string =>
  /^Bearer (\S{20,200})$/i.exec(request.get('authorization') ?? '')?.[1] ?? '';

const isSame = (one: string, other: string): boolean => {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
};

const recordIdOf = (request: Request): string | null => {
  const ids = new URL(request.originalUrl, 'http://localhost').searchParams.getAll('recordId');
  const id = ids.length === 1 ? toRecordId(ids[0] ?? '') : null;
  return id?.startsWith('006') ? id : null;
};

/**
 * The key names the org, and the org that Apex names must be that one. Whether the user may see the record was asked by
 * Apex in user mode, inside the org, before it called.
 */
const verify = async (request: Request, door: SalesforceCardDoor): Promise<Verified> => {
  const hash = door.hashOf(keyOf(request));
  const holder = await door.holderOf(hash);
  const named = toRecordId(request.get('x-keepable-organization') ?? '');
  if (!holder || !isSame(hash, holder.secretHash) || named !== holder.account) {
    return { status: 401, message: 'The call does not carry the key of a connected org.' };
  }
  const dealId = recordIdOf(request);
  return dealId === null
    ? { status: 400, message: 'The call must name the recordId of one opportunity.' }
    : { deal: { account: holder.account, dealId } };
};

type Answer = (deal: OrgDeal, response: Response) => Promise<void>;

const behindKey =
  (door: SalesforceCardDoor, answer: Answer) =>
  async (request: Request, response: Response): Promise<void> => {
    response.set('cache-control', 'no-store');
    const verified = await verify(request, door);
    if ('status' in verified) response.status(verified.status).json({ error: verified.message });
    else await answer(verified.deal, response);
  };

/** `GET /card?recordId=` answers with the card's view; `POST /card?recordId=` asks for a new check. Mount at /api/salesforce. */
export const salesforceCardRouter = (door: SalesforceCardDoor): Router => {
  const show: Answer = async (deal, response) => {
    const facts = await door.loadCard(deal);
    if (facts) response.json(cardView(facts, door.now()));
    else response.status(403).json(NOT_PERMITTED);
  };
  const recheck: Answer = async (deal, response) => {
    if (await door.requestCheck(deal)) response.status(202).json({ accepted: true });
    else response.status(403).json(NOT_PERMITTED);
  };
  const router = Router();
  router.get('/card', behindKey(door, show));
  router.post('/card', raw({ type: () => true, limit: MAX_BODY }), behindKey(door, recheck));
  return router;
};
