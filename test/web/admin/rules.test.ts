import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectInstall } from '../../../src/db/installs.ts';
import { DEFAULT_RULES } from '../../../src/rules/default-rules.ts';
import type { RulesTrial, RulesView } from '../../../src/web/admin/rules-desk.ts';
import type { Planner } from '../../support/planner.ts';
import { aToken, signIn } from '../../support/planner.ts';
import type { RunningDemo } from '../../support/running-demo.ts';
import { eventually, runDemo } from '../../support/running-demo.ts';

const said = { note: 'Why not', author: 'P. Planner' };
const unusable = { version: 1, rules: [{ ...DEFAULT_RULES.rules[0], when: { field: 'mood', is: 'present' } }] };

describe('the rules as an API', () => {
  let demo: RunningDemo;
  let planner: Planner;
  let dealId: string;
  beforeAll(async () => {
    demo = await runDemo();
    dealId = demo.putDeal({ name: 'Acme: 100 brackets' });
    demo.change(dealId, { dealstage: 'presentationscheduled' });
    await eventually(
      () => Promise.resolve(demo.deal(dealId)['keepable_verdict']),
      (verdict) => verdict === 'late',
    );
    planner = await signIn(demo, await aToken(demo));
  });
  afterAll(() => demo.stop());

  const view = async (): Promise<RulesView> => (await (await planner.call('GET', '/rules')).json()) as RulesView;

  it('shows the rules of a new account with the fields and places that an editor needs', async () => {
    const { rules, versionId, fields, places, roles } = await view();
    expect([rules, versionId, roles]).toEqual([DEFAULT_RULES, null, ['Production planner']]);
    expect(fields).toContainEqual({
      name: 'verdict',
      type: 'choice',
      words: 'the verdict',
      choices: ['ok', 'tight', 'late', 'not_feasible', 'cannot_tell', 'invalid'],
    });
    expect(places[0]?.stages).toContain('presentationscheduled');
  });

  it('tries rules on past deals without changing anything, and names what is wrong with others', async () => {
    const trial = async (rules: unknown): Promise<RulesTrial> =>
      (await (await planner.call('POST', '/rules/try', { rules })).json()) as RulesTrial;
    const none = await trial({ version: 1, rules: [] });
    expect(none).toMatchObject({ backtest: { deals: 1, warned: 0 }, difference: { noLongerWarned: [dealId] } });
    expect(await trial(unusable)).toMatchObject({ backtest: null, problems: [{ at: 'mood', severity: 'error' }] });
    expect((await view()).versionId).toBeNull();
  });

  it('saves nothing that cannot be used, and nothing over what somebody else saved meanwhile', async () => {
    const save = (rules: unknown, replaces: string | null) =>
      planner.call('POST', '/rules', { ...said, rules, replaces });
    expect((await save(unusable, null)).status).toBe(422);
    expect((await save(DEFAULT_RULES, null)).status).toBe(200);
    const late = await save({ version: 1, rules: [] }, null);
    expect([late.status, await late.json()]).toEqual([
      409,
      { error: 'Somebody changed the rules while you looked at them. Look at the difference again, then save.' },
    ]);
  });

  it('keeps the rules and past deals of other accounts out of sight, and readers away', async () => {
    const other = await connectInstall(demo.parts.database.kysely, { crm: 'hubspot', account: '999' });
    const stranger = await signIn(demo, await aToken(demo, 'planner', other.id));
    const seen = (await (await stranger.call('GET', '/rules')).json()) as RulesView;
    expect([seen.versions, seen.places]).toEqual([[], []]);
    const { versionId } = await view();
    expect((await stranger.call('POST', `/rules/${versionId ?? ''}/restore`, said)).status).toBe(404);
    const reader = await signIn(demo, await aToken(demo, 'reader'));
    expect((await reader.call('GET', '/rules')).status).toBe(401);
  });
});
