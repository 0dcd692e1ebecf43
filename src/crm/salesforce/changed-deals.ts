import { bodyOf, sendComposite } from './composite.ts';
import type { OrgFields } from './field-book.ts';
import { KEY_FIELD } from './field-names.ts';
import type { SalesforceRecord } from './query.ts';
import { queryPath, readRecords, restOf, textOf, toPage } from './query.ts';
import { toRecordId } from './record-id.ts';
import type { SalesforceCall } from './salesforce-client.ts';
import type { Statement } from './soql.ts';
import { toMoment } from './to-deal.ts';

type ChangedDeal = { dealId: string; changedAt: string };

/** One kind of record whose change is a change of a deal: which field names the deal, and when it changed. */
type Source = { statement: Statement; dealId: string; changedAt: string };

const changedSince = (object: string, dealId: string, since: string): Source => ({
  statement: {
    select: [dealId, 'SystemModstamp'],
    from: object,
    where: [{ field: 'SystemModstamp', since }],
    orderBy: ['SystemModstamp', 'Id'],
  },
  dealId,
  changedAt: 'SystemModstamp',
});

/** Stages that a lost message would have told of are in the history, even when the deal has moved on since. */
const history = (since: string): Source => ({
  statement: {
    select: ['OpportunityId', 'CreatedDate'],
    from: 'OpportunityHistory',
    where: [{ field: 'CreatedDate', since }],
    orderBy: ['CreatedDate', 'Id'],
  },
  dealId: 'OpportunityId',
  changedAt: 'CreatedDate',
});

/** Only tasks that carry our key: that is how an answer to a question of ours is heard. */
const ourTasks = (since: string): Source => {
  const source = changedSince('Task', 'WhatId', since);
  const where = [...(source.statement.where ?? []), { field: KEY_FIELD, isSet: true as const }];
  return { ...source, statement: { ...source.statement, where } };
};

const toChanged = (record: SalesforceRecord, { dealId, changedAt }: Source): ChangedDeal[] => {
  const id = toRecordId(textOf(record, dealId) ?? '');
  const at = toMoment(textOf(record, changedAt));
  return id?.startsWith('006') && at !== null ? [{ dealId: id, changedAt: at }] : [];
};

/** Each deal once, with its latest change, oldest change first. */
const latestOf = (changes: readonly ChangedDeal[]): ChangedDeal[] => {
  const latest = new Map<string, string>();
  for (const { dealId, changedAt } of changes) {
    const known = latest.get(dealId);
    if (known === undefined || known < changedAt) latest.set(dealId, changedAt);
  }
  return [...latest]
    .map(([dealId, changedAt]) => ({ dealId, changedAt }))
    .sort((a, b) => Date.parse(a.changedAt) - Date.parse(b.changedAt));
};

const everyDeal: Source = {
  statement: { select: ['Id', 'SystemModstamp'], from: 'Opportunity', orderBy: ['SystemModstamp', 'Id'] },
  dealId: 'Id',
  changedAt: 'SystemModstamp',
};

/**
 * Deals that changed since the moment, oldest change first, in one call while each answer fits a page: opportunities and
 * line items by SystemModstamp (which also moves for what a job or a formula's source changed), their history, and our
 * tasks; deleted ones too. All deals when there is no moment.
 */
export const changedDeals = async (
  call: SalesforceCall,
  org: OrgFields,
  since: string | null,
): Promise<ChangedDeal[]> => {
  if (since === null) {
    const records = await readRecords(call, everyDeal.statement);
    return latestOf(records.flatMap((record) => toChanged(record, everyDeal)));
  }
  const sources = [
    changedSince('Opportunity', 'Id', since),
    changedSince('OpportunityLineItem', 'OpportunityId', since),
    history(since),
    ...(org.has('Task', KEY_FIELD) ? [ourTasks(since)] : []),
  ];
  const parts = sources.map(({ statement }) => ({ method: 'GET' as const, url: queryPath(statement, 'deleted') }));
  const answers = await sendComposite(call, parts);
  const changes: ChangedDeal[] = [];
  for (const [index, source] of sources.entries()) {
    const records = await restOf(call, toPage(bodyOf(answers[index])));
    changes.push(...records.flatMap((record) => toChanged(record, source)));
  }
  return latestOf(changes);
};
