import type { ServiceParts } from '../../src/cli/service-parts.ts';
import type { Install } from '../../src/db/installs.ts';
import { runDemo } from './running-demo.ts';
import { runOrg } from './running-org.ts';

/** The service beside one pretend CRM, as far as a test needs it that means the same in each. */
export type CrmWorld = {
  appUrl: string;
  parts: ServiceParts;
  install: Install;
  /** 100 BRK, wanted on 17 Mar 2026: late on the two busy weeks that the worlds start with. */
  putLateDeal(name: string): string;
  /** What the deal shows. */
  verdict(dealId: string): string | null;
  stop(): Promise<void>;
};

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** One line for each CRM. */
export const CRM_WORLDS: Record<string, () => Promise<CrmWorld>> = {
  HubSpot: async () => {
    const demo = await runDemo();
    const putLateDeal = (name: string): string => {
      const dealId = demo.putDeal({ name });
      demo.change(dealId, { dealstage: 'proposal' });
      return dealId;
    };
    return { ...demo, putLateDeal, verdict: (dealId) => text(demo.deal(dealId)['keepable_verdict']) };
  },
  Salesforce: async () => {
    const org = await runOrg();
    const verdict = (dealId: string): string | null => text(org.deal(dealId)['Keepable_Verdict__c']);
    return { ...org, putLateDeal: (name) => org.putDeal({ name }), verdict };
  },
};
