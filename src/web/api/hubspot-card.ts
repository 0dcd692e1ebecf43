import { Router, raw } from 'express';
import type { Request, Response } from 'express';
import type { SignedRequest } from '../../../webhooks/hubspot/signature.ts';
import { NOT_PERMITTED, cardView } from './card-view.ts';
import type { CardFacts } from './card-view.ts';
import { dealIdOf, hubspotCaller } from './hubspot-caller.ts';
import type { HubspotCaller } from './hubspot-caller.ts';

export type CardDeal = HubspotCaller & { dealId: string };

/** What the card's door needs from the rest of the service. */
export type CardDoor = {
  /** Scheme and host under which HubSpot calls us; never taken from the request. */
  publicUrl: string;
  /** Whether HubSpot signed the call (v3). */
  isSigned: (request: SignedRequest) => boolean;
  /** The facts of the card; null when the portal is not connected or the deal is not its own. */
  loadCard: (deal: CardDeal) => Promise<CardFacts | null>;
  /** Marks the deal to be checked again; false when the portal is not connected. Repeating it does no harm. */
  requestCheck: (deal: CardDeal) => Promise<boolean>;
  now: () => Date;
};

const MAX_BODY = '64kb';

type Verified = { deal: CardDeal } | { status: 400 | 401; message: string };

const toSigned = (request: Request, url: string): SignedRequest => ({
  method: request.method,
  url,
  body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
  signature: request.get('x-hubspot-signature-v3'),
  timestamp: request.get('x-hubspot-request-timestamp'),
});

/** Signature first; what HubSpot says about the caller counts only after it. */
const verify = (request: Request, door: CardDoor): Verified => {
  const url = `${door.publicUrl}${request.originalUrl}`;
  if (!door.isSigned(toSigned(request, url)))
    return { status: 401, message: 'The call does not carry a valid HubSpot signature.' };
  const query = new URL(url).searchParams;
  const caller = hubspotCaller(query);
  const dealId = dealIdOf(query);
  if (!caller || !dealId)
    return { status: 400, message: 'The call must name portalId, userId, appId and dealId once each, as numbers.' };
  return { deal: { ...caller, dealId } };
};

type Answer = (deal: CardDeal, response: Response) => Promise<void>;

const behindSignature =
  (door: CardDoor, answer: Answer) =>
  async (request: Request, response: Response): Promise<void> => {
    const verified = verify(request, door);
    response.set('cache-control', 'no-store');
    if ('status' in verified) response.status(verified.status).json({ error: verified.message });
    else await answer(verified.deal, response);
  };

/** `GET /card?dealId=` answers with the card's view; `POST /card?dealId=` asks for a new check. Mount at /api/hubspot. */
export const hubspotCardRouter = (door: CardDoor): Router => {
  const show: Answer = async (deal, response) => {
    const facts = await door.loadCard(deal);
    if (facts) response.json(cardView(facts, door.now(), deal.userEmail));
    else response.status(403).json(NOT_PERMITTED);
  };
  const recheck: Answer = async (deal, response) => {
    if (await door.requestCheck(deal)) response.status(202).json({ accepted: true });
    else response.status(403).json(NOT_PERMITTED);
  };
  const router = Router();
  router.get('/card', behindSignature(door, show));
  router.post('/card', raw({ type: () => true, limit: MAX_BODY }), behindSignature(door, recheck));
  return router;
};
