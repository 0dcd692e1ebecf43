import type { Rule, RuleSet } from '../../../rules/rule-set.ts';
import type { RulesTrial as ServerTrial, RulesView as ServerView } from '../../../web/admin/rules-desk.ts';
import { ask } from '../sheet-api.ts';
import type { Sent } from '../sheet-api.ts';

export type { Rule, RuleSet };
export type RulesView = Omit<Sent<ServerView>, 'rules'> & { rules: RuleSet };
export type RulesTrial = Sent<ServerTrial>;

type Said = { note: string; author: string };

export const readRulesView = (): Promise<RulesView> => ask('GET', '/rules');
export const tryRules = (rules: RuleSet): Promise<RulesTrial> => ask('POST', '/rules/try', { rules });
export const saveRules = (said: Said & { rules: RuleSet; replaces: string | null }): Promise<{ deals: number }> =>
  ask('POST', '/rules', said);
export const restoreRules = (id: string, said: Said): Promise<{ deals: number }> =>
  ask('POST', `/rules/${id}/restore`, said);
