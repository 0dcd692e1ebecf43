import { createRemoteReceiver, createRemoteRoot } from '@remote-ui/core';
import type { RemoteReceiver } from '@remote-ui/core';
import { createRoot } from '@remote-ui/react';
import { RemoteRenderer, createController } from '@remote-ui/react/host';
import { useEffect, useState } from 'react';
import { hubspotComponents } from './hubspot-components.tsx';
import { loadCard } from './worker-globals.ts';
import type { CardApi } from './worker-globals.ts';

const controller = createController(hubspotComponents);

type Props = { dealId: string; serviceUrl: string; changes: EventTarget };

const cardApi = ({ dealId, serviceUrl, changes }: Props): CardApi => ({
  context: { variables: { KEEPABLE_URL: serviceUrl }, crm: { objectId: dealId, objectTypeId: '0-3' } },
  actions: {
    onCrmPropertiesUpdate: (_properties, callback) => changes.addEventListener('changed', () => callback()),
  },
});

/** Runs the card against a receiver of ours, as HubSpot's worker does against the record page. */
const startCard = async (receiver: RemoteReceiver, api: CardApi): Promise<() => void> => {
  const extension = await loadCard();
  const remote = createRemoteRoot(receiver.receive);
  const root = createRoot(remote);
  root.render(extension(api));
  void remote.mount();
  return () => root.unmount();
};

/** The Keepable card of a deal, rendered outside HubSpot: the card's own file, our elements. */
export const CardHost = ({ dealId, serviceUrl, changes }: Props) => {
  const [receiver] = useState(createRemoteReceiver);
  useEffect(() => {
    const stop = startCard(receiver, cardApi({ dealId, serviceUrl, changes }));
    return () => void stop.then((unmount) => unmount());
  }, [receiver, dealId, serviceUrl, changes]);
  return <RemoteRenderer receiver={receiver} controller={controller} />;
};
