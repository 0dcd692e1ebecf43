import { z } from 'zod';
import { API_ROOT } from './api-version.ts';
import { bodyOf, sendComposite } from './composite.ts';
import { plainName } from './field-names.ts';
import type { SalesforceCall } from './salesforce-client.ts';

/** The objects whose fields differ from org to org and are read or written by us. */
const OBJECTS = ['Opportunity', 'OpportunityLineItem', 'Account', 'Task'] as const;
type DescribedObject = (typeof OBJECTS)[number];

/** What the org's objects look like to our user: a field that it may not see is not there. */
export type OrgFields = {
  has(object: DescribedObject, field: string): boolean;
  /** The API name of the field that a sheet names: with or without `__c`, in any case; null when there is none. */
  find(object: DescribedObject, name: string): string | null;
};

/** The org's fields, remembered: they change rarely and every statement names some. */
export type FieldBook = { read(): Promise<OrgFields>; forget(): void };

const KEEP_MS = 60 * 60 * 1000;

const Describe = z.object({ fields: z.array(z.object({ name: z.string() })) });

const toOrgFields = (names: Map<DescribedObject, string[]>): OrgFields => {
  const plain = new Map(
    [...names].map(([object, fields]) => [object, new Map(fields.map((field) => [plainName(field), field]))]),
  );
  const exact = new Map([...names].map(([object, fields]) => [object, new Set(fields)]));
  return {
    has: (object, field) => exact.get(object)?.has(field) === true,
    find: (object, name) => plain.get(object)?.get(plainName(name)) ?? null,
  };
};

/** Reads the descriptions in one call and keeps them for an hour, or until a statement is refused for a field. */
export const createFieldBook = (call: SalesforceCall, now: () => number): FieldBook => {
  let known: { fields: Promise<OrgFields>; atMs: number } | null = null;

  const describe = async (): Promise<OrgFields> => {
    const parts = OBJECTS.map((object) => ({
      method: 'GET' as const,
      url: `${API_ROOT}/sobjects/${object}/describe`,
    }));
    const answers = await sendComposite(call, parts);
    const entries = OBJECTS.map((object, index): [DescribedObject, string[]] => [
      object,
      Describe.parse(bodyOf(answers[index])).fields.map(({ name }) => name),
    ]);
    return toOrgFields(new Map(entries));
  };

  const forget = (): void => void (known = null);
  return {
    forget,
    read: () => {
      if (known === null || now() - known.atMs >= KEEP_MS) {
        const fields = describe();
        known = { fields, atMs: now() };
        fields.catch(forget);
      }
      return known.fields;
    },
  };
};
