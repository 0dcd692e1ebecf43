/** What `keepable check` is told; exactly one of deal and deals. */
export type CheckOptions = {
  deal?: string;
  deals?: string;
  sheet?: string;
  mapping?: string;
  today?: string;
  rules?: string;
  /** Other open deals, one JSON document per line: they inform the levels forecast and exposure. */
  pipeline?: string;
  json?: true;
};
