import { createHash } from 'node:crypto';
import { z } from 'zod';
import { AppError } from './errors.ts';

const port = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback);
const url = z.url({ protocol: /^https?$/ }).transform((text) => text.replace(/\/+$/, ''));

/** `id:base64` of 32 bytes, comma-separated; the first one seals, the others still open. */
const KeyList = z.string().transform((text, context) =>
  text.split(',').map((part) => {
    const [id = '', base64 = ''] = part.trim().split(':');
    const key = Buffer.from(base64, 'base64');
    if (!/^\w+$/.test(id) || key.length !== 32) {
      context.addIssue({ code: 'custom', message: 'each key is written id:base64 and has 32 bytes' });
    }
    return { id, key };
  }),
);

/** A private key as one line: its PEM in base64. */
const PrivateKey = z
  .string()
  .transform((text) => Buffer.from(text, 'base64').toString('utf8'))
  .refine((pem) => /^-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem), 'must be a private key in PEM, written in base64');

/** The environment, one line per variable; .env.example lists the same names (a test compares them). */
export const Environment = z.object({
  PORT: port(4800),
  SANDBOX_PORT: port(4801),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: url.optional(),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must start with postgres://')
    .optional(),
  DATA_DIR: z.string().min(1).default('.keepable'),
  ENCRYPTION_KEYS: KeyList.optional(),
  HUBSPOT_APP_ID: z.string().regex(/^\d+$/, 'must be a number').optional(),
  HUBSPOT_CLIENT_ID: z.string().min(1).optional(),
  HUBSPOT_CLIENT_SECRET: z.string().min(1).optional(),
  HUBSPOT_CLIENT_SECRET_PREVIOUS: z.string().min(1).optional(),
  HUBSPOT_API_URL: url.default('https://api.hubapi.com'),
  HUBSPOT_AUTHORIZE_URL: url.default('https://app.hubspot.com/oauth/authorize'),
  SALESFORCE_CLIENT_ID: z.string().min(1).optional(),
  SALESFORCE_CLIENT_SECRET: z.string().min(1).optional(),
  SALESFORCE_JWT_KEY: PrivateKey.optional(),
  SALESFORCE_LOGIN_URL: url.default('https://login.salesforce.com'),
  ADMIN_TOKEN: z.string().min(16).optional(),
  ADMIN_EMAIL: z.email().optional(),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'must start with smtp:// or smtps://')
    .optional(),
  MAIL_FROM: z.string().min(3).default('Keepable <keepable@localhost>'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  WORKER_SLOTS: z.coerce.number().int().min(1).max(32).default(4),
  LEASE_SECONDS: z.coerce.number().int().min(1).max(3600).default(60),
  CRASH_AT: z.string().optional(),
});
export type Environment = z.infer<typeof Environment>;

/** Reads the configuration. Throws CONFIG_INVALID with one sentence that names every wrong variable. */
export const readConfig = (env: NodeJS.ProcessEnv = process.env): Environment => {
  const known = Object.keys(Environment.shape).map((name) => [name, env[name]?.trim() || undefined]);
  const parsed = Environment.safeParse(Object.fromEntries(known));
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new AppError('CONFIG_INVALID', `The configuration cannot be used: ${[...new Set(wrong)].join('; ')}.`);
};

/** What production needs beyond the defaults. Throws CONFIG_INVALID with the names that are missing. */
export const requireHubspot = (config: Environment): HubspotSettings => {
  const names = [
    'PUBLIC_URL',
    'ENCRYPTION_KEYS',
    'HUBSPOT_APP_ID',
    'HUBSPOT_CLIENT_ID',
    'HUBSPOT_CLIENT_SECRET',
  ] as const;
  const missing = names.filter((name) => config[name] === undefined);
  if (missing.length > 0) {
    throw new AppError(
      'CONFIG_INVALID',
      `Set ${missing.join(', ')} (see .env.example), or try \`keepable demo\`, which needs none.`,
    );
  }
  return {
    publicUrl: config.PUBLIC_URL ?? '',
    encryptionKeys: config.ENCRYPTION_KEYS ?? [],
    appId: config.HUBSPOT_APP_ID ?? '',
    clientId: config.HUBSPOT_CLIENT_ID ?? '',
    clientSecrets: [config.HUBSPOT_CLIENT_SECRET, config.HUBSPOT_CLIENT_SECRET_PREVIOUS].filter(
      (secret) => secret !== undefined,
    ),
    apiUrl: config.HUBSPOT_API_URL,
    authorizeUrl: config.HUBSPOT_AUTHORIZE_URL,
  };
};

