import { describe, expect, it } from '@jest/globals';
import { parseQuery } from '@jetstreamapp/soql-parser-js';
import fc from 'fast-check';
import { changedDeals } from '../../../src/crm/salesforce/changed-deals.ts';
import { createFieldBook } from '../../../src/crm/salesforce/field-book.ts';
import { readUsername } from '../../../src/crm/salesforce/org-facts.ts';
import { dealsOfLineItems, readDeals } from '../../../src/crm/salesforce/read-deals.ts';
import type { SalesforceCall } from '../../../src/crm/salesforce/salesforce-client.ts';
import { idCondition, quoted, soql } from '../../../src/crm/salesforce/soql.ts';
import { keyQuestions } from '../../../src/crm/salesforce/tasks-by-key.ts';
import { createUserBook } from '../../../src/crm/salesforce/user-book.ts';
import { aTask, planned } from '../../support/a-write.ts';
import { PROPERTY_SEED, propertyRuns } from '../../support/property-runs.ts';

/** Texts that people type, and that people try. */
const NAUGHTY = [
  `'`, `''`, `\\`, `\\'`, `\\\\'`, `' OR Name != '`, `') OR (Id != '`, `'; DELETE FROM Account; --`, `x' LIMIT 1 //`, `"`, `\u0000`, `\n' OR 1=1`,
  `%`, `_`, `{!x}`, `:bind`, `\u2028'`, `\u2019`, `＇`, `\ud800`, `' UNION SELECT Id FROM User WHERE Name = '`, `006000000000001' OR '`, `/*`, `*/ '`, `\\u0027 OR Name != \\u0027`,
  `Robert'); DROP TABLE students;--`, `null`, `true`, `2026-01-01T00:00:00Z`, `(SELECT Id FROM User)`, '', ' ', `𝕊𝕆ℚ𝕃'`, `\b\f\r\t'`,
]; // prettier-ignore

const naughty = fc.oneof(
  fc.constantFrom(...NAUGHTY),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom("'", '\\', '"', '\n', ' OR ', '(', ')', 'a', '=', ';') }),
);

/** A parsed statement in which each quoted value is replaced by a dot: what is left is its shape. */
const shapeOf = (statement: string): string =>
  JSON.stringify(parseQuery(statement), (name, value: unknown) =>
    name === 'value' ? (Array.isArray(value) ? value.map(() => '.') : '.') : value,
  );

const ofValues = (values: string[]): string =>
  soql({
    select: ['Id', 'Email'],
    from: 'User',
    where: [
      { field: 'IsActive', isTrue: true },
      { field: 'Email', in: values },
    ],
  });

/** Asks everything that the adapter asks, with these texts as ids, names, addresses and keys; gives the statements. */
const statementsWith = async (texts: string[]): Promise<string[]> => {
  const asked: string[] = [];
  const note = (path: string): void => {
    const query = new URL(path, 'https://x').searchParams.get('q');
    if (query !== null) asked.push(query);
  };
  const call: SalesforceCall = async ({ path, body }) => {
    note(path);
    if (!path.endsWith('/composite')) return { records: [] };
    const { compositeRequest } = body as { compositeRequest: { url: string; referenceId: string }[] };
    return {
      compositeResponse: compositeRequest.map(({ url, referenceId }) => {
        note(url);
        const answer = url.endsWith('/describe')
          ? { fields: [{ name: 'Length_mm__c' }, { name: 'Keepable_Key__c' }] }
          : { records: [] };
        return { body: answer, httpStatusCode: 200, referenceId };
      }),
    };
  };
  const fields = createFieldBook(call, () => 0);
  const id = '0065e00000XyzAbAAJ';
  await readDeals({ call, fields, onAccount: () => undefined }, [...texts, id], [...texts, 'length_mm']);
  await dealsOfLineItems(call, [...texts, id]);
  await readUsername(call, id).catch(() => undefined);
  await changedDeals(call, await fields.read(), '2026-03-02T09:00:00Z');
  const writes = texts.map((text) => ({ ...planned(id, aTask()), externalKey: text, writeBack: aTask() }));
  for (const { url } of keyQuestions(writes)) note(url);
  for (const { statement } of createUserBook(() => 0).lookups(texts)) asked.push(soql(statement));
  return asked;
};

describe(`a statement (seed ${PROPERTY_SEED})`, () => {
  it('keeps its shape, whatever the values are', () => {
    fc.assert(
      fc.property(fc.array(naughty, { minLength: 1, maxLength: 5 }), (values) => {
        expect(shapeOf(ofValues(values))).toBe(shapeOf(ofValues(values.map(() => 'plain'))));
      }),
      propertyRuns(),
    );
  });

  it('keeps every value that says something as one quoted text', () => {
    expect(quoted(`O'Brien \\ "x"\n`)).toBe(String.raw`'O\'Brien \\ \"x\"\n'`);
    expect(parseQuery(ofValues([`O'Brien`])).where).toMatchObject({
      right: { left: { value: [String.raw`'O\'Brien'`] } },
    });
  });

  it('has ids that are ids and nothing else', () => {
    const condition = idCondition('Id', [...NAUGHTY, '0065e00000XyzAb', '0065e00000XyzAbAAJ']);
    expect(condition).toEqual({
      field: 'Id',
      in: [expect.stringMatching(/^0065e00000XyzAb\w{3}$/), '0065e00000XyzAbAAJ'],
    });
  });

  it.each(NAUGHTY)('takes no name that is none: %j', (name) => {
    if (/^[A-Za-z]\w*$/.test(name)) return;
    expect(() => soql({ select: [name], from: 'Opportunity' })).toThrow(TypeError);
    expect(() => soql({ select: ['Id'], from: name })).toThrow(TypeError);
    expect(() => soql({ select: ['Id'], from: 'Opportunity', orderBy: [name] })).toThrow(TypeError);
  });
});

describe(`every statement of the adapter (seed ${PROPERTY_SEED})`, () => {
  it('has the shape that it has for plain texts, for naughty ids, attribute names, addresses and keys', async () => {
    const plain = (await statementsWith(['plain'])).map(shapeOf);
    expect(plain).toHaveLength(9);
    const asked = await statementsWith(NAUGHTY.filter((text) => text !== 'null' && text !== 'true'));
    for (const shape of asked.map(shapeOf)) expect(plain.map(oneValue)).toContain(oneValue(shape));
    await fc.assert(
      fc.asyncProperty(naughty, async (text) => {
        expect((await statementsWith([text])).map(shapeOf)).toEqual(plain);
      }),
      propertyRuns(0.2),
    );
  });
});

/** Lists of values differ in length only. */
const oneValue = (shape: string): string => shape.replace(/\["\."(,"\.")*\]/g, '["."]');
