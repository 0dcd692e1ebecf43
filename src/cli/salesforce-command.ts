import { readConfig, requireSalesforce, requireService } from '../config.ts';
import { migrate } from '../db/migrate.ts';
import { findInstall } from '../db/installs.ts';
import { AppError } from '../errors.ts';
import { toRecordId } from '../crm/salesforce/record-id.ts';
import { connectSalesforce, renewInstallKey } from '../web/oauth/connect-salesforce.ts';
import type { SalesforceConnector } from '../web/oauth/connect-salesforce.ts';
import { markChangedDeals } from '../web/oauth/connect-hubspot.ts';
import { connectedText } from '../web/oauth/salesforce-routes.ts';
import { openCrms } from './open-crms.ts';
import { openDatabase } from './open-database.ts';
import { salesforceConnector } from './salesforce-mounts.ts';

/** Connects the org of an integration user by our signature, or gives a connected org a new install key. */
export const connectByUser = async (username: string): Promise<void> => {
  await withConnector(async (connector, openCrm) => {
    const { install, installKey } = await connectSalesforce(connector, { username });
    const now = connector.now();
    await markChangedDeals({ db: connector.db, openCrm }, install, { since: null, now });
    console.log(connectedText(install.account, installKey));
  });
};

/** Prints a new key for the Lightning component of a connected org; the one before stays good for an hour. */
export const newInstallKey = async (organization: string): Promise<void> => {
  await withConnector(async (connector) => {
    const account = toRecordId(organization) ?? '';
    const install = await findInstall(connector.db, { crm: 'salesforce', account });
    if (!install) throw new AppError('USAGE', `No org ${organization} is connected.`);
    console.log(connectedText(account, await renewInstallKey(connector, install)));
  });
};

type OpenCrms = ReturnType<typeof openCrms>;

const withConnector = async (
  work: (connector: SalesforceConnector, openCrm: OpenCrms) => Promise<void>,
): Promise<void> => {
  const config = readConfig();
  const salesforce = requireSalesforce(config);
  const database = await openDatabase(config);
  const now = (): Date => new Date();
  try {
    if (database.engine === 'pglite') await migrate(database.kysely);
    await work(
      salesforceConnector({ database, now }, salesforce),
      openCrms(database.kysely, requireService(config), now),
    );
  } finally {
    await database.close();
  }
};
