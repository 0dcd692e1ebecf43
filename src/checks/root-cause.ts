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
  PRODUCT_UNKNOWN: 'information system',
  UNIT_UNKNOWN: 'information system',
  SHEET_STALE: 'information system',
  LEADTIME_SHORT: 'misunderstood parameter',
  LOT_ROUNDED: 'misunderstood parameter',
  QTY_LIMIT: 'misunderstood parameter',
  ATTR_RANGE: 'misunderstood parameter',
  ATTR_FORBIDDEN: 'misunderstood parameter',
  COMBINATION: 'misunderstood parameter',
};

const isOpen = ({ severity }: Finding): boolean => severity === 'warn' || severity === 'action' || severity === 'fail';

/** The finding with the root cause that its code leaves no doubt about; unchanged when it names one itself, or when there is none to name. */
export const withRootCause = (found: Finding): Finding => {
  const cause = found.code === null ? undefined : BY_CODE[found.code];
  return cause === undefined || found.rootCause !== undefined || !isOpen(found)
    ? found
    : { ...found, rootCause: cause };
};
