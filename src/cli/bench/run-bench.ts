import { EXIT } from '../exit-code.ts';
import type { Terminal } from '../terminal.ts';
import { SIZE, benchSheet, diceOf } from './bench-plant.ts';
import { benchEngine } from './engine-bench.ts';
import type { EngineBench } from './engine-bench.ts';
import { benchRecheck } from './recheck-bench.ts';
import type { RecheckBench } from './recheck-bench.ts';

const RECHECKED = 1_000;

const times = (value: number): string => `${value.toFixed(0)} x`;
const us = (ns: number): string => `${(ns / 1e3).toFixed(1)} us`;

const inWords = ({ promise, verdict, ...engine }: EngineBench, recheck: RecheckBench): string[] => [
  `${SIZE.products} products, ${SIZE.resources} resources, ${SIZE.days} days, 1 to 6 steps, ${SIZE.load} % load; processor time, median of 5`,
  `promise query: ${us(promise.engineNs)}, plain scan ${us(promise.scanNs)}: ${times(promise.ratio)} (aim 100 x)`,
  `full verdict of a deal: ${us(verdict.engineNs)}, plain scan ${us(verdict.scanNs)}: ${times(verdict.ratio)} (aim 50 x)`,
  `100,000 deals (about ${Math.round((verdict.lines / verdict.deals) * 1e5)} lines): ${verdict.hundredThousandDealsS.toFixed(1)} s, worked out from ${verdict.deals} deals`,
  `${engine.sampled} sampled deals, whole verdicts byte for byte: ${engine.differing} differ from the scan`,
  `sheet compiled with all its tables in ${engine.compileMs.toFixed(0)} ms; the tables take ${engine.tablesMb.toFixed(1)} MB`,
  `re-check of ${recheck.promises} promises after one resource changed: ${recheck.indexedMs.toFixed(1)} ms by index, ${recheck.fullMs.toFixed(0)} ms in full: ${times(recheck.ratio)} (aim 10 x), results ${recheck.isEqual ? 'identical' : 'DIFFERENT'}`,
];

/** Runs the engine's benchmarks and prints them; fails when a sampled result differs from the scan's. */
export const runBench = (
  { deals, seed, json }: { deals: number; seed: number; json: true | undefined },
  terminal: Terminal,
): number => {
  const sheet = benchSheet(diceOf(seed));
  const engine = benchEngine(sheet, diceOf(seed + 1), deals);
  const recheck = benchRecheck(sheet, diceOf(seed + 2), RECHECKED);
  if (json) terminal.out(JSON.stringify({ engine, recheck }));
  else for (const text of inWords(engine, recheck)) terminal.out(text);
  return engine.differing === 0 && recheck.isEqual ? EXIT.done : EXIT.findings;
};
