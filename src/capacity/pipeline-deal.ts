import type { Take } from './ledger.ts';

/** An open deal of somebody else, planned alone: the minutes that it would take at both levels (S12). */
export type PipelineDeal = {
  id: string;
  name: string | null;
  owner: string | null;
  /** Minutes x probability, each day's rounded up. */
  forecast: readonly Take[];
  /** All its minutes. */
  exposure: readonly Take[];
};
