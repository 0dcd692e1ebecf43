import type { Crm } from '../../src/crm/crm.ts';
import type { Deal } from '../../src/deal/deal.ts';
import type { VerdictFields } from '../../src/write-back/write-back.ts';

/** A task as a person sees it in the CRM. */
export type SeenTask = { subject: string; text: string; dueAt: string; ownerEmail: string | null; isDone: boolean };

/** A deal as a test puts it into a CRM; the CRM chooses the ids. */
export type DealSeed = Omit<Deal, 'id' | 'lines' | 'owner' | 'company'> & {
  ownerEmail?: string;
  company?: { name: string; tier: string };
  lines: Omit<Deal['lines'][number], 'id'>[];
};

/** One CRM with a person in front of it. The owners rep@example.com and planner@example.com exist. */
export type CrmWorld = {
  crm: Crm;
  putDeal(seed: DealSeed): string;
  renameDeal(id: string, name: string): void;
  /** A person changes an attribute of the deal's first line item. */
  changeLine(dealId: string, attribute: string, value: string): void;
  /** A person changes the quantity of the deal's first line; the deal itself is not touched. */
  changeQuantity(id: string, quantity: number): void;
  closeDeal(id: string): void;
  deleteDeal(id: string): void;
  /** From now on a rule of the admin refuses updates of this deal; the rule names the field. */
  refuseUpdates(id: string, field: string): void;
  /** A person ticks the deal's only task off. */
  completeTask(dealId: string): void;
  fields(dealId: string): VerdictFields | null;
  tasks(dealId: string): SeenTask[];
  /** The text of the notes, oldest first, as a person reads it. */
  notes(dealId: string): string[];
  advance(ms: number): void;
  now(): number;
  close(): Promise<void>;
};
