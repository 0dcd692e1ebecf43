import { describe, expect, it } from '@jest/globals';
import { VERDICTS } from '../../../src/capacity/verdict.ts';
import { contentHash } from '../../../src/crm/content-hash.ts';
import { dealRecord } from '../../../src/crm/salesforce/deal-record.ts';
import { newTask } from '../../../src/crm/salesforce/task-record.ts';
import type { VerdictFields } from '../../../src/write-back/write-back.ts';
import { aBrief, aTask, fieldsWrite, planned } from '../../support/a-write.ts';
import type { PackageField } from '../../support/salesforce-package.ts';
import { packageFields } from '../../support/salesforce-package.ts';

const RECORD_ID = '0067F000003pmdWQAQ';
const NOW = new Date('2026-03-02T15:14:00Z');

const fields = packageFields();

const CIVIL_DATE = /^\d{4}-\d{2}-\d{2}$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** Whether Salesforce takes the value into a field of this kind. */
const fits = ({ type, length, values }: PackageField, value: unknown): boolean => {
  if (value === null) return true;
  if (type === 'Number') return Number.isInteger(value) && Math.abs(Number(value)) < 1_000_000;
  if (typeof value !== 'string') return false;
  if (type === 'Picklist') return values.includes(value);
  if (type === 'Date') return CIVIL_DATE.test(value);
  if (type === 'DateTime') return MOMENT.test(value);
  return value.length <= (length ?? 0);
};

/** The fields of ours in a record that the package would not take. */
const misfits = (object: string, record: Record<string, unknown>): string[] =>
  Object.entries(record)
    .filter(([name]) => name.startsWith('Keepable_'))
    .filter(([name, value]) => {
      const field = fields.find((one) => one.name === `${object}.${name}`);
      return !field || !fits(field, value);
    })
    .map(([name, value]) => `${object}.${name} = ${String(value).slice(0, 40)}`);

const recordOf = (facts: Partial<VerdictFields>): Record<string, unknown> =>
  dealRecord(RECORD_ID, [planned(RECORD_ID, fieldsWrite(facts))], NOW);

const LONG = 'Finish “zinc” at 400 mm needs a tooling review & more.\n'.repeat(2000);

describe('what the service writes fits the fields of the package', () => {
  it.each(VERDICTS)('the verdict %s', (verdict) => {
    expect(misfits('Opportunity', recordOf({ verdict }))).toEqual([]);
  });

  it.each(['not_required', 'waiting', 'approved', 'refused'] as const)('the sign-off status %s', (signoffStatus) => {
    expect(misfits('Opportunity', recordOf({ signoffStatus }))).toEqual([]);
  });

  it('nothing where nothing is known', () => {
    expect(misfits('Opportunity', recordOf({ promiseDate: null, slackDays: null }))).toEqual([]);
  });

  it('texts that are far too long', () => {
    const record = recordOf({ possibleQuantity: LONG, summary: LONG, warnings: LONG, checkKey: contentHash(LONG) });
    expect(misfits('Opportunity', record)).toEqual([]);
  });

  it('a brief that is far too long', () => {
    const brief = aBrief({ sections: [{ title: 'Risks', paragraphs: Array<string>(40).fill(LONG) }] });
    const record = dealRecord(RECORD_ID, [planned(RECORD_ID, brief)], NOW);
    expect(Object.keys(record)).toContain('Keepable_Brief__c');
    expect(misfits('Opportunity', record)).toEqual([]);
  });

  it('the key of a task', () => {
    const surroundings = { ownerId: null, timeZone: 'America/Chicago' };
    const record = newTask(RECORD_ID, planned(RECORD_ID, aTask()) as Parameters<typeof newTask>[1], surroundings);
    expect(Object.keys(record)).toContain('Keepable_Key__c');
    expect(misfits('Activity', record)).toEqual([]);
  });

  it('and a value that does not fit is noticed', () => {
    const record = {
      Keepable_Summary__c: LONG,
      Keepable_Verdict__c: 'green',
      Keepable_Slack_Days__c: 0.5,
      Keepable_New__c: 1,
    };
    expect(misfits('Opportunity', record)).toHaveLength(4);
  });
});
