import type { Finding, ReasonCode, RootCause } from './finding.ts';

/** Where the facts leave no doubt about the root cause; other codes get theirs from people. */
const BY_CODE: Partial<Record<ReasonCode, RootCause>> = {
  CAPACITY_SHORT: 'capacity',
  HORIZON: 'capacity',
  SHARED_BOTTLENECK: 'capacity',
  DISPLACES: 'capacity',
  PIPELINE_PRESSURE: 'capacity',
  TEXT_PROMISE: 'communication',
  REQ_SCOPE_BID: 'communication',
  ATTR_MISSING: 'communication',
  DATE_BLANK: 'communication',
  PRODUCT_UNKNOWN: 'information_system',
  UNIT_UNKNOWN: 'information_system',
  SHEET_STALE: 'information_system',
  LEADTIME_SHORT: 'misunderstood_parameter',
  LOT_ROUNDED: 'misunderstood_parameter',
  QTY_LIMIT: 'misunderstood_parameter',
  ATTR_RANGE: 'misunderstood_parameter',
  ATTR_FORBIDDEN: 'misunderstood_parameter',
  COMBINATION: 'misunderstood_parameter',
};

const isOpen = ({ severity }: Finding): boolean => severity === 'warn' || severity === 'action' || severity === 'fail';

/** The finding with the root cause that its code leaves no doubt about; unchanged when it names one itself, or when there is none to name. */
export const withRootCause = (found: Finding): Finding => {
  const cause = found.code === null ? undefined : BY_CODE[found.code];
  return cause === undefined || found.rootCause !== undefined || !isOpen(found)
    ? found
    : { ...found, rootCause: cause };
};
