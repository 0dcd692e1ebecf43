import { describe, expect, it } from '@jest/globals';
import { compileSheet } from '../../src/capacity/compile-sheet.ts';
import { promiseDeal } from '../../src/capacity/promise-deal.ts';
import { parseIsoDate } from '../../src/deal/day.ts';
import { dealOfCase, goldenFile, hoursOf, sheetOfCase } from '../support/golden-cases.ts';
import type { GoldenCase, GoldenFile } from '../support/golden-cases.ts';

const answerTo = (file: GoldenFile, golden: GoldenCase): ReturnType<typeof promiseDeal> =>
  promiseDeal(compileSheet(sheetOfCase(file, golden)), dealOfCase(golden), {
    today: parseIsoDate(golden.orderDate) ?? 0,
  });

const FILES = ['promise-examples.json', 'promise-random.json'];
const TITLES = { 'promise-examples.json': 'worked example', 'promise-random.json': 'reference case' } as Record<
  string,
  string
>;

describe('the golden cases', () => {
  it('is checked where the cases stand beside the project', () => {
    expect(FILES.length).toBe(2);
  });
  for (const name of FILES) {
    const file = goldenFile(name);
    for (const golden of file?.cases ?? [])
      it(`answers ${TITLES[name]} ${golden.id} ${golden.title ?? ''}`, () => {
        const answer = answerTo(file as GoldenFile, golden);
        expect(answer.orderDate).toBe(golden.orderDate);
        golden.expect.lines.forEach((expected, i) => {
          const line = answer.lines[i];
          expect(line).toMatchObject({
            product: expected.product,
            ready: expected.ready,
            promise: expected.promise,
            finish: expected.finish ?? null,
            ship: expected.ship ?? null,
            quantityByRequested: expected.qtyByRequested,
            slackDays: expected.slackDays ?? null,
          });
          if (expected.needHours)
            expect(line?.needMinutes).toEqual(expected.needHours.map((hours) => hoursOf(hours) * 60));
        });
        if (golden.expect.verdict) expect(answer.verdict).toBe(golden.expect.verdict);
        if (golden.expect.flag) expect(answer.lines[0]?.reasons).toContain(golden.expect.flag);
        if (golden.expect.binding) expect(answer.lines[0]?.binding?.resource).toBe(golden.expect.binding);
      });
  }
});
