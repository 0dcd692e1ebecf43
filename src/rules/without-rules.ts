import type { CheckResult, SignoffAsk } from '../checks/check-result.ts';
import type { Finding } from '../checks/finding.ts';

const asked = ({ signoffRole, code }: Finding): SignoffAsk[] =>
  signoffRole !== undefined && code !== null ? [{ role: signoffRole, why: code, question: '', email: null }] : [];

/** A stored answer as the checks gave it, before any rule: what a backtest of other rules starts from. Questions are left out. */
export const withoutRules = (result: CheckResult): CheckResult => {
  const findings = result.findings.filter(({ check }) => check !== 'rules');
  const asks = findings.flatMap(asked);
  const isFirst = ({ role, why }: SignoffAsk, place: number): boolean =>
    asks.findIndex((ask) => ask.role === role && ask.why === why) === place;
  return { ...result, findings, signoffs: asks.filter(isFirst) };
};
