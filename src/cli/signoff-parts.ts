import type { InstallToolsOptions } from '../inbox/install-tools.ts';
import { tickAsks } from '../inbox/tick-asks.ts';
import type { Worker } from '../inbox/worker.ts';
import { smtpMailer } from '../mail/mailer.ts';
import { sendMails } from '../mail/send-mails.ts';
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
export const askTools = ({
  config,
  settings,
}: ServiceParts): Required<Pick<InstallToolsOptions, 'links' | 'admin'>> => ({
  links: { publicUrl: settings.publicUrl, keys: settings.encryptionKeys },
  admin: config.ADMIN_EMAIL ?? 'admin',
});

/** How often due questions and mails are looked for. */
const PAUSE_MS = 30_000;

/** Reminds, escalates, lets answers expire, and sends the mails that tell of it; one round at a time until stopped. */
export const startAskClock = (parts: ServiceParts, pauseMs = PAUSE_MS): Worker => {
  const { config, database, now, logger } = parts;
  const db = database.kysely;
  const { links, admin } = askTools(parts);
  const mailer = config.SMTP_URL === undefined ? null : smtpMailer(config.SMTP_URL, config.MAIL_FROM);
  const state = { running: Promise.resolve(), isBusy: false };
  const round = async (): Promise<void> => {
    await tickAsks({ db, now, admin, wake: () => database.workSignal.send() });
    await sendMails({ db, links, mailer, now, logger });
  };
  const timer = setInterval(() => {
    if (state.isBusy) return;
    state.isBusy = true;
    state.running = round()
      .catch((error: unknown) => logger.warn({ err: error }, 'the clock of the sign-offs did not get round'))
      .finally(() => (state.isBusy = false));
  }, pauseMs);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await state.running;
      mailer?.close();
    },
  };
};
