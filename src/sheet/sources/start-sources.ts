import { claimSource } from '../../db/sheet-sources.ts';
import type { Logger } from '../../logger.ts';
import { checkSource } from './check-source.ts';
import type { SourceOptions } from './check-source.ts';

const PAUSE_MS = 5_000;

/** Looks at one due source at a time until stopped; tells in the log when one stops or starts to answer. */
export const startSources = (
  options: SourceOptions & { logger: Logger; pauseMs?: number },
): { stop(): Promise<void> } => {
  const { db, now, logger, pauseMs = PAUSE_MS } = options;
  const state = { running: Promise.resolve(), isBusy: false };
  const look = async (): Promise<void> => {
    const installId = await claimSource(db, now());
    if (installId === null) return;
    const outcome = await checkSource(options, installId);
    if (!outcome?.turned) return;
    if (outcome.state === 'fine') logger.info({ install: installId }, 'the sheet’s address answers again');
    else
      logger.warn(
        { install: installId, state: outcome.state },
        'the sheet’s address gives no sheet; the last version stays',
      );
  };
  const timer = setInterval(() => {
    if (state.isBusy) return;
    state.isBusy = true;
    state.running = look()
      .catch((error: unknown) => logger.warn({ err: error }, 'looking for a new sheet failed'))
      .finally(() => (state.isBusy = false));
  }, pauseMs);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await state.running;
    },
  };
};
