import type { Environment } from '../config.ts';
import { readConfig, requireHubspot, requireService } from '../config.ts';
import { introspectToken } from '../crm/hubspot/oauth.ts';
import { HUBSPOT_SCOPES } from '../crm/hubspot/scopes.ts';
import type { HubspotTokens } from '../crm/hubspot/tokens.ts';
import type { Database } from '../db/database.ts';
import type { Install } from '../db/installs.ts';
import { listInstalls, sealedTokens } from '../db/installs.ts';
import { migrationNames } from '../db/migrate.ts';
import type { InstallState } from '../db/status.ts';
import { readStatus } from '../db/status.ts';
import { AppError } from '../errors.ts';
import type { Diagnosis } from './diagnosis.ts';
import { lookAtSignoffs } from './doctor-signoffs.ts';
import { openCrms } from './open-crms.ts';
import { openDatabase } from './open-database.ts';
import { hubspotApp } from './open-hubspot.ts';

const CLOCK_LIMIT_MS = 60_000;
const SHEET_LIMIT_DAYS = 14;
const DAY_MS = 86_400_000;

/** Looks at configuration, clock, database, connections and sheets; exit code 1 when something is bad. */
export const doctor = async ({ json }: { json?: true }): Promise<number> => {
  const config = readConfig();
  const diagnoses = [lookAtConfig(config), await lookAtClock(config), ...(await lookAtDatabase(config))];
  console.log(json ? JSON.stringify({ diagnoses }) : diagnoses.map(sayDiagnosis).join('\n'));
  return diagnoses.some(({ state }) => state === 'bad') ? 1 : 0;
};

const WORDS: Record<Diagnosis['state'], string> = { good: 'good', look: 'LOOK', bad: 'BAD ' };

const sayDiagnosis = ({ what, state, message }: Diagnosis): string => `${WORDS[state]}  ${what}: ${message}`;

const lookAtConfig = (config: Environment): Diagnosis => {
  const what = 'configuration';
  try {
    const { settings, salesforce } = requireService(config);
    const { publicUrl, clientSecrets } = settings;
    const crms = [...(clientSecrets.length > 0 ? ['HubSpot'] : []), ...(salesforce === null ? [] : ['Salesforce'])];
    const words = crms.length === 2 ? `${crms.join(' and ')} reach` : `${crms.join('')} reaches`;
    return publicUrl.startsWith('https:')
      ? { what, state: 'good', message: `complete; ${words} us at ${publicUrl}.` }
      : { what, state: 'look', message: `PUBLIC_URL is ${publicUrl}; CRMs call https addresses only.` };
  } catch (error) {
    return { what, state: 'bad', message: messageOf(error) };
  }
};

/** Signatures are good for five minutes only: a clock that is far off refuses every delivery. */
const lookAtClock = async ({ HUBSPOT_API_URL }: Environment): Promise<Diagnosis> => {
  const what = 'clock';
  const answer = await fetch(HUBSPOT_API_URL, { method: 'HEAD', signal: AbortSignal.timeout(5000) }).catch(() => null);
  const theirs = Date.parse(answer?.headers.get('date') ?? '');
  if (Number.isNaN(theirs)) return { what, state: 'look', message: `${HUBSPOT_API_URL} cannot be reached to compare.` };
  const offMs = Math.abs(Date.now() - theirs);
  const seconds = Math.round(offMs / 1000);
  return offMs < CLOCK_LIMIT_MS
    ? { what, state: 'good', message: `within ${seconds} s of HubSpot's.` }
    : {
        what,
        state: 'bad',
        message: `${seconds} s off HubSpot's; deliveries are refused from 300 s on. Set the clock.`,
      };
};

const lookAtDatabase = async (config: Environment): Promise<Diagnosis[]> => {
  const what = 'database';
  const database = await openDatabase(config).catch((error: unknown) => messageOf(error));
  if (typeof database === 'string') return [{ what, state: 'bad', message: database }];
  try {
    const missing = await missingMigrations(database);
    if (missing.length > 0) {
      return [{ what, state: 'bad', message: `not up to date (${missing.join(', ')}). Run \`keepable migrate\`.` }];
    }
    const states = await readStatus(database.kysely, new Date());
    const good: Diagnosis = { what, state: 'good', message: `${database.engine}, up to date.` };
    if (states.length === 0) return [good, noInstall()];
    const scopes = [...(await lookAtScopes(config, database)), ...(await lookAtOrgs(config, database))];
    return [good, ...states.flatMap(lookAtInstall), ...scopes, ...(await lookAtSignoffs(config, database))];
  } finally {
    await database.close();
  }
};

