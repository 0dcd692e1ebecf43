import { describe, expect, it } from '@jest/globals';
import type { SignedRequest } from '../../../webhooks/hubspot/signature.ts';
import { decodeSignedUrl, isSignedV2, isSignedV3, signV3 } from '../../../webhooks/hubspot/signature.ts';

// Published vectors of HubSpot's own development server (signing.spec.js).
const FIRST = 'f6e94c08-85d0-4608-bcc6-e1850176e7b8';
const SECOND = '12345678-aaaa-bbbb-cccc-ddddeeeeffff';
const VECTORS = [
  [
    FIRST,
    'POST',
    'https://www.hubspot.com/webhook',
    'REQUEST_BODY',
    '1632188626483',
    'jf872r5vscVcxCiDRHA4rGrqe/8BPLNVkdJSHdMnGTU=',
  ],
  [
    FIRST,
    'POST',
    'https://www.hubspot.com/webhook',
    '',
    '1632188626483',
    'csXgk7UbrE9F8ZmMvbpuKBxqIvTSqU1EX9pI/SJtxSE=',
  ],
  [
    SECOND,
    'GET',
    'https://hubspot.com/?appId=1&portalId=2&userId=3',
    '',
    '1111111111',
    'zTfXjo07jfzGouo4wvyAj3qEMUTVJ0PPYPACrluQtQI=',
  ],
  [
    SECOND,
    'GET',
    'https://hubspot.com/?appId=1&portalId=2&userId=3',
    '{"a":1,"b":2}',
    '1111111111',
    'aaknaCGCYJ4yqzuf1UKGqAWUfdcilJtm5nc/ZCudR9k=',
  ],
] as const;

const NOW = 1_632_188_626_483;
const aRequest = (given: Partial<SignedRequest> = {}): SignedRequest => {
  const request = {
    method: 'POST',
    url: 'https://keepable.example.com/webhooks/hubspot',
    body: Buffer.from('[{"objectId": 7}]'),
    timestamp: String(NOW),
    signature: undefined,
  };
  return { ...request, signature: signV3(FIRST, { ...request, ...given }), ...given };
};

describe('signature v3', () => {
  it.each(VECTORS)('agrees with the published vector %#', (...[secret, method, url, body, timestamp, signature]) => {
    const request = { method, url, body: Buffer.from(body), timestamp, signature };
    expect(isSignedV3(request, [secret], Number(timestamp))).toBe(true);
    expect(isSignedV3(request, ['another'], Number(timestamp))).toBe(false);
  });

  it.each([
    [0, true],
    [300_000, true],
    [300_001, false],
    [-300_000, true],
    [-300_001, false],
    [86_400_000, false],
  ])('a request that is %i ms old is accepted: %s', (ageMs, accepted) => {
    expect(isSignedV3(aRequest(), [FIRST], NOW + ageMs)).toBe(accepted);
  });

  it.each([
    '',
    'abc',
    '1e12',
    '1632188626483.5',
    ' 1632188626483',
    '-1632188626483',
    '0x17c',
    '1632188626483,1632188626483',
  ])('refuses the timestamp %j even when it is signed', (timestamp) => {
    expect(isSignedV3(aRequest({ timestamp }), [FIRST], NOW)).toBe(false);
  });

  it('refuses a request without timestamp or signature', () => {
    expect(isSignedV3(aRequest({ timestamp: undefined }), [FIRST], NOW)).toBe(false);
    expect(isSignedV3({ ...aRequest(), signature: undefined }, [FIRST], NOW)).toBe(false);
    expect(isSignedV3({ ...aRequest(), signature: '' }, [FIRST], NOW)).toBe(false);
  });

  it('refuses any single flipped bit of the body and any cut of the signature', () => {
    const request = aRequest();
    for (let bit = 0; bit < request.body.length * 8; bit += 1) {
      const body = Buffer.from(request.body);
      body[bit >> 3] = (body[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(isSignedV3({ ...request, body }, [FIRST], NOW)).toBe(false);
    }
    expect(isSignedV3({ ...request, signature: request.signature?.slice(0, -1) }, [FIRST], NOW)).toBe(false);
  });

  it('refuses a body that was parsed and written again', () => {
    const request = aRequest();
    const body = Buffer.from(JSON.stringify(JSON.parse(request.body.toString())));
    expect(isSignedV3({ ...request, body }, [FIRST], NOW)).toBe(false);
  });

  it('covers method, path and query', () => {
    const request = aRequest();
    expect(isSignedV3({ ...request, method: 'PUT' }, [FIRST], NOW)).toBe(false);
    expect(isSignedV3({ ...request, url: `${request.url}?portalId=2` }, [FIRST], NOW)).toBe(false);
  });

  it('accepts the secret before the current one while secrets are rotated, and no third one', () => {
    expect(isSignedV3(aRequest(), ['new', FIRST], NOW)).toBe(true);
    expect(isSignedV3(aRequest(), ['new', 'newer'], NOW)).toBe(false);
    expect(isSignedV3(aRequest(), [], NOW)).toBe(false);
  });

  it('decodes exactly the escapes that HubSpot decodes', () => {
    expect(decodeSignedUrl('%3A%2F%3F%40%21%24%27%28%29%2A%2C%3B%3a')).toBe(":/?@!$'()*,;:");
    expect(decodeSignedUrl('%20%26%3D%25%2B%00%')).toBe('%20%26%3D%25%2B%00%');
  });
});

describe('signature v2', () => {
  it('is the hex digest of secret, method, address and body', () => {
    // sha256sum of the four texts, one after the other
    const signature = '4755c8b74d1064bb811d813848649915d63b82c077f7519abb691285939adb97';
    expect(isSignedV2(aRequest({ signature }), [FIRST])).toBe(true);
    expect(isSignedV2(aRequest({ signature, method: 'GET' }), [FIRST])).toBe(false);
    expect(isSignedV2(aRequest({ signature }), ['another'])).toBe(false);
  });
});
