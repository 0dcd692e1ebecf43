import type { InstallToolsOptions } from '../inbox/install-tools.ts';
import type { Mount } from '../web/app.ts';
import { signoffRouter } from '../web/signoff/signoff-router.ts';
import type { ServiceParts } from './service-parts.ts';

/** The pages on which operations answers. */
export const signoffMounts = ({ settings, database, now }: ServiceParts): Mount[] => [
  {
    path: '/signoff',
    handler: signoffRouter({
      db: database.kysely,
      keys: settings.encryptionKeys,
      now,
      wake: () => database.workSignal.send(),
    }),
  },
];

/** What the worker needs to ask: the address of the answer pages, and whom to ask when the sheet names nobody. */
export const askTools = ({ config, settings }: ServiceParts): Pick<InstallToolsOptions, 'links' | 'admin'> => ({
  links: { publicUrl: settings.publicUrl, keys: settings.encryptionKeys },
  admin: config.ADMIN_EMAIL ?? 'admin',
});
