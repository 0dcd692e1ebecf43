import { hubspot } from '@hubspot/ui-extensions';
import type { CardView } from './card-view.ts';

/** Where the service answers when the project's profile does not say. */
const DEFAULT_URL = 'https://app.keepable.example';

const TIMEOUT_MS = 10_000;

type ServiceContext = { variables?: Record<string, unknown>; crm: { objectId: number | string } };

/** The address of this deal's card at the service; HubSpot adds who asks and signs the call. */
export const cardUrl = ({ variables, crm }: ServiceContext): string => {
  const base = variables?.['KEEPABLE_URL'];
  const origin = typeof base === 'string' ? base : DEFAULT_URL;
  return `${origin}/api/hubspot/card?dealId=${encodeURIComponent(String(crm.objectId))}`;
};

/** Reads the card. A refusal comes as a view of its own, so 403 is an answer too; other codes are faults. */
export const fetchCard = async (url: string): Promise<CardView> => {
  const response = await hubspot.fetch(url, { method: 'GET', timeout: TIMEOUT_MS });
  if (!response.ok && response.status !== 403)
    throw new Error(`Keepable cannot answer right now (code ${response.status}).`);
  return (await response.json()) as CardView;
};

/** Asks for a new check of the deal; the answer comes with the next reading. */
export const requestCheck = async (url: string): Promise<void> => {
  const response = await hubspot.fetch(url, { method: 'POST', timeout: TIMEOUT_MS, body: {} });
  if (!response.ok) throw new Error(`Keepable cannot answer right now (code ${response.status}).`);
};
