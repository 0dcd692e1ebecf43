import { z } from 'zod';
import { notFound, refuse } from './api-answer.ts';
import type { ApiAnswer } from './api-answer.ts';
import { deploy } from './deployment.ts';
import type { DeployOutcome } from './deployment.ts';
import { toMoment } from './field-values.ts';
import type { Org } from './org.ts';

const DeployOptions = z.object({
  deployOptions: z.object({ checkOnly: z.boolean().default(false), singlePackage: z.boolean().default(false) }),
});

type Deployment = { outcome: DeployOutcome; looks: number; options: unknown };

const DEPLOYMENTS = new WeakMap<Org, Map<string, Deployment>>();

const deploymentsOf = (org: Org): Map<string, Deployment> => {
  const known = DEPLOYMENTS.get(org) ?? new Map<string, Deployment>();
  DEPLOYMENTS.set(org, known);
  return known;
};

type Upload = { contentType: string; bytes: Uint8Array<ArrayBuffer> };

/** POST /metadata/deployRequest: a zip in a form. The work is done when somebody asks for the second time. */
export const startDeployment = async (org: Org, { contentType, bytes }: Upload): Promise<ApiAnswer> => {
  const form = await new Response(bytes, { headers: { 'Content-Type': contentType } }).formData().catch(() => null);
  const [json, file] = ['json', 'file'].map((name) => form?.get(name) ?? null);
  if (json === null || json === undefined || file === null || file === undefined || typeof file === 'string') {
    return refuse('INVALID_MULTIPART_REQUEST', 'The form needs a part json and a part file.').answer;
  }
  const options = DeployOptions.safeParse(JSON.parse(typeof json === 'string' ? json : await json.text()));
  if (!options.success) return refuse('JSON_PARSER_ERROR', z.prettifyError(options.error)).answer;
  const { deployOptions } = options.data;
  const outcome = deploy(org, new Uint8Array(await file.arrayBuffer()), deployOptions);
  const id = org.ids.next('0Af');
  deploymentsOf(org).set(id, { outcome, looks: 0, options: deployOptions });
  return { status: 201, body: { id, validatedDeployRequestId: null, deployOptions, deployResult: pending(id) } };
};

const pending = (id: string): Record<string, unknown> => ({
  id,
  success: false,
  done: false,
  status: 'Pending',
  checkOnly: false,
});

/** GET /metadata/deployRequest/<id>: first in progress, then done. */
export const readDeployment = (org: Org, id: string): ApiAnswer => {
  const deployment = deploymentsOf(org).get(id);
  if (!deployment) throw notFound();
  deployment.looks += 1;
  const { outcome, looks, options } = deployment;
  const isDone = looks > 1;
  const hasFailed = outcome.failures.length > 0;
  const status = !isDone ? 'InProgress' : hasFailed ? 'Failed' : 'Succeeded';
  const deployResult = {
    ...pending(id),
    done: isDone,
    status,
    success: isDone && !hasFailed,
    ...(isDone ? { completedDate: toMoment(org.clock()) } : {}),
    numberComponentErrors: isDone ? outcome.failures.length : 0,
    numberComponentsDeployed: isDone ? outcome.deployed : 0,
    numberComponentsTotal: outcome.deployed + outcome.failures.length,
    rollbackOnError: true,
    details: { componentFailures: isDone ? outcome.failures : [], componentSuccesses: [] },
  };
  return { status: 200, body: { id, deployOptions: options, deployResult } };
};
