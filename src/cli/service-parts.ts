import type { RequestHandler } from 'express';
import type { Environment, HubspotSettings, SalesforceSettings } from '../config.ts';
import type { Database } from '../db/database.ts';
import type { StoreEvents } from '../inbox/event.ts';
import type { Logger } from '../logger.ts';
import type { Reach } from '../sheet/sources/fetch-workbook.ts';
import type { AnswerCounter } from '../web/metrics.ts';
import type { OpenCrms } from './open-crms.ts';

type SecretHolder = { account: string; secretHash: string };

/** What the Salesforce door needs; main.ts hands the door in, because nobody else may import one. */
export type SalesforceDoorOptions = {
  holderOf: (secretHash: string) => Promise<SecretHolder | null>;
  store: StoreEvents;
  now: () => number;
  logger: Logger;
  onAnswer: (answer: { status: number }) => void;
};

/** What the HubSpot door needs; main.ts hands the door in, because nobody else may import one. */
export type HubspotDoorOptions = {
  publicUrl: string;
  clientSecrets: readonly string[];
  appId: string;
  store: StoreEvents;
  now: () => number;
  logger: Logger;
  onAnswer: (answer: { status: number }) => void;
};
export type Doors = {
  hubspot: (options: HubspotDoorOptions) => RequestHandler;
  salesforce: (options: SalesforceDoorOptions) => RequestHandler;
};

/** Everything that the running parts share. */
export type ServiceParts = {
  config: Environment;
  /** Without client secrets: no HubSpot account can be connected. */
  settings: HubspotSettings;
  /** Null: no Salesforce org can be connected. */
  salesforce: SalesforceSettings | null;
  database: Database;
  openCrm: OpenCrms;
  logger: Logger;
  now: () => Date;
  /** Where workbooks may be fetched from; absent: https to public addresses. */
  reach?: Reach;
};

/** What the doors of all CRMs share. */
export type DoorParts = { store: StoreEvents; answers: AnswerCounter };
