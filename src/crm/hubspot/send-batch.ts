import { AppError } from '../../errors.ts';
import type { ErrorCode } from '../../errors.ts';
import type { BatchError } from './batches.ts';
import { errorsIn, inPieces, OBJECTS_PER_BATCH } from './batches.ts';
import { rejectedField } from './translate-error.ts';

/** What became of one input of a batch: the object, with whether it was made just now, or why not. */
export type ItemResult = { id: string; isNew: boolean } | AppError;

type Result = { id: string; objectWriteTraceId?: string; properties?: Record<string, string | null> };
type Answer = { results: (Result & { _new?: boolean; new?: boolean })[] };

/** One batch call of the SDK for some of the items; `traceIds` go into the inputs, so that errors can be told apart. */
type SendItems<Item> = (items: Item[], traceIds: string[]) => Promise<Answer>;

type Batch<Item> = {
  send: SendItems<Item>;
  /** True when this result belongs to the item, for answers without trace ids. */
  isOf: (result: Result, item: Item) => boolean;
};

/** A refusal of the whole batch may be the fault of one input; anything else concerns the call. */
const MAY_BE_ONE_INPUT: ErrorCode[] = ['CRM_REJECTED_FIELD', 'CRM_REJECTED', 'CRM_NOT_FOUND', 'CRM_CONFLICT'];

const BY_CATEGORY: Record<string, ErrorCode> = {
  OBJECT_NOT_FOUND: 'CRM_NOT_FOUND',
  CONFLICT: 'CRM_CONFLICT',
  OBJECT_ALREADY_EXISTS: 'CRM_CONFLICT',
  RATE_LIMITS: 'CRM_RATE_LIMITED',
  MISSING_SCOPES: 'CRM_FORBIDDEN',
};

/** One error of a 207 answer as an AppError. */
const toItemError = (error: BatchError | undefined): AppError => {
  if (error?.category === 'VALIDATION_ERROR') return rejectedField({ message: error.message, errors: [error] });
  const code = BY_CATEGORY[error?.category ?? ''] ?? 'CRM_UNAVAILABLE';
  return new AppError(code, error?.message ?? 'HubSpot did not say what became of this write.');
};

const isAbout = (error: BatchError, traceId: string): boolean => {
  const named = error.context?.['objectWriteTraceId'];
  return named === undefined || named.includes(traceId);
};

const resultsOf = <Item>(answer: Answer, items: Item[], { isOf }: Batch<Item>): ItemResult[] => {
  const errors = errorsIn(answer);
  return items.map((item, index) => {
    const result = answer.results.find((one) => one.objectWriteTraceId === String(index) || isOf(one, item));
    if (result) return { id: result.id, isNew: (result._new ?? result.new) === true };
    const own = errors.find((error) => error.context?.['objectWriteTraceId']?.includes(String(index)));
    return toItemError(own ?? errors.find((error) => isAbout(error, String(index))));
  });
};

/** So many refusals of parts are no longer one input's fault: what is left shares the last refusal. */
const MOST_REFUSALS = 16;

type Patience = { refusals: number };

const sendPiece = async <Item>(items: Item[], batch: Batch<Item>, patience: Patience): Promise<ItemResult[]> => {
  try {
    return resultsOf(
      await batch.send(
        items,
        items.map((_, index) => String(index)),
      ),
      items,
      batch,
    );
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    patience.refusals += 1;
    const isHopeless = !MAY_BE_ONE_INPUT.includes(error.code) || patience.refusals >= MOST_REFUSALS;
    if (items.length === 1 || isHopeless) return items.map(() => error);
  }
  const half = Math.ceil(items.length / 2);
  const [first, second] = [items.slice(0, half), items.slice(half)];
  return [...(await sendPiece(first, batch, patience)), ...(await sendPiece(second, batch, patience))];
};

/**
 * Sends items in batches of up to 100 and tells what became of each, in order. A batch that is refused as a whole is cut
 * in halves until the refused input stands alone, so that one deal's trouble does not keep the others waiting.
 */
export const sendBatch = async <Item>(items: Item[], batch: Batch<Item>): Promise<ItemResult[]> =>
  (
    await Promise.all(inPieces(items, OBJECTS_PER_BATCH).map((piece) => sendPiece(piece, batch, { refusals: 0 })))
  ).flat();