/** Everything that connects us to Salesforce, or to its sandbox. */
export type SalesforceSettings = {
  publicUrl: string;
  encryptionKeys: { id: string; key: Buffer }[];
  clientId: string;
  clientSecret: string;
  /** Where people sign in: production, test, or one org's My Domain. */
  loginUrl: string;
  /** PEM; null: integration users are not signed for. */
  jwtKey: string | null;
  /** One origin besides Salesforce's domains that tokens may be sent to: where people sign in, which has our secret anyway. */
  trustedOrigin?: string;
};

/** What the configuration connects: HubSpot, Salesforce, or both. Settings without client secrets: no HubSpot. */
export type ServiceSettings = { settings: HubspotSettings; salesforce: SalesforceSettings | null };

const isGiven = (config: Environment, prefix: string): boolean =>
  ['CLIENT_ID', 'CLIENT_SECRET', 'APP_ID'].some(
    (name) => config[`${prefix}_${name}` as keyof Environment] !== undefined,
  );

/** Reads the settings of every CRM that is configured, of HubSpot when none is. Throws CONFIG_INVALID with the missing names. */
export const requireService = (config: Environment): ServiceSettings => {
  const salesforce = isGiven(config, 'SALESFORCE') ? requireSalesforce(config) : null;
  if (salesforce === null || isGiven(config, 'HUBSPOT')) return { settings: requireHubspot(config), salesforce };
  const { publicUrl, encryptionKeys } = salesforce;
  const none = { appId: '', clientId: '', clientSecrets: [], apiUrl: config.HUBSPOT_API_URL };
  return { salesforce, settings: { ...none, publicUrl, encryptionKeys, authorizeUrl: config.HUBSPOT_AUTHORIZE_URL } };
};

/** What Salesforce needs beyond the defaults. Throws CONFIG_INVALID with the names that are missing. */
export const requireSalesforce = (config: Environment): SalesforceSettings => {
  const names = ['PUBLIC_URL', 'ENCRYPTION_KEYS', 'SALESFORCE_CLIENT_ID'] as const;
  const missing: string[] = names.filter((name) => config[name] === undefined);
  if ((config.SALESFORCE_CLIENT_SECRET ?? config.SALESFORCE_JWT_KEY) === undefined) {
    missing.push('SALESFORCE_CLIENT_SECRET or SALESFORCE_JWT_KEY');
  }
  if (missing.length > 0) {
    throw new AppError('CONFIG_INVALID', `Set ${missing.join(', ')} (see .env.example): Salesforce needs them.`);
  }
  return {
    publicUrl: config.PUBLIC_URL ?? '',
    encryptionKeys: config.ENCRYPTION_KEYS ?? [],
    clientId: config.SALESFORCE_CLIENT_ID ?? '',
    clientSecret: config.SALESFORCE_CLIENT_SECRET ?? '',
    loginUrl: config.SALESFORCE_LOGIN_URL,
    jwtKey: config.SALESFORCE_JWT_KEY ?? null,
    trustedOrigin: new URL(config.SALESFORCE_LOGIN_URL).origin,
  };
};

/** Everything that connects us to HubSpot, or to its sandbox. */
export type HubspotSettings = {
  publicUrl: string;
  encryptionKeys: { id: string; key: Buffer }[];
  appId: string;
  clientId: string;
  clientSecrets: string[];
  apiUrl: string;
  authorizeUrl: string;
};

/** The demo's key: its only secrets are the sandbox's, and they must survive a restart. */
export const demoKey = (): { id: string; key: Buffer } => ({
  id: 'demo',
  key: createHash('sha256').update('keepable demo').digest(),
});
