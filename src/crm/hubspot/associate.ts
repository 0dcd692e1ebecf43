import { AssociationSpecAssociationCategoryEnum as Category } from '@hubspot/api-client/lib/codegen/crm/associations/v4/models/AssociationSpec.js';
import { AppError } from '../../errors.ts';
import { errorsIn, inPieces, OBJECTS_PER_BATCH } from './batches.ts';
import type { BatchError } from './batches.ts';
import type { EngagementType } from './engagement.ts';
import { TO_DEAL_TYPE_ID } from './engagement.ts';
import type { HubspotCall } from './hubspot-client.ts';
import { toItemError } from './send-batch.ts';

/** A task or note and the deal it belongs to. */
export type Pair = { id: string; dealId: string };

const names = (error: BatchError): string[] => Object.values(error.context ?? {}).flat();

const isAbout = (error: BatchError, pair: Pair): boolean => {
  const named = names(error);
  return named.length === 0 || named.includes(pair.id) || named.includes(pair.dealId);
};

const associatePiece = async (call: HubspotCall, type: EngagementType, pairs: Pair[]): Promise<(AppError | null)[]> => {
  try {
    const answer = await call((crm) =>
      crm.associations.v4.batchApi.create(type, 'deals', {
        inputs: pairs.map(({ id, dealId }) => ({
          _from: { id },
          to: { id: dealId },
          types: [{ associationCategory: Category.HubspotDefined, associationTypeId: TO_DEAL_TYPE_ID[type] }],
        })),
      }),
    );
    const errors = errorsIn(answer);
    return pairs.map((pair) => {
      const error = errors.find((one) => isAbout(one, pair));
      return error ? toItemError(error) : null;
    });
  } catch (error) {
    if (error instanceof AppError) return pairs.map(() => error);
    throw error;
  }
};

/** Ties activities to their deals; doing it twice changes nothing. Null = done, for each pair in order. */
export const associateWithDeals = async (
  call: HubspotCall,
  type: EngagementType,
  pairs: Pair[],
): Promise<(AppError | null)[]> =>
  (await Promise.all(inPieces(pairs, OBJECTS_PER_BATCH).map((piece) => associatePiece(call, type, piece)))).flat();
