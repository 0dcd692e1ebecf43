import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { AppError, hasCode } from '../../errors.ts';
import { API_ROOT } from './api-version.ts';
import type { DoorPlace } from './door-metadata.ts';
import { doorFiles, FLOWS, removedDoorFiles, stoppedDoorFiles, zipped } from './door-metadata.ts';
import { toPage } from './query.ts';
import type { SalesforceCall } from './salesforce-client.ts';
import { soql } from './soql.ts';

/** How to wait for a deployment: Salesforce does it in its own time. */
export type DeployPatience = { pause: (ms: number) => Promise<void> };

const ADDRESS = `${API_ROOT}/metadata/deployRequest`;
const LOOKS = 90;
const LOOK_EVERY_MS = 2000;
const FIRST_LOOKS_MS = 200;

const Started = z.object({ id: z.string().regex(/^\w{15,18}$/) });
const Failure = z.object({ fullName: z.string().default(''), problem: z.string().default('') });
const Result = z.object({
  deployResult: z.object({
    done: z.boolean(),
    success: z.boolean().default(false),
    errorMessage: z.string().nullish(),
    details: z.object({ componentFailures: z.array(Failure).default([]) }).nullish(),
  }),
});

/** One form of two parts: what to do, and the zip (Metadata API guide, "Deploying with REST"). */
const asForm = (zip: Uint8Array): { contentType: string; bytes: Buffer } => {
  const boundary = `keepable-${randomUUID()}`;
  const options = { deployOptions: { rollbackOnError: true, singlePackage: true, checkOnly: false } };
  const bytes = Buffer.concat([
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="json"\r\nContent-Type: application/json\r\n\r\n${JSON.stringify(options)}\r\n` +
        `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="keepable.zip"\r\nContent-Type: application/zip\r\n\r\n`,
    ),
    zip,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  return { contentType: `multipart/form-data; boundary=${boundary}`, bytes };
};

const refused = (result: z.infer<typeof Result>['deployResult']): AppError => {
  const failures = (result.details?.componentFailures ?? []).map(({ fullName, problem }) => `${fullName}: ${problem}`);
  const words = failures.length > 0 ? failures.join('; ') : (result.errorMessage ?? 'no reason was given');
  return new AppError('CRM_FORBIDDEN', `Salesforce did not accept our outbound message and flows: ${words}.`);
};

const deploy = async (
  call: SalesforceCall,
  files: Record<string, string>,
  { pause }: DeployPatience,
): Promise<void> => {
  const started = Started.safeParse(await call({ method: 'POST', path: ADDRESS, body: asForm(zipped(files)) }));
  if (!started.success) throw new AppError('CRM_UNAVAILABLE', 'Salesforce did not say whether it deploys.');
  for (let look = 0; look < LOOKS; look += 1) {
    const path = `${ADDRESS}/${started.data.id}?includeDetails=true`;
    const answer = Result.safeParse(await call({ method: 'GET', path }));
    const result = answer.success ? answer.data.deployResult : null;
    if (result?.done && result.success) return;
    if (result?.done) throw refused(result);
    await pause(look < 5 ? FIRST_LOOKS_MS : LOOK_EVERY_MS);
  }
  throw new AppError(
    'CRM_UNAVAILABLE',
    'Salesforce is still deploying our outbound message and flows. Connect again later.',
  );
};

/** Makes the org tell us of new and changed opportunities at this address. Repeatable: a new address replaces the old one. */
export const deployDoor = (call: SalesforceCall, place: DoorPlace, patience: DeployPatience): Promise<void> =>
  deploy(call, doorFiles(place), patience);

/** The versions of our flows that the org keeps; each deployment makes one. */
const flowVersions = async (call: SalesforceCall): Promise<string[]> => {
  const statement = soql({
    select: ['VersionNumber', 'Definition.DeveloperName'],
    from: 'Flow',
    where: [{ field: 'Definition.DeveloperName', in: FLOWS }],
  });
  try {
    const path = `${API_ROOT}/tooling/query?q=${encodeURIComponent(statement)}`;
    const { records } = toPage(await call({ method: 'GET', path }));
    return records.flatMap((record) => {
      const definition = record['Definition'] as { DeveloperName?: unknown } | null;
      const [name, version] = [String(definition?.DeveloperName), Number(record['VersionNumber'])];
      return FLOWS.some((flow) => flow === name) && Number.isInteger(version) ? [`${name}-${version}`] : [];
    });
  } catch (error) {
    if (hasCode(error, 'CRM_NOT_FOUND') || hasCode(error, 'CRM_REJECTED_FIELD'))
      return FLOWS.map((name) => `${name}-1`);
    throw error;
  }
};

/** Removes what `deployDoor` made: the flows are stopped, then flows and message deleted. */
export const removeDoor = async (call: SalesforceCall, patience: DeployPatience): Promise<void> => {
  const versions = await flowVersions(call);
  if (versions.length > 0) await deploy(call, stoppedDoorFiles(), patience);
  await deploy(call, removedDoorFiles(versions), patience);
};