const missingMigrations = async ({ kysely }: Database): Promise<string[]> => {
  const known = await migrationNames(kysely);
  return known.filter(({ isApplied }) => !isApplied).map(({ name }) => name);
};

const noInstall = (): Diagnosis => ({
  what: 'accounts',
  state: 'look',
  message: 'none is connected yet: open /oauth/hubspot/start or /oauth/salesforce/start.',
});

const lookAtInstall = (install: InstallState): Diagnosis[] => {
  const what = `${install.crm} ${install.account}`;
  return [
    install.status === 'active'
      ? { what, state: 'good', message: `connected; ${install.waiting} deals wait, ${install.inWork} are in work.` }
      : { what, state: 'bad', message: `${install.status}: ${install.statusReason ?? 'no reason is known'}` },
    ...(install.dead === 0
      ? []
      : [{ what, state: 'bad' as const, message: `${install.dead} dead letters. See \`keepable dead-letters\`.` }]),
    ...(install.crm === 'salesforce' ? lookAtCalls(install) : []),
    { what: `${what}, capacity sheet`, ...lookAtSheet(install) },
  ];
};

/** The org's apps share one allowance of 24 hours; we stop when a tenth is left. */
const lookAtCalls = ({ crm, account, callsLeft, callsLimit }: InstallState): Diagnosis[] => {
  if (callsLeft === null || callsLimit === null) return [];
  const share = callsLeft / callsLimit;
  const state = share > 0.25 ? 'good' : share > 0.1 ? 'look' : 'bad';
  const more = state === 'bad' ? ' Deals wait until some are back.' : '';
  return [
    {
      what: `${crm} ${account}, calls`,
      state,
      message: `${callsLeft} of ${callsLimit} are left of 24 hours, for all apps of the org.${more}`,
    },
  ];
};

const lookAtSheet = ({ sheetPublishedAt }: InstallState): Omit<Diagnosis, 'what'> => {
  if (sheetPublishedAt === null) return { state: 'bad', message: 'none is published: nothing can be checked.' };
  const days = Math.floor((Date.now() - sheetPublishedAt.getTime()) / DAY_MS);
  return days <= SHEET_LIMIT_DAYS
    ? { state: 'good', message: `${days} days old.` }
    : { state: 'look', message: `${days} days old: promises rest on what operations knew then.` };
};

/** Every scope that we ask for must have been granted; HubSpot tells what a token may do. */
const lookAtScopes = async (config: Environment, { kysely }: Database): Promise<Diagnosis[]> => {
  const installs = (await listInstalls(kysely)).filter((install) => install.crm === 'hubspot');
  return Promise.all(
    installs.map(async (install): Promise<Diagnosis> => {
      const what = `hubspot ${install.account}, scopes`;
      try {
        const settings = requireHubspot(config);
        const tokens = await sealedTokens<HubspotTokens>(kysely, install.id, settings.encryptionKeys).read();
        const app = hubspotApp(settings, () => new Date());
        const { scopes } = await introspectToken(app, tokens?.accessToken ?? '');
        const missing = HUBSPOT_SCOPES.filter((scope) => !scopes.includes(scope));
        return missing.length === 0
          ? { what, state: 'good', message: 'all are granted.' }
          : { what, state: 'bad', message: `${missing.join(', ')} missing: connect the account again.` };
      } catch (error) {
        return { what, state: 'look', message: messageOf(error) };
      }
    }),
  );
};

/** Whether each org lets us in and shows us the fields of the package. */
const lookAtOrgs = async (config: Environment, { kysely }: Database): Promise<Diagnosis[]> => {
  const installs = (await listInstalls(kysely)).filter(
    ({ crm, status }) => crm === 'salesforce' && status !== 'disconnected',
  );
  if (installs.length === 0) return [];
  const look = async (install: Install): Promise<Diagnosis> => {
    const what = `salesforce ${install.account}, package`;
    try {
      const openCrm = openCrms(kysely, requireService(config), () => new Date());
      await openCrm(install, install.time_zone).provision();
      return { what, state: 'good', message: 'installed, and its fields are ours to write.' };
    } catch (error) {
      return { what, state: 'bad', message: messageOf(error) };
    }
  };
  return Promise.all(installs.map(look));
};

const messageOf = (error: unknown): string => {
  if (error instanceof AppError) return error.message;
  throw error;
};
