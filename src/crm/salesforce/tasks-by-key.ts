import type { Subanswer, Subrequest } from './composite.ts';
import { bodyOf } from './composite.ts';
import { KEY_FIELD } from './field-names.ts';
import { queryPath, restOf, textOf, toPage } from './query.ts';
import type { SalesforceCall } from './salesforce-client.ts';
import { idCondition } from './soql.ts';
import type { TaskWrite } from './task-record.ts';

/** As many keys as a statement in an address holds. */
const KEYS_PER_STATEMENT = 100;

/** The questions that find our tasks by their keys. Activities cannot have a unique field, so we look before we create. */
export const keyQuestions = (writes: readonly TaskWrite[]): Subrequest[] => {
  const questions: Subrequest[] = [];
  for (let start = 0; start < writes.length; start += KEYS_PER_STATEMENT) {
    const piece = writes.slice(start, start + KEYS_PER_STATEMENT);
    const where = [
      idCondition('WhatId', [...new Set(piece.map(({ dealId }) => dealId))]),
      { field: KEY_FIELD, in: piece.map(({ externalKey }) => externalKey) },
    ];
    const statement = { select: ['Id', KEY_FIELD], from: 'Task', where, orderBy: ['CreatedDate', 'Id'] };
    questions.push({ method: 'GET', url: queryPath(statement) });
  }
  return questions;
};

/** The ids of the tasks that were found, by key; the oldest where there are several. */
export const idsByKey = async (call: SalesforceCall, answers: readonly Subanswer[]): Promise<Map<string, string>> => {
  const ids = new Map<string, string>();
  for (const answer of answers) {
    for (const record of await restOf(call, toPage(bodyOf(answer)))) {
      const [key, id] = [textOf(record, KEY_FIELD), textOf(record, 'Id')];
      if (key !== null && id !== null && !ids.has(key)) ids.set(key, id);
    }
  }
  return ids;
};
