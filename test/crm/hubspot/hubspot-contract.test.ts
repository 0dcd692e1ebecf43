import { describeCrmContract } from '../contract.ts';
import { openHubspotWorld } from './hubspot-world.ts';

describeCrmContract('hubspot', openHubspotWorld);
