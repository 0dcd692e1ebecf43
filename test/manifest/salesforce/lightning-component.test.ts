import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { PACKAGE, runScript } from '../../support/salesforce-package.ts';

const Report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      message: z.string(),
      assertionResults: z.array(
        z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()) }),
      ),
    }),
  ),
});

const parseReport = (printed: string): z.infer<typeof Report> | null => {
  const start = printed.indexOf('{');
  return start < 0 ? null : Report.parse(JSON.parse(printed.slice(start)));
};

// The component runs in a test runner of its own, with the compiler of the platform; each of its tests is one here.
const { printed } = await runScript('test', ['--json']);
const suites = parseReport(printed)?.testResults ?? [];
const tests = suites.flatMap(({ assertionResults }) => assertionResults);

describe('the Lightning component', () => {
  it('has its tests run by the package', () => {
    if (suites.length === 0) throw new Error(`The tests of the component did not run (npm install?):\n${printed}`);
    const broken = suites.filter(({ assertionResults }) => assertionResults.length === 0).map(({ message }) => message);
    expect(broken).toEqual([]);
    expect(suites.map(({ name }) => name.replace(/^.*\/lwc\/(\w+)\/.*$/, '$1')).sort()).toEqual([
      'keepableAnswer',
      'keepableCheck',
      'keepableCheckItem',
      'keepableStatus',
    ]);
  });

  it.each(tests.map((test) => [test.fullName, test] as const))('%s', (_, { status, failureMessages }) => {
    expect(failureMessages).toEqual([]);
    expect(status).toBe('passed');
  });

  it('is tested with the same card as the one in HubSpot, which the service renders', () => {
    const ours = readFileSync(`${PACKAGE}golden/card-view.json`, 'utf8');
    expect(ours).toBe(readFileSync(new URL('../../fixtures/card-view.json', import.meta.url), 'utf8'));
  });
});
