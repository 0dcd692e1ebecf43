import type { PlanStep, Stage } from './plan.ts';

/** Steps that run one after the other; `isPlain` where none of them has a choice of resource or is done elsewhere. */
export type Chain = { steps: readonly PlanStep[]; isPlain: boolean };

/** What is read off the stages of a route once: its chain, null where stages run in parallel (S8), and its resources, each once. */
export type Route = { chain: Chain | null; resources: readonly number[] };

const routes = new WeakMap<readonly Stage[], Route>();

const chainIn = (stages: readonly Stage[]): Chain | null => {
  const isChain = stages.every(
    ({ steps, after }, i) =>
      steps.length === 1 && (i === 0 ? after.length === 0 : after.length === 1 && after[0] === i - 1),
  );
  const steps = stages.flatMap((stage) => stage.steps);
  const isPlain = steps.every(({ resources, outside }) => resources.length === 1 && outside === null);
  return isChain ? { steps, isPlain } : null;
};

const readRoute = (stages: readonly Stage[]): Route => ({
  chain: chainIn(stages),
  resources: [...new Set(stages.flatMap(({ steps }) => steps.flatMap(({ resources }) => resources)))],
});

/** The route that stages make, read once per list of stages (S8). */
export const routeOf = (stages: readonly Stage[]): Route => {
  const known = routes.get(stages);
  if (known) return known;
  const route = readRoute(stages);
  routes.set(stages, route);
  return route;
};
