import { describeCrmContract } from '../contract.ts';
import { openSalesforceWorld } from './salesforce-world.ts';

describeCrmContract('salesforce', () => openSalesforceWorld());
