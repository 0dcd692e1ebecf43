import { afterAll, afterEach, beforeAll } from '@jest/globals';
import nock from 'nock';

/**
 * Fakes HTTP answers for the tests of the calling file: a request that no answer was prepared for fails, and so does an
 * answer that nothing asked for. Only for what the sandboxes cannot do.
 */
export const fakeHttp = (baseUrl: string): (() => nock.Scope) => {
  beforeAll(() => nock.disableNetConnect());
  afterEach(() => {
    const unused = nock.pendingMocks();
    nock.abortPendingRequests();
    nock.cleanAll();
    if (unused.length > 0) throw new Error(`Prepared, but never asked for: ${unused.join(', ')}`);
  });
  afterAll(() => {
    nock.enableNetConnect();
    nock.restore();
  });
  return () => nock(baseUrl);
};
