// Runs the recommended and the security rules of Salesforce's Code Analyzer (PMD) over the Apex code.
// Severities: 1 critical, 2 high, 3 moderate, 4 low, 5 info. A finding of 3 or worse fails; the others are counted.
// Give --all to see those too.
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { CodeAnalyzer, CodeAnalyzerConfig } from '@salesforce/code-analyzer-core';
import { createEnginePlugin } from '@salesforce/code-analyzer-pmd-engine';

const root = resolve(process.argv.slice(2).find((argument) => !argument.startsWith('--')) ?? 'force-app');
const showsAll = process.argv.includes('--all');
const RULES = ['pmd:Security', 'pmd:AppExchange', 'pmd:Recommended'];
const WORST_ALLOWED = 4;

try {
  execFileSync('java', ['-version'], { stdio: 'ignore' });
} catch {
  console.error('The security rules did NOT run: they need Java 11 or newer, and there is no "java" on the path.');
  process.exit(2);
}

const analyzer = new CodeAnalyzer(CodeAnalyzerConfig.withDefaults());
await analyzer.addEnginePlugin(createEnginePlugin());
const workspace = await analyzer.createWorkspace([root]);
const rules = await analyzer.selectRules(RULES, { workspace });
const results = await analyzer.run(rules, { workspace });

const lineOf = (violation) => {
  const place = violation.getPrimaryLocation();
  const rule = violation.getRule();
  return `${place.getFile()}:${place.getStartLine()} severity ${rule.getSeverityLevel()} ${rule.getName()}: ${violation.getMessage()}`;
};

const violations = results.getViolations();
const bad = violations.filter((violation) => violation.getRule().getSeverityLevel() < WORST_ALLOWED);
for (const violation of showsAll ? violations : bad) console.log(lineOf(violation));
console.log(`${rules.getCount()} rules, ${violations.length} findings, ${bad.length} of severity 3 or worse`);
process.exit(rules.getCount() === 0 || bad.length > 0 ? 1 : 0);
