import { useCallback, useEffect, useState } from 'react';
import { Fault, Progress, useAuthor } from '../parts.tsx';
import { useAct } from '../use-act.ts';
import { BacktestBox } from './backtest-box.tsx';
import { ModesBox } from './modes-box.tsx';
import { RuleCard } from './rule-card.tsx';
import type { Rule, RuleSet, RulesTrial, RulesView } from './rules-api.ts';
import { readRulesView, restoreRules, saveRules } from './rules-api.ts';
import { RulesHistoryBox } from './rules-history-box.tsx';
import { SaveBox } from './save-box.tsx';
import { useTrial } from './use-trial.ts';

const newId = (rules: readonly Rule[]): string => {
  const taken = new Set(rules.map(({ id }) => id));
  const free = Array.from({ length: rules.length + 1 }, (_each, place) => `rule-${place + 1}`);
  return free.find((id) => !taken.has(id)) ?? 'rule-0';
};

const newRule = (id: string): Rule => ({
  id,
  title: 'A new rule',
  state: 'draft',
  when: { all: [{ field: 'verdict', is: 'equals', value: 'late' }] },
  then: { gate: 'none', severity: 'warn' },
});

const dealsWord = (count: number): string => (count === 1 ? '1 deal is' : `${count} deals are`);

/** The rules of the page: those in force, those being edited, and what can be done with them. */
const useRules = () => {
  const [view, setView] = useState<RulesView | null>(null);
  const [rules, setRules] = useState<RuleSet | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const act = useAct();
  const { run } = act;
  const load = useCallback(async () => {
    const next = await readRulesView();
    setView(next);
    setRules(next.rules);
  }, []);
  useEffect(() => run('Reading the rules', load), [run, load]);
  const save = (said: { note: string; author: string }): void =>
    run('Putting the rules in force', async () => {
      if (view === null || rules === null) return;
      const { deals } = await saveRules({ ...said, rules, replaces: view.versionId });
      await load();
      setDone(`The rules are in force. ${dealsWord(deals)} checked under them.`);
    });
  const restore = (id: string, author: string): void =>
    run('Restoring', async () => {
      const { deals } = await restoreRules(id, { note: `Version ${id} again`, author: author || 'nobody named' });
      await load();
      setDone(`Version ${id} is in force again. ${dealsWord(deals)} checked under it.`);
    });
  return { view, rules, setRules, done, act, save, restore };
};

/** The rules as sentences with an editor each; the backtest stands beside them before anything is saved. */
export const RulesPage = () => {
  const { view, rules, setRules, done, act, save, restore } = useRules();
  const [author] = useAuthor();
  const { trial, fault } = useTrial(rules);
  const messages = (
    <>
      <div role="status">{done !== null && <p className="success">{done}</p>}</div>
      <Progress words={act.busy} />
      <Fault text={act.fault ?? fault} />
    </>
  );
  if (view === null || rules === null) return messages;
  return (
    <div className="columns">
      <div className="flow">
        {messages}
        <RuleList rules={rules} view={view} trial={trial} onChange={setRules} />
      </div>
      <aside className="side" aria-label="What the rules would do">
        <BacktestBox trial={trial} />
        <SaveBox
          trial={trial}
          isChanged={JSON.stringify(rules) !== JSON.stringify(view.rules)}
          onSave={save}
          onLeave={() => setRules(view.rules)}
        />
        <ModesBox rules={rules} view={view} onChange={setRules} />
        <RulesHistoryBox versions={view.versions} onRestore={(id) => restore(id, author)} />
      </aside>
    </div>
  );
};

type ListProps = { rules: RuleSet; view: RulesView; trial: RulesTrial | null; onChange: (rules: RuleSet) => void };

const RuleList = ({ rules, view, trial, onChange }: ListProps) => {
  const [added, setAdded] = useState<string | null>(null);
  const put = (id: string, rule: Rule | null): void =>
    onChange({ ...rules, rules: rules.rules.flatMap((each) => (each.id === id ? (rule ?? []) : each)) });
  const add = (): void => {
    const rule = newRule(newId(rules.rules));
    setAdded(rule.id);
    onChange({ ...rules, rules: [...rules.rules, rule] });
  };
  return (
    <>
      {rules.rules.map((rule) => (
        <RuleCard
          key={rule.id}
          {...{ rule, view, trial }}
          isOpenAtFirst={rule.id === added}
          onChange={(next) => put(rule.id, next)}
          onRemove={() => put(rule.id, null)}
        />
      ))}
      <div>
        <button type="button" className="btn" onClick={add}>
          Add a rule
        </button>
      </div>
    </>
  );
};
