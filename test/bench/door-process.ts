import { createApp } from '../../src/web/app.ts';
import { listen } from '../../src/web/listen.ts';
import { storeEvents } from '../../src/db/inbox.ts';
import { openDirectory, openPostgres } from '../../src/db/database.ts';
import { connectInstall } from '../../src/db/installs.ts';
import { migrate } from '../../src/db/migrate.ts';
import type { StoreEvents } from '../../src/inbox/event.ts';
import { groupCommit } from '../../src/inbox/group-commit.ts';
import { silentLogger } from '../../src/logger.ts';
import { hubspotRoute } from '../../webhooks/hubspot/route.ts';
import { ACCOUNT, APP_ID, SECRET } from './load.ts';

/** The door alone: `none` stores nothing, otherwise a directory or a URL of PostgreSQL. */
const target = process.argv[2] ?? 'none';

const openStore = async (): Promise<StoreEvents> => {
  if (target === 'none') return async () => undefined;
  const database = target.startsWith('postgres') ? await openPostgres(target) : await openDirectory(target);
  await migrate(database.kysely);
  await connectInstall(database.kysely, { crm: 'hubspot', account: String(ACCOUNT) });
  return groupCommit(
    async (events) => void (await storeEvents(database.door, events, new Date())),
    () => new Error('busy'),
  );
};

const store = await openStore();
const { url } = await listen(
  (publicUrl) =>
    createApp(
      [
        {
          path: '/webhooks/hubspot',
          handler: hubspotRoute({
            publicUrl,
            clientSecrets: [SECRET],
            appId: String(APP_ID),
            store,
            now: () => Date.now(),
            logger: silentLogger,
          }),
        },
      ],
      silentLogger,
    ),
  { host: '127.0.0.1', port: 0, variable: 'PORT' },
);
process.stdout.write(`${url}\n`);
