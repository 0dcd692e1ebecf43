import type { Kysely } from 'kysely';
import type { CheckTools } from '../check-deal.ts';
import type { Crm } from '../crm/crm.ts';
import type { Claim } from '../db/deal-work.ts';
import type { Install } from '../db/installs.ts';
import { readInstall, setInstallStatus } from '../db/installs.ts';
import { asInstall } from '../db/roles.ts';
import type { Schema } from '../db/schema.ts';
import { sourceFailingSince } from '../db/sheet-sources.ts';
import type { LinkMaking } from '../db/signoff-links.ts';
import { activeSheet, activeSheetId } from '../db/sheet-versions.ts';
import { activeRules, activeRulesId } from '../db/rule-versions.ts';
import { AppError } from '../errors.ts';
import type { ActiveRules } from './active-rules.ts';
import { toActiveRules } from './active-rules.ts';
import { dealRecords } from './deal-records.ts';
import { pipelineCache } from './open-pipeline.ts';
import type { PublishedSheet } from './published-sheet.ts';
import { toPublishedSheet } from './published-sheet.ts';

export type InstallToolsOptions = {
  db: Kysely<Schema>;
  /** The CRM of an install; dates are read in the plant's zone. The same one each time. */
  openCrm: (install: Install, timeZone: string) => Crm;
  dealUrl: (install: Install, dealId: string) => string | null;
  now: () => Date;
  crashPoint: (name: string) => void;
  /** Under which address questions are answered; absent: tasks carry no link. */
  links?: LinkMaking;
  /** Who is asked when the sheet names nobody. */
  admin?: string;
};

/** Gathers what the checks of a claim need; compiled sheets are kept between claims. */
export const installTools = (options: InstallToolsOptions): ((claim: Claim) => Promise<CheckTools>) => {
  const { db, openCrm, dealUrl, now, crashPoint, links = null, admin = 'admin' } = options;
  const sheetOf = sheetCache(db);
  const rulesOf = rulesCache(db);
  const pipelineOf = pipelineCache(db, now);
  return async (claim) => {
    const install = await readInstall(db, claim.installId);
    if (install.status === 'paused') await setInstallStatus(db, install.id, { status: 'active', reason: null });
    const sheet = await sheetOf(claim.installId);
    return {
      account: install.account,
      crm: openCrm(install, sheet.plan.timeZone),
      sheet,
      sheetSource: await asInstall(db, claim.installId, sourceFailingSince),
      rules: await rulesOf(claim.installId),
      pipeline: await pipelineOf(claim.installId, sheet),
      records: dealRecords(db, { installId: claim.installId, leaseId: claim.leaseId, now, links }),
      admin,
      now,
      dealUrl: (dealId) => dealUrl(install, dealId),
      crashPoint,
    };
  };
};

const sheetCache = (db: Kysely<Schema>): ((installId: number) => Promise<PublishedSheet>) => {
  const compiled = new Map<number, PublishedSheet>();
  return async (installId) => {
    const known = compiled.get(installId);
    const id = await asInstall(db, installId, activeSheetId);
    if (known && known.id === id) return known;
    const version = await asInstall(db, installId, activeSheet);
    if (!version) throw new AppError('SHEET_MISSING', 'No capacity sheet is published for this account yet.');
    const sheet = toPublishedSheet(version);
    compiled.set(installId, sheet);
    return sheet;
  };
};

const rulesCache = (db: Kysely<Schema>): ((installId: number) => Promise<ActiveRules>) => {
  const compiled = new Map<number, ActiveRules>();
  return async (installId) => {
    const known = compiled.get(installId);
    const id = await asInstall(db, installId, activeRulesId);
    if (known && known.id === id) return known;
    const rules = toActiveRules(id === null ? null : await asInstall(db, installId, activeRules));
    compiled.set(installId, rules);
    return rules;
  };
};
