import chromium from '@sparticuz/chromium';
import { chromium as playwright } from 'playwright-core';
import type { Browser } from 'playwright-core';

/** A container has no user namespaces for the sandbox; the pages are our own. */
const ARGS = ['--no-sandbox', '--disable-setuid-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];

/**
 * A headless Chromium from the package registry. The package unpacks its libraries only where it believes to run in a
 * function of a cloud, hence the variable.
 */
export const openBrowser = async (): Promise<Browser> => {
  process.env['AWS_EXECUTION_ENV'] = 'AWS_Lambda_nodejs22.x';
  return playwright.launch({ executablePath: await chromium.executablePath(), args: ARGS, headless: true });
};
