import type { PipelineDeal } from '../capacity/pipeline-deal.ts';
import { parseIsoDate } from '../deal/day.ts';
import type { Day } from '../deal/day.ts';
import type { CheckFacts } from './check.ts';
import type { LineResult } from './check-result.ts';
import type { Evidence } from './finding.ts';
import { countOf, listed } from './line-name.ts';
import { hoursInWords } from './load-in-words.ts';

/** An open deal that needs the same resources as a line, before the line is done, and how much of them. */
export type Driver = { name: string; minutes: number; resources: string[] };

const MOST_SHOWN = 3;

type Felt = { resources: ReadonlySet<number>; until: Day };

/** The resources that the line can use, until the day on which it arrives when all open deals are won. */
const feltBy = ({ answer, lines }: CheckFacts, result: LineResult): Felt | null => {
  const own = answer.answers.find(({ order }) => lines[order.place] === result);
  const stages = own?.terms?.stages ?? [];
  const resources = new Set(stages.flatMap(({ steps }) => steps.flatMap((step) => step.resources)));
  return own ? { resources, until: parseIsoDate(result.levels.exposure ?? '') ?? answer.horizonEnd } : null;
};

const driverOf = ({ plan }: CheckFacts, deal: PipelineDeal, { resources, until }: Felt): Driver => {
  const takes = deal.exposure.filter(({ resource, day }) => resources.has(resource) && day <= until);
  const names = takes.flatMap(({ resource }) => plan.resources[resource]?.name ?? []);
  return {
    name: deal.name ?? `deal ${deal.id}`,
    minutes: takes.reduce((sum, { minutes }) => sum + minutes, 0),
    resources: [...new Set(names)],
  };
};

/** The open deals that press on a line, the one with the most minutes first. */
export const driversOf = (facts: CheckFacts, result: LineResult): Driver[] => {
  const felt = feltBy(facts, result);
  if (!felt) return [];
  return (facts.pipeline ?? [])
    .map((deal) => driverOf(facts, deal, felt))
    .filter(({ minutes }) => minutes > 0)
    .sort((a, b) => b.minutes - a.minutes || (a.name < b.name ? -1 : 1));
};

/** The first of them with their hours, and what the rest needs together. */
export const driverEvidence = (drivers: readonly Driver[]): Evidence[] => {
  const rest = drivers.slice(MOST_SHOWN);
  const hours = rest.reduce((sum, { minutes }) => sum + minutes, 0);
  return [
    ...drivers.slice(0, MOST_SHOWN).map(({ name, minutes, resources }) => ({
      what: name,
      value: `${hoursInWords(minutes)} on ${listed(resources)}`,
    })),
    ...(rest.length === 0 ? [] : [{ what: countOf(rest.length, 'more open deal'), value: hoursInWords(hours) }]),
  ];
};
