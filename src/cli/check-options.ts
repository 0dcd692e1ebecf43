/** What `keepable check` is told; exactly one of deal and deals. */
export type CheckOptions = {
  deal?: string;
  deals?: string;
  sheet?: string;
  today?: string;
  rules?: string;
  json?: true;
};
