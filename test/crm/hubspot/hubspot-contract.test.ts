import { describeCrmContract } from '../contract.ts';
import { openHubspotWorld } from './hubspot-world.ts';

describeCrmContract('hubspot', () => openHubspotWorld());
describeCrmContract('hubspot, in a portal that refuses unique keys,', () =>
  openHubspotWorld({ refusesUniqueKeys: true }),
);
